/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Names of addresses: "7.2.0.192.in-addr.arpa", and the like in "ip6.arpa" (RFC 1035, 3596). */
#include <string.h>

#include "tests/dns/dns-hostile.h"

static void put_label(struct dns_message *message, const char *bytes, size_t n)
{
	dns_put8(message, (unsigned) n);
	dns_put(message, bytes, n);
}

static void put_filled(struct dns_message *message, size_t len)
{
	char name[512];

	dns_fill_name(name, len);
	dns_put_name(message, name);
}

static void put_long_label(struct dns_message *message)
{
	char label[255];

	memset(label, 'l', sizeof(label));
	put_label(message, label, sizeof(label));
	dns_put8(message, 0);
}

/* Whose bytes are not all text: labels by themselves, then a name. */
static void put_labelled(struct dns_message *message, const char *bytes, size_t n)
{
	put_label(message, bytes, n);
	dns_put_name(message, "example.test");
}

static const char *const plain[DNS_POINTERS] = {
	[DNS_POINTER_GOOD] = "pointer.example.test",
	[DNS_POINTER_AFTER] = "pointer.example.test",
	[DNS_POINTER_CONTROL] = "\x1b[31mred\n\xff.example.test",
	[DNS_POINTER_NO_DOT] = "nodot",
	[DNS_POINTER_EMPTY] = "",
	[DNS_POINTER_OPTION] = "-rf.example.test",
	[DNS_POINTER_BLANK] = "a b.example.test",
	[DNS_POINTER_NUMERIC] = "192.0.2.99",
};

static void put_target(struct dns_message *message, unsigned pointer)
{
	if (pointer == DNS_POINTER_LONG_LABEL)
		put_long_label(message);
	else if (pointer == DNS_POINTER_LONG)
		put_filled(message, 253);
	else if (pointer == DNS_POINTER_TOO_LONG)
		put_filled(message, 300);
	else if (pointer == DNS_POINTER_NUL)
		put_labelled(message, "a\0b", 3);
	else if (pointer == DNS_POINTER_DOT)
		put_labelled(message, "a.b", 3);
	else if (pointer == DNS_POINTER_LOOP)
		dns_put_pointer(message, message->len);
	else
		dns_put_name(message, plain[pointer]);
}

static void add_pointer(struct dns_message *message, unsigned pointer)
{
	size_t at;

	dns_put_pointer(message, DNS_HEADER);
	dns_put_head(message, DNS_PTR, 0);
	at = message->len;
	put_target(message, pointer);
	dns_set16(message, at - 2, (unsigned) (message->len - at));
	dns_count(message, DNS_ANSWERS);
}

static void add_many(struct dns_message *message)
{
	char name[] = "name-NN.example.test";
	unsigned i;

	for (i = 0; i < 15; i++) {
		name[5] = (char) ('0' + i / 10);
		name[6] = (char) ('0' + i % 10);
		dns_add_name(message, DNS_ANSWERS, NULL, DNS_PTR, name);
	}
}

static void reply_pointer(struct dns_ask *ask, unsigned pointer)
{
	unsigned code = pointer == DNS_POINTER_NXDOMAIN ? DNS_NXDOMAIN :
			pointer == DNS_POINTER_SERVFAIL ? DNS_SERVFAIL : DNS_NOERROR;
	struct dns_message message;

	dns_begin(&message, &ask->question, DNS_RECURSION | code);
	if (pointer == DNS_POINTER_MANY)
		add_many(&message);
	else if (code == DNS_NOERROR)
		add_pointer(&message, pointer);
	if (pointer == DNS_POINTER_AFTER)
		dns_reply_after(ask, &message, 300);
	else
		dns_reply(ask, &message);
}

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len >= end_len && strcmp(name + len - end_len, end) == 0;
}

static unsigned digit(char c)
{
	return c >= 'a' ? (unsigned) (c - 'a') + 10 : (unsigned) (c - '0');
}

/* The last byte of the address. */
static unsigned last_byte(const char *name)
{
	unsigned value = 0;

	if (ends_with(name, ".ip6.arpa"))
		return digit(name[0]) | digit(name[2]) << 4;
	for (; *name >= '0' && *name <= '9'; name++)
		value = value * 10 + digit(*name);
	return value;
}

bool dns_run_pointer(struct dns_ask *ask)
{
	const char *name = ask->question.name;
	unsigned pointer = last_byte(name);

	if (ask->question.type != DNS_PTR)
		return false;
	if (!ends_with(name, ".2.0.192.in-addr.arpa") &&
	    !ends_with(name, ".8.b.d.0.1.0.0.2.ip6.arpa"))
		pointer = DNS_POINTER_NXDOMAIN;
	if (pointer == 0 || pointer >= DNS_POINTERS)
		pointer = DNS_POINTER_NXDOMAIN;
	if (pointer != DNS_POINTER_SILENT)
		reply_pointer(ask, pointer);
	return true;
}
