/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Messages of the domain name system (RFC 1035 section 4), written byte by byte, so that a test can
 * write wrong ones, too.  What is beyond the room of the largest message is dropped.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Section 4.2.2: a length of 16 bits stands before a message over TCP. */
#define DNS_MESSAGE_MAX 65535
#define DNS_UDP_MAX 512			/* section 2.3.4 */
#define DNS_HEADER 12			/* section 4.1.1 */
#define DNS_TEXT_SIZE 256

enum dns_type { DNS_A = 1, DNS_NS = 2, DNS_CNAME = 5, DNS_PTR = 12, DNS_TXT = 16, DNS_AAAA = 28 };

/* Bits of the second word of the header. */
enum dns_flag {
	DNS_RESPONSE = 0x8000, DNS_AUTHORITATIVE = 0x0400, DNS_TRUNCATED = 0x0200,
	DNS_RECURSION_ASKED = 0x0100, DNS_RECURSION = 0x0080,
};

enum dns_code { DNS_NOERROR, DNS_FORMERR, DNS_SERVFAIL, DNS_NXDOMAIN, DNS_NOTIMP, DNS_REFUSED };

/* The words of the header that count records; section 4.1.1. */
enum dns_section { DNS_QUESTIONS = 4, DNS_ANSWERS = 6, DNS_AUTHORITY = 8, DNS_MORE = 10 };

struct dns_message {
	size_t len;
	unsigned char bytes[DNS_MESSAGE_MAX];
};

/* What was asked: the text of its name, in lower case, and the bytes of the whole question. */
struct dns_question {
	uint16_t id, type;
	char name[DNS_TEXT_SIZE];
	size_t size;
	unsigned char bytes[DNS_TEXT_SIZE + 4];
};

/* false: this is no question of one name. */
bool dns_read_question(const unsigned char *bytes, size_t n, struct dns_question *ret_question);

/* The head of an answer to it, with the question; flags: DNS_RESPONSE is one of them already. */
void dns_begin(struct dns_message *message, const struct dns_question *question, unsigned flags);

void dns_put(struct dns_message *message, const void *bytes, size_t n);
void dns_put8(struct dns_message *message, unsigned value);
void dns_put16(struct dns_message *message, unsigned value);

/* Over what is there already. */
void dns_set16(struct dns_message *message, size_t at, unsigned value);

/* "a.b" as labels, which are cut at the dots and nowhere else; the root behind them. */
void dns_put_name(struct dns_message *message, const char *name);

/* A pointer to the name at that place; section 4.1.4. */
void dns_put_pointer(struct dns_message *message, size_t at);

/* Type, class and time of a record behind its name, and the length of the data that follow. */
void dns_put_head(struct dns_message *message, enum dns_type type, size_t length);

/* One more record is in the section. */
void dns_count(struct dns_message *message, enum dns_section section);

/* Whole records; owner NULL: the name of the question. */
void dns_add_address(struct dns_message *message, const char *owner, enum dns_type type,
		     unsigned number);
void dns_add_name(struct dns_message *message, enum dns_section section, const char *owner,
		  enum dns_type type, const char *target);
