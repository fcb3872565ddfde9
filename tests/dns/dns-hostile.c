/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Answers that no honest server gives. */
#include "tests/dns/dns-hostile.h"

#include <string.h>

static void hostile_begin(struct dns_message *message, const struct dns_ask *ask)
{
	dns_begin(message, &ask->question, DNS_RECURSION);
}

static void hostile_begin_good(struct dns_message *message, const struct dns_ask *ask)
{
	hostile_begin(message, ask);
	dns_good(message, &ask->question, NULL, 1);
}

/* ---- Truncated; by TCP they go on each in its way. */

static bool cut_by_udp(struct dns_ask *ask)
{
	struct dns_message message;

	if (ask->tcp)
		return false;
	dns_begin(&message, &ask->question, DNS_RECURSION | DNS_TRUNCATED);
	dns_reply(ask, &message);
	return true;
}

static void run_tc(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin_good(&message, ask);
	if (!cut_by_udp(ask))
		dns_reply(ask, &message);
}

static void run_tc_hang(struct dns_ask *ask)
{
	(void) cut_by_udp(ask);
}

static void run_tc_closed(struct dns_ask *ask)
{
	ask->hang_up = !cut_by_udp(ask);
}

/* Says 1000 bytes, gives 20, and closes or keeps silent. */
static void run_tc_early(struct dns_ask *ask)
{
	struct dns_message message;

	if (cut_by_udp(ask))
		return;
	hostile_begin_good(&message, ask);
	dns_reply_bytes(ask, "\x03\xe8", 2);
	dns_reply_bytes(ask, message.bytes, 20);
	ask->hang_up = ask->number == 0;
}

/* A length of 2, or of 0, and no more than that. */
static void run_tc_tiny(struct dns_ask *ask)
{
	if (cut_by_udp(ask))
		return;
	dns_reply_bytes(ask, ask->number ? "\0\0" : "\0\2ab", ask->number ? 2 : 4);
	ask->hang_up = true;
}

/* Truncated by TCP, too. */
static void run_tc_always(struct dns_ask *ask)
{
	struct dns_message message;

	dns_begin(&message, &ask->question, DNS_RECURSION | DNS_TRUNCATED);
	dns_reply(ask, &message);
}

/* ---- Not the answer to this question. */

static void run_bytes(struct dns_ask *ask)
{
	dns_reply_bytes(ask, ask->question.bytes, ask->number < ask->question.size ? ask->number :
			ask->question.size);
}

static void run_wrong_id(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin_good(&message, ask);
	dns_set16(&message, 0, ask->question.id + 1u);
	dns_reply(ask, &message);
}

static void run_wrong_question(struct dns_ask *ask)
{
	struct dns_question other = ask->question;
	struct dns_message message;

	other.bytes[1] ^= 1;
	dns_begin(&message, &other, DNS_RECURSION);
	dns_good(&message, &ask->question, NULL, 1);
	dns_reply(ask, &message);
}

static void run_stranger(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin_good(&message, ask);
	dns_reply_from_stranger(ask, &message);
}

/* The question comes back as if it were an answer. */
static void run_echo(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin(&message, ask);
	dns_set16(&message, 2, DNS_RECURSION_ASKED);
	dns_reply(ask, &message);
}

/* So many bytes that mean nothing; the first two are not the number of the question. */
static void send_noise(struct dns_ask *ask, unsigned random, size_t n)
{
	unsigned char noise[DNS_UDP_MAX];
	size_t i;

	for (i = 0; i < n; i++)
		noise[i] = (unsigned char) ((random = random * 1103515245 + 12345) >> 16);
	noise[0] = (unsigned char) ~(ask->question.id >> 8);
	dns_reply_bytes(ask, noise, n);
}

/*
 * Wrong ones of each kind, then the right one; flood-1: some too short for a header, too.  All of
 * them together have room in the socket of whoever asks: else the right one might be dropped.
 */
static void run_flood(struct dns_ask *ask)
{
	unsigned i, least = ask->number ? 0 : DNS_HEADER;
	struct dns_message message;

	for (i = 0; i < 30; i++) {
		send_noise(ask, i, least + i);
		run_wrong_id(ask);
		run_wrong_question(ask);
		run_stranger(ask);
	}
	hostile_begin_good(&message, ask);
	dns_reply(ask, &message);
}

/* ---- Messages that contradict themselves. */

/* The owner of the answer is a pointer: to itself (0), forward (1), beyond the end (2). */
static void run_pointer(struct dns_ask *ask)
{
	struct dns_message message;
	size_t at;

	hostile_begin(&message, ask);
	at = message.len;
	dns_put_pointer(&message, ask->number == 2 ? 0x3fff : at + 14 * ask->number);
	dns_put_head(&message, ask->question.type, 4);
	dns_put(&message, "\x7f\x09\0\1", 4);
	if (ask->number == 1)
		dns_put_pointer(&message, at);
	dns_count(&message, DNS_ANSWERS);
	dns_reply(ask, &message);
}

/* An alias whose name has a label of 64 bytes, two bits that no label has. */
static void run_label(struct dns_ask *ask)
{
	struct dns_message message;
	unsigned i;

	hostile_begin(&message, ask);
	dns_put_pointer(&message, DNS_HEADER);
	dns_put_head(&message, DNS_CNAME, 66);
	dns_put8(&message, 64);
	for (i = 0; i < 64; i++)
		dns_put8(&message, 'a');
	dns_put8(&message, 0);
	dns_count(&message, DNS_ANSWERS);
	dns_reply(ask, &message);
}

/* An alias with as many bytes as the number says; over 253 are too many for a name. */
static void run_alias(struct dns_ask *ask)
{
	char name[1024];
	struct dns_message message;

	dns_fill_name(name, ask->number < sizeof(name) ? ask->number : sizeof(name) - 1);
	hostile_begin(&message, ask);
	dns_add_name(&message, DNS_ANSWERS, NULL, DNS_CNAME, name);
	dns_good(&message, &ask->question, name, 1);
	dns_reply(ask, &message);
}

/* An alias that is no host name, as the pointers of those numbers. */
static void run_bad_alias(struct dns_ask *ask)
{
	static const char *const names[] = { "\x1b[31m\n\xff.test", "-rf.test", "a b.test",
					     "../../etc.test", "$(id).test", "%n%s.test", "" };
	struct dns_message message;

	hostile_begin(&message, ask);
	dns_add_name(&message, DNS_ANSWERS, NULL, DNS_CNAME,
		     names[ask->number % (sizeof(names) / sizeof(names[0]))]);
	dns_good(&message, &ask->question,
		 names[ask->number % (sizeof(names) / sizeof(names[0]))], 1);
	dns_reply(ask, &message);
}

/* The data of an address says that it has so many bytes. */
static void run_rdlength(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin_good(&message, ask);
	dns_set16(&message, message.len - (ask->question.type == DNS_A ? 4 : 16) - 2, ask->number);
	dns_reply(ask, &message);
}

/* The header counts so many answers, and there is one. */
static void run_count(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin_good(&message, ask);
	dns_set16(&message, DNS_ANSWERS, ask->number);
	dns_reply(ask, &message);
}

/* The header counts so many questions, and there is one. */
static void run_questions(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin_good(&message, ask);
	dns_set16(&message, DNS_QUESTIONS, ask->number);
	dns_reply(ask, &message);
}

/* TXT, or an address of the other family, where an address was asked for. */
static void run_type(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin(&message, ask);
	if (ask->number == 0)
		dns_add_name(&message, DNS_ANSWERS, NULL, DNS_TXT, "text");
	else
		dns_add_address(&message, NULL, ask->question.type == DNS_A ? DNS_AAAA : DNS_A, 1);
	dns_reply(ask, &message);
}

/* An address of somebody whom nobody asked about. */
static void run_owner(struct dns_ask *ask)
{
	struct dns_message message;

	hostile_begin(&message, ask);
	dns_good(&message, &ask->question, "somebody.else.test", 1);
	dns_reply(ask, &message);
}

/* mangled-N: a good answer with an alias in it; which of its bytes are other ones says N. */
static void run_mangled(struct dns_ask *ask)
{
	unsigned random = ask->number * 2654435761u + ask->question.type, i;
	struct dns_message message;
	size_t at;

	hostile_begin(&message, ask);
	dns_add_name(&message, DNS_ANSWERS, NULL, DNS_CNAME, "alias.example.test");
	dns_good(&message, &ask->question, "alias.example.test", 3);
	for (i = 0; i <= ask->number % 4; i++) {
		random = random * 1103515245 + 12345;
		at = 2 + (random >> 8) % (message.len - 2);
		message.bytes[at] = (unsigned char) (random >> 24);
	}
	dns_reply(ask, &message);
}

static const struct {
	const char *name;
	void (*run)(struct dns_ask *ask);
} scripts[] = {
	{ "tc", run_tc },
	{ "tchang", run_tc_hang },
	{ "tcclosed", run_tc_closed },
	{ "tcearly", run_tc_early },
	{ "tctiny", run_tc_tiny },
	{ "tcalways", run_tc_always },
	{ "bytes", run_bytes },
	{ "wrongid", run_wrong_id },
	{ "wrongquestion", run_wrong_question },
	{ "stranger", run_stranger },
	{ "echo", run_echo },
	{ "flood", run_flood },
	{ "pointer", run_pointer },
	{ "label", run_label },
	{ "alias", run_alias },
	{ "badalias", run_bad_alias },
	{ "rdlength", run_rdlength },
	{ "count", run_count },
	{ "questions", run_questions },
	{ "type", run_type },
	{ "owner", run_owner },
	{ "mangled", run_mangled },
};

bool dns_run_hostile(struct dns_ask *ask, const char *name, size_t len)
{
	size_t i;

	for (i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++)
		if (strlen(scripts[i].name) == len && memcmp(scripts[i].name, name, len) == 0) {
			scripts[i].run(ask);
			return true;
		}
	return false;
}

void dns_fill_name(char *name, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		name[i] = i % 51 == 50 && i + 1 < len ? '.' : 'n';
	name[len] = '\0';
}
