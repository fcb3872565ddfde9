/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/dns/dns-message.h"

#include <string.h>

#define CLASS_IN 1
#define TTL 60

static unsigned get16(const unsigned char *bytes)
{
	return (unsigned) bytes[0] << 8 | bytes[1];
}

static char lower(unsigned char byte)
{
	return (char) (byte >= 'A' && byte <= 'Z' ? byte + ('a' - 'A') : byte);
}

/* Section 3.1: labels, each behind its length, up to the empty one.  Returns its bytes; 0: none. */
static size_t read_name(const unsigned char *bytes, size_t n, char *text)
{
	size_t at = 0, len = 0, i;

	while (at < n && bytes[at] != 0) {
		size_t label = bytes[at];

		if (label > 63 || at + 1 + label >= n || len + label + 2 > DNS_TEXT_SIZE)
			return 0;
		if (len > 0)
			text[len++] = '.';
		for (i = 0; i < label; i++)
			text[len++] = lower(bytes[at + 1 + i]);
		at += 1 + label;
	}
	text[len] = '\0';
	return at < n ? at + 1 : 0;
}

bool dns_read_question(const unsigned char *bytes, size_t n, struct dns_question *ret_question)
{
	size_t name;

	if (n < DNS_HEADER || get16(bytes + 2) & DNS_RESPONSE || get16(bytes + DNS_QUESTIONS) != 1)
		return false;
	name = read_name(bytes + DNS_HEADER, n - DNS_HEADER, ret_question->name);
	if (name == 0 || DNS_HEADER + name + 4 > n)
		return false;
	ret_question->id = (uint16_t) get16(bytes);
	ret_question->type = (uint16_t) get16(bytes + DNS_HEADER + name);
	ret_question->size = name + 4;
	memcpy(ret_question->bytes, bytes + DNS_HEADER, name + 4);
	return true;
}

void dns_put(struct dns_message *message, const void *bytes, size_t n)
{
	size_t room = sizeof(message->bytes) - message->len;

	n = n < room ? n : room;
	memcpy(message->bytes + message->len, bytes, n);
	message->len += n;
}

void dns_put8(struct dns_message *message, unsigned value)
{
	unsigned char byte = (unsigned char) value;

	dns_put(message, &byte, 1);
}

void dns_put16(struct dns_message *message, unsigned value)
{
	dns_put8(message, value >> 8);
	dns_put8(message, value);
}

void dns_set16(struct dns_message *message, size_t at, unsigned value)
{
	message->bytes[at] = (unsigned char) (value >> 8);
	message->bytes[at + 1] = (unsigned char) value;
}

void dns_begin(struct dns_message *message, const struct dns_question *question, unsigned flags)
{
	message->len = 0;
	dns_put16(message, question->id);
	dns_put16(message, flags | DNS_RESPONSE | DNS_RECURSION_ASKED);
	dns_put(message, "\0\1\0\0\0\0\0\0", 8);
	dns_put(message, question->bytes, question->size);
}

void dns_put_name(struct dns_message *message, const char *name)
{
	while (*name) {
		size_t label = strcspn(name, ".");

		dns_put8(message, (unsigned) label);
		dns_put(message, name, label);
		name += label + (name[label] == '.');
	}
	dns_put8(message, 0);
}

void dns_put_pointer(struct dns_message *message, size_t at)
{
	dns_put16(message, 0xc000 | (unsigned) at);
}

void dns_put_head(struct dns_message *message, enum dns_type type, size_t length)
{
	dns_put16(message, type);
	dns_put16(message, CLASS_IN);
	dns_put16(message, 0);
	dns_put16(message, TTL);
	dns_put16(message, (unsigned) length);
}

void dns_count(struct dns_message *message, enum dns_section section)
{
	dns_set16(message, section, get16(message->bytes + section) + 1);
}

static void put_owner(struct dns_message *message, const char *owner)
{
	if (owner)
		dns_put_name(message, owner);
	else
		dns_put_pointer(message, DNS_HEADER);
}

/* 127.9.0.0 or 2001:db8::9:0:0, and the number in the last bytes. */
void dns_add_address(struct dns_message *message, const char *owner, enum dns_type type,
		     unsigned number)
{
	static const unsigned char net6[12] = { 0x20, 0x01, 0x0d, 0xb8, [11] = 9 };

	put_owner(message, owner);
	dns_put_head(message, type, type == DNS_A ? 4 : 16);
	if (type == DNS_A)
		dns_put16(message, 127 << 8 | 9);
	else
		dns_put(message, net6, sizeof(net6));
	dns_put16(message, type == DNS_A ? number : number >> 16);
	if (type != DNS_A)
		dns_put16(message, number);
	dns_count(message, DNS_ANSWERS);
}

void dns_add_name(struct dns_message *message, enum dns_section section, const char *owner,
		  enum dns_type type, const char *target)
{
	size_t at;

	put_owner(message, owner);
	dns_put_head(message, type, 0);
	at = message->len;
	dns_put_name(message, target);
	dns_set16(message, at - 2, (unsigned) (message->len - at));
	dns_count(message, section);
}
