/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups.  The program is linked with --wrap: a thread is waited for where it is started, so that
 * its calls have their place among the others, and are made to fail as they are.  One that is held
 * does not begin before somebody sleeps until its end.
 */
#include <check.h>
#include <errno.h>
#include <linux_sock/error.h>
#include <netdb.h>
#include <semaphore.h>
#include <string.h>

#include "sys/thread.h"
#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

int __real_lsock__sys_thread(void *(*run)(void *argument), void *argument);
int __wrap_lsock__sys_thread(void *(*run)(void *argument), void *argument);

struct errand {
	void *(*run)(void *argument);
	void *argument;
	sem_t begin, through;
};

static struct errand held;
static bool holding;		/* what is started next */

static void *run_errand(void *argument)
{
	struct errand *errand = argument;

	while (sem_wait(&errand->begin) < 0)
		;
	errand->run(errand->argument);
	sem_post(&errand->through);
	return NULL;
}

static void let_through(struct errand *errand)
{
	sem_post(&errand->begin);
	while (sem_wait(&errand->through) < 0)
		;
}

int __wrap_lsock__sys_thread(void *(*run)(void *argument), void *argument)
{
	struct errand now, *errand = holding ? &held : &now;
	int r;

	errand->run = run;
	errand->argument = argument;
	sem_init(&errand->begin, 0, 0);
	sem_init(&errand->through, 0, 0);
	r = __real_lsock__sys_thread(run_errand, errand);
	if (r == 0 && !holding)
		let_through(errand);
	return r;
}

static char paint[1];
#define PAINTED ((void *) paint)

/* Outputs that have to be freed are not the scene's: what they held is. */
static int taken(struct scene *s, int r, struct lsock_answer **answer)
{
	if (r < 0) {
		ck_assert_ptr_eq(*answer, PAINTED);
		return r;
	}
	s->out.size = lsock_answer_count(*answer);
	s->out.data = lsock_answer_name(*answer) ? "named" : NULL;
	lsock_answer_free(*answer);
	return r;
}

static void need_localhost(struct scene *s)
{
	(void) s;
	if (gethostbyname("localhost") == NULL)
		skip("localhost is not in /etc/hosts here");
}

static void need_service(struct scene *s)
{
	(void) s;
	if (getservbyname("domain", "tcp") == NULL)
		skip("/etc/services is missing here");
}

static const struct lsock_hints stream = {
	.size = sizeof(stream), .family = AF_INET, .type = SOCK_STREAM,
};

static int literal_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_getaddrinfo("fe80::1%lo", "80", NULL, until(s), &answer), &answer);
}

static void is_three(struct scene *s)
{
	ck_assert_uint_eq(s->out.size, 3);
}

static void is_one(struct scene *s)
{
	ck_assert_uint_ge(s->out.size, 1);
}

static void is_named(struct scene *s)
{
	ck_assert_ptr_nonnull(s->out.data);
}

/* Either family, or both: which are configured is what is asked. */
static int configured_run(struct scene *s)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = SOCK_STREAM, .flags = AI_ADDRCONFIG,
	};
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_getaddrinfo(NULL, "80", &hints, until(s), &answer), &answer);
}

static int addrinfo_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_getaddrinfo("localhost", "80", &stream, until(s), &answer), &answer);
}

static int service_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_getaddrinfo("192.0.2.1", "domain", &stream, until(s), &answer),
		     &answer);
}

static int finish(struct scene *s, int r, struct lsock_lookup **lookup)
{
	struct lsock_answer *answer = PAINTED;

	if (r < 0) {
		ck_assert_ptr_eq(*lookup, PAINTED);
		return r;
	}
	ck_assert_int_ge(lsock_lookup_fd(*lookup), 0);
	r = taken(s, lsock_lookup_finish(*lookup, until(s), &answer), &answer);
	lsock_lookup_free(*lookup);
	return r;
}

static int start_run(struct scene *s)
{
	struct lsock_lookup *lookup = PAINTED;

	return finish(s, lsock_getaddrinfo_start("localhost", "80", &stream, &lookup), &lookup);
}

static int known_run(struct scene *s)
{
	struct lsock_lookup *lookup = PAINTED;

	return finish(s, lsock_getaddrinfo_start("192.0.2.1", "80", &stream, &lookup), &lookup);
}

static int byname_start_run(struct scene *s)
{
	struct lsock_lookup *lookup = PAINTED;

	return finish(s, lsock_gethostbyname_start("localhost", 0, &lookup), &lookup);
}

static struct lsock_addr loopback(void)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse("127.0.0.1:53", 12, &addr, NULL), 0);
	return addr;
}

static int byaddr_start_run(struct scene *s)
{
	struct lsock_addr addr = loopback();
	struct lsock_lookup *lookup = PAINTED;

	return finish(s, lsock_gethostbyaddr_start(&addr, 0, &lookup), &lookup);
}

static int nameinfo_start_run(struct scene *s)
{
	struct lsock_addr addr = loopback();
	struct lsock_lookup *lookup = PAINTED;

	return finish(s, lsock_getnameinfo_start(&addr, 0, &lookup), &lookup);
}

/* ---- One that goes on, and one that is through. */

static void through(struct scene *s)
{
	need_localhost(s);
	ck_assert_int_eq(lsock_getaddrinfo_start("localhost", "80", &stream, &s->lookup), 0);
}

static void going_on(struct scene *s)
{
	holding = true;
	through(s);
	holding = false;
}

static void let_through_hook(void *arg, const char *call, int error)
{
	struct scene *s = arg;

	(void) error;
	if (strcmp(call, "futex") == 0 && !s->started)
		let_through(&held);
	s->started = true;
}

static int finish_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_lookup_finish(s->lookup, until(s), &answer), &answer);
}

static int free_run(struct scene *s)
{
	s->lookup = lsock_lookup_free(s->lookup);
	ck_assert_ptr_null(s->lookup);
	return 0;
}

static int nameinfo_run(struct scene *s)
{
	struct lsock_addr addr = loopback();

	return lsock_getnameinfo(&addr, s->out.buf, sizeof(s->out.buf), NULL, 0, 0, until(s));
}

static int both_run(struct scene *s)
{
	struct lsock_addr addr = loopback();

	return lsock_getnameinfo(&addr, s->out.buf, sizeof(s->out.buf) / 2,
				 s->out.buf + sizeof(s->out.buf) / 2, sizeof(s->out.buf) / 2, 0,
				 until(s));
}

static int numbers_run(struct scene *s)
{
	struct lsock_addr addr = loopback();

	return lsock_getnameinfo(&addr, s->out.buf, sizeof(s->out.buf), NULL, 0, NI_NUMERICHOST,
				 until(s));
}

static void is_loopback(struct scene *s)
{
	ck_assert_str_eq(s->out.buf, "127.0.0.1");
}

static int byname_run(struct scene *s)
{
	return lsock_gethostbyname("localhost", 0, until(s), &s->out.addr);
}

static int byname_ex_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_gethostbyname_ex("localhost", 0, until(s), &answer), &answer);
}

static int byaddr_run(struct scene *s)
{
	struct lsock_addr addr = loopback();
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_gethostbyaddr(&addr, 0, until(s), &answer), &answer);
}

/* "localhost" has no full name, which is 1. */
static int fqdn_run(struct scene *s)
{
	int r = lsock_getfqdn("localhost", 0, s->out.buf, sizeof(s->out.buf), until(s));

	return r < 0 ? r : 0;
}

static void is_localhost(struct scene *s)
{
	ck_assert_int_eq(strncmp(s->out.buf, "localhost", 9), 0);
}

static int resolve_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;
	int r = lsock_resolve("localhost:80", &stream, until(s), &answer, &s->why);

	if (r < 0)
		ck_assert_ptr_nonnull(s->why.message);
	return taken(s, r, &answer);
}

static int resolve_text_run(struct scene *s)
{
	struct lsock_answer *answer = PAINTED;

	return taken(s, lsock_resolve("/run/x", NULL, until(s), &answer, &s->why), &answer);
}

/*
 * Nothing was written to what is closed; who woke up too early sleeps on; more room is given where
 * it is too small, to a bound.
 */
static const struct rule lookup_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ "futex", EINTR, CLEAN, CLEAN },
	{ "gethostbyname2_r", ERANGE, CLEAN, TOLD },
	{ "gethostbyaddr_r", ERANGE, CLEAN, TOLD },
	{ NULL, 0, 0, 0 },
};

/* Nor is there a service: that is an answer, or a number in place of a name. */
static const struct rule service_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ "getservbyname_r", ENOENT, LSOCK_EAI(EAI_SERVICE), LSOCK_EAI(EAI_SERVICE) },
	{ "getservbyname_r", ERANGE, CLEAN, TOLD },
	{ "getservbyport_r", ENOENT, CLEAN, CLEAN },
	{ "getservbyport_r", ERANGE, CLEAN, TOLD },
	{ NULL, 0, 0, 0 },
};

/* EINVAL of a look for an interface is that of a zone that is none. */
static const struct rule literal_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ "socket", EINVAL, LSOCK_EAI(EAI_NONAME), LSOCK_EAI(EAI_NONAME) },
	{ "ioctl", EINVAL, LSOCK_EAI(EAI_NONAME), LSOCK_EAI(EAI_NONAME) },
	{ NULL, 0, 0, 0 },
};

/* One family is enough. */
static const struct rule configured_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ "socket", EAFNOSUPPORT, CLEAN, NEVER },
	{ "bind", EADDRNOTAVAIL, CLEAN, NEVER },
	{ "bind", EAFNOSUPPORT, CLEAN, NEVER },
	{ NULL, 0, 0, 0 },
};

const struct op lookup_ops[] = {
	OP("lsock_getaddrinfo of numbers", NULL, literal_run, .check = is_three,
	   .rules = literal_rules),
	OP("lsock_getaddrinfo with AI_ADDRCONFIG", NULL, configured_run, .check = is_one,
	   .rules = configured_rules),
	OP("lsock_getaddrinfo of a name", need_localhost, addrinfo_run, .check = is_one,
	   .rules = lookup_rules),
	OP("lsock_getaddrinfo of a service", need_service, service_run, .check = is_one,
	   .rules = service_rules),
	OP("lsock_getaddrinfo_start", need_localhost, start_run, .check = is_one,
	   .rules = lookup_rules),
	OP("lsock_getaddrinfo_start of numbers", NULL, known_run, .check = is_one,
	   .rules = lookup_rules),
	OP("lsock_gethostbyname_start", need_localhost, byname_start_run, .check = is_named,
	   .rules = lookup_rules),
	OP("lsock_gethostbyaddr_start", need_localhost, byaddr_start_run, .check = is_named,
	   .rules = lookup_rules),
	OP("lsock_getnameinfo_start", need_localhost, nameinfo_start_run, .check = is_named,
	   .rules = service_rules),
	OP("lsock_lookup_finish", going_on, finish_run, .check = is_one, .hook = let_through_hook,
	   .rules = lookup_rules),
	OP("lsock_lookup_free", through, free_run, .rules = lookup_rules, .fds = -1, .final = true),
	OP("lsock_getnameinfo", need_localhost, nameinfo_run, .rules = lookup_rules),
	OP("lsock_getnameinfo with a service", need_localhost, both_run, .rules = service_rules),
	OP("lsock_getnameinfo in numbers", NULL, numbers_run, .check = is_loopback),
	OP("lsock_gethostbyname", need_localhost, byname_run, .rules = lookup_rules),
	OP("lsock_gethostbyname_ex", need_localhost, byname_ex_run, .check = is_named,
	   .rules = lookup_rules),
	OP("lsock_gethostbyaddr", need_localhost, byaddr_run, .check = is_named,
	   .rules = lookup_rules),
	OP("lsock_getfqdn", need_localhost, fqdn_run, .check = is_localhost,
	   .rules = lookup_rules),
	OP("lsock_resolve of a name", need_localhost, resolve_run, .check = is_one,
	   .rules = lookup_rules),
	OP("lsock_resolve of an address", NULL, resolve_text_run, .check = is_one),
	{ .name = NULL },
};
