/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the name server does by the name that is asked for: honest answers, and errors that honest
 * servers give.  What no honest server does: dns-hostile.c.
 */
#include <stdio.h>
#include <string.h>

#include "tests/dns/dns-hostile.h"
#include "tests/dns/dns.h"

/* Addresses 1..n of what was asked for, if that was an address at all. */
void dns_good(struct dns_message *message, const struct dns_question *question, const char *owner,
	      unsigned n)
{
	unsigned i;

	if (question->type == DNS_A || question->type == DNS_AAAA)
		for (i = 1; i <= n; i++)
			dns_add_address(message, owner, question->type, i);
}

static void script_begin(struct dns_message *message, const struct dns_ask *ask)
{
	dns_begin(message, &ask->question, DNS_RECURSION);
}

static void reply_good(struct dns_ask *ask, unsigned n)
{
	struct dns_message message;

	script_begin(&message, ask);
	dns_good(&message, &ask->question, NULL, n);
	dns_reply(ask, &message);
}

static void run_one(struct dns_ask *ask)
{
	reply_good(ask, 1);
}

static void run_many(struct dns_ask *ask)
{
	reply_good(ask, ask->number);
}

static void run_only(struct dns_ask *ask, enum dns_type type)
{
	reply_good(ask, ask->question.type == type ? 2 : 0);
}

static void run_four(struct dns_ask *ask)
{
	run_only(ask, DNS_A);
}

static void run_six(struct dns_ask *ask)
{
	run_only(ask, DNS_AAAA);
}

static void run_empty(struct dns_ask *ask)
{
	reply_good(ask, 0);
}

static void run_after(struct dns_ask *ask)
{
	struct dns_message message;

	script_begin(&message, ask);
	dns_good(&message, &ask->question, NULL, 1);
	dns_reply_after(ask, &message, ask->number);
}

static void run_silent(struct dns_ask *ask)
{
	(void) ask;
}

/* One of the two comes, the other never does. */
static void run_half(struct dns_ask *ask)
{
	if (ask->question.type == DNS_A)
		reply_good(ask, 1);
}

/* chain-3: from chain-3.test to c3.test to c2.test to c1.test, which has the address. */
static void run_chain(struct dns_ask *ask)
{
	char owner[] = "cNNNNN.test", target[] = "cNNNNN.test";
	struct dns_message message;
	unsigned i;

	script_begin(&message, ask);
	for (i = ask->number; i > 0; i--) {
		snprintf(target, sizeof(target), "c%u.test", i % 10000);
		dns_add_name(&message, DNS_ANSWERS, i == ask->number ? NULL : owner, DNS_CNAME,
			     target);
		memcpy(owner, target, sizeof(owner));
	}
	dns_good(&message, &ask->question, owner, 1);
	dns_reply(ask, &message);
}

static void run_loop(struct dns_ask *ask)
{
	struct dns_message message;

	script_begin(&message, ask);
	dns_add_name(&message, DNS_ANSWERS, NULL, DNS_CNAME, "other.test");
	dns_add_name(&message, DNS_ANSWERS, "other.test", DNS_CNAME, ask->question.name);
	dns_reply(ask, &message);
}

static void reply_code(struct dns_ask *ask, unsigned code)
{
	struct dns_message message;

	dns_begin(&message, &ask->question, DNS_RECURSION | code);
	dns_reply(ask, &message);
}

static void run_nxdomain(struct dns_ask *ask)
{
	reply_code(ask, DNS_NXDOMAIN);
}

/* code-4: response code 4. */
static void run_code(struct dns_ask *ask)
{
	reply_code(ask, ask->number & 0xf);
}

/* Not the server for that name, and it says whom to ask instead. */
static void run_lame(struct dns_ask *ask)
{
	struct dns_message message;

	dns_begin(&message, &ask->question, 0);
	dns_add_name(&message, DNS_AUTHORITY, "test", DNS_NS, "a.server.elsewhere.test");
	dns_reply(ask, &message);
}

/* The longest name there may be: 255 bytes with its lengths, 253 as text. */
static void run_huge_name(struct dns_ask *ask)
{
	char name[DNS_TEXT_SIZE];
	struct dns_message message;

	dns_fill_name(name, 253);
	script_begin(&message, ask);
	dns_add_name(&message, DNS_ANSWERS, NULL, DNS_CNAME, name);
	dns_good(&message, &ask->question, name, 1);
	dns_reply(ask, &message);
}

static const struct script {
	const char *name;
	void (*run)(struct dns_ask *ask);
} scripts[] = {
	{ "one", run_one },
	{ "many", run_many },
	{ "four", run_four },
	{ "six", run_six },
	{ "empty", run_empty },
	{ "after", run_after },
	{ "silent", run_silent },
	{ "half", run_half },
	{ "chain", run_chain },
	{ "loop", run_loop },
	{ "nxdomain", run_nxdomain },
	{ "code", run_code },
	{ "lame", run_lame },
	{ "huge", run_huge_name },
	{ NULL, run_nxdomain },
};

/* "after-300" is the script "after" with 300. */
static size_t split_label(const char *name, unsigned *ret_number)
{
	size_t len = strcspn(name, ".-"), i;

	*ret_number = 0;
	if (name[len] == '-')
		for (i = len + 1; name[i] >= '0' && name[i] <= '9'; i++)
			*ret_number = *ret_number * 10 + (unsigned) (name[i] - '0');
	return len;
}

static bool is_called(const char *script, const char *name, size_t len)
{
	return strlen(script) == len && memcmp(script, name, len) == 0;
}

void dns_run_script(struct dns_ask *ask)
{
	size_t len = split_label(ask->question.name, &ask->number);
	const struct script *script = scripts;

	if (dns_run_hostile(ask, ask->question.name, len) || dns_run_pointer(ask))
		return;
	while (script->name && !is_called(script->name, ask->question.name, len))
		script++;
	script->run(ask);
}
