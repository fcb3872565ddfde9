/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Look-ups by c-ares while something fails: each call that they make of lib/sys, with each errno of
 * its man page, alone and with all later ones of its name; each allocation that c-ares makes; and a
 * server that does not stop.  c-ares may try again or ask somebody else, so that an answer is right
 * in spite of it; what is never right is another answer, a wait without end, or what is lost.
 * Of lib/names/cares/cares.c, lib/names/cares/error.c, lib/names/cares/found.c,
 * lib/names/cares/socket.c.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#ifdef HAVE_CARES
#include <ares.h>
#endif

#include <linux_sock/linux_sock.h>

#include "tests/dns/dns-scene.h"
#include "tests/dns/nameservice.h"
#include "tests/fault/fault.h"
#include "tests/harness/harness.h"

#define UNTIL_MS 10000

static struct dns_server *begin(void)
{
	struct dns_server *server = dns_scene_begin();

	(void) dns_resolver_flags(DNS_CARES);
	return server;
}

/* ---- The questions; answers are as they should be, or there is none. */

static int ask_addrinfo(const char *name, const char *service, int flags, size_t count)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = SOCK_STREAM, .flags = LSOCK_LOOKUP_CARES | flags,
	};
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(name, service, &hints, lsock_in_ms(UNTIL_MS), &answer);

	/* Of two families what one of them gave is an answer. */
	ck_assert_uint_le(lsock_answer_count(answer), count);
	ck_assert_int_eq(lsock_answer_count(answer) > 0, r == 0);
	lsock_answer_free(answer);
	return r;
}

static int ask_server(void)
{
	return ask_addrinfo("one.test", "80", AI_CANONNAME, 2);
}

static int ask_by_tcp(void)
{
	return ask_addrinfo("tc.test", "80", 0, 2);
}

static int ask_file(void)
{
	return ask_addrinfo("multi.example.test", "http", AI_ADDRCONFIG, 3);
}

static int ask_number(void)
{
	return ask_addrinfo("192.0.2.1", "http", 0, 1);
}

static int ask_host(void)
{
	struct lsock_answer *answer = NULL;
	int r = lsock_gethostbyname_ex("chain-3.test", LSOCK_LOOKUP_CARES, lsock_in_ms(UNTIL_MS),
				       &answer);

	if (r == 0)
		ck_assert_str_eq(lsock_answer_name(answer), "c1.test");
	else
		ck_assert_ptr_null(answer);
	lsock_answer_free(answer);
	return r;
}

static int ask_addr(void)
{
	struct lsock_addr addr = dns_address("192.0.2.1:80");
	struct lsock_answer *answer = NULL;
	int r = lsock_gethostbyaddr(&addr, LSOCK_LOOKUP_CARES, lsock_in_ms(UNTIL_MS), &answer);

	if (r == 0)
		ck_assert_str_eq(lsock_answer_name(answer), "pointer.example.test");
	else
		ck_assert_ptr_null(answer);
	lsock_answer_free(answer);
	return r;
}

static int ask_names(void)
{
	struct lsock_addr addr = dns_address("[2001:db8::1]:80");
	char host[100] = "kept", service[100] = "kept";
	int r = lsock_getnameinfo(&addr, host, sizeof(host), service, sizeof(service),
				  NI_NOFQDN | LSOCK_LOOKUP_CARES, lsock_in_ms(UNTIL_MS));

	ck_assert_str_eq(host, r == 0 ? "pointer.example.test" : "kept");
	if (r < 0)
		ck_assert_str_eq(service, "kept");
	return r;
}

static const struct {
	const char *name;
	int (*ask)(void);
} questions[] = {
	{ "a host of a server", ask_server },
	{ "a host by TCP", ask_by_tcp },
	{ "a host of a file", ask_file },
	{ "a number", ask_number },
	{ "a host and its aliases", ask_host },
	{ "a host of an address", ask_addr },
	{ "names of an address", ask_names },
};

static int question_count(void)
{
	return COUNT_OF(questions);
}

static const char *question_label(int i)
{
	return questions[i].name;
}

/* ---- Calls that fail. */

/* A server that is not heard any more is given up after a second. */
static void fail_one(int i, unsigned n, const char *call, int error, enum fault_mode mode)
{
	int descriptors = count_descriptors(), r;
	long allocations = fault_allocations();

	fault_arm(n, call, error, mode, NULL, NULL);
	r = questions[i].ask();
	fault_stop();
	ck_assert_msg(r <= 0 && r != -ETIME, "%s (call %u) with %d: %s", call, n, error,
		      dns_error(r));
	ck_assert_msg(count_descriptors() == descriptors, "%s (call %u) with %d: descriptors",
		      call, n, error);
	ck_assert_msg(fault_allocations() == allocations, "%s (call %u) with %d: allocations",
		      call, n, error);
}

/* Each errno alone, and one of them each time. */
static void fail_call(int i, unsigned n, const char *call)
{
	const int *error = fault_errors(call);

	for (; *error; error++) {
		fail_one(i, n, call, *error, FAULT_ONCE);
		if (error == fault_errors(call))
			fail_one(i, n, call, *error, FAULT_CALL);
	}
}

TEST(every_call_may_fail, .count = question_count, .label = question_label, .seconds = 300)
{
	struct dns_server *server = begin();
	const char *names[200];
	unsigned n, count;

	fault_record(NULL, NULL);
	ck_assert_int_eq(questions[i].ask(), 0);
	fault_stop();
	count = fault_calls();
	ck_assert_uint_le(count, COUNT_OF(names));
	for (n = 0; n < count; n++)
		names[n] = fault_call(n + 1);
	for (n = 0; n < count; n++)
		fail_call(i, n + 1, names[n]);
	ck_assert_int_eq(questions[i].ask(), 0);
	dns_scene_end(server);
}

/* ---- Allocations of c-ares. */

#ifdef HAVE_CARES
static long ares_allocated, ares_left;	/* pieces that are held; how many more there may be */

static void *ares_grow(void *p, size_t size)
{
	if (size > 0 && ares_left-- <= 0)
		return NULL;
	ares_allocated += p == NULL;
	return realloc(p, size);
}

static void *ares_get(size_t size)
{
	return ares_grow(NULL, size ? size : 1);
}

static void ares_put(void *p)
{
	ares_allocated -= p != NULL;
	free(p);
}

/* The releases whose parsers were written anew free some of it twice then: seen in 1.34.5. */
static void need_careful_release(void)
{
	int number;
	const char *name = ares_version(&number);

	if (number >= 0x011400)
		skip("c-ares %s does not survive it", name);
}

TEST(memory_of_c_ares_may_fail, .count = question_count, .label = question_label, .seconds = 120)
{
	struct dns_server *server;
	long n;
	int r = -ENOMEM;

	need_careful_release();
	ck_assert_int_eq(ares_library_init_mem(ARES_LIB_INIT_ALL, ares_get, ares_put, ares_grow),
			 0);
	ares_left = 1000000;
	server = begin();
	ck_assert_int_eq(questions[i].ask(), 0);
	ck_assert_int_eq(ares_allocated, 0);
	for (n = 0; n < 300; n++) {
		ares_left = n;
		r = questions[i].ask();
		ck_assert_int_le(r, 0);
		ck_assert_int_ne(r, -ETIME);
		ck_assert_msg(ares_allocated == 0, "%ld: %ld are left", n, ares_allocated);
		if (ares_left >= 0)
			break;
	}
	ck_assert_int_eq(r, 0);		/* with as much as it takes */
	dns_scene_end(server);
}
#endif

/* ---- A server that does not stop. */

/* Answers with the number of another question, again and again, from the right address. */
static void flood(int fd)
{
	unsigned char message[512];
	struct sockaddr_in peer;
	socklen_t len = sizeof(peer);
	ssize_t n = recvfrom(fd, message, sizeof(message), 0, (struct sockaddr *) &peer, &len);

	if (n < 2)
		_exit(1);
	message[0] ^= 0xff;
	message[2] |= 0x80;
	for (;;)
		(void) !sendto(fd, message, (size_t) n, 0, (struct sockaddr *) &peer, len);
}

static pid_t start_flood(void)
{
	const struct sockaddr_in here = {
		.sin_family = AF_INET, .sin_port = htons(53),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	pid_t pid;

	ck_assert_int_eq(bind(fd, (const struct sockaddr *) &here, sizeof(here)), 0);
	pid = fork();
	if (pid == 0)
		flood(fd);
	close(fd);
	return pid;
}

TEST(a_flood_does_not_hold_the_deadline_up)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .family = AF_INET, .flags = LSOCK_LOOKUP_CARES,
	};
	const char *failed = nameservice_enter();
	struct lsock_answer *answer = NULL;
	struct lsock_lookup *lookup;
	int64_t began;
	pid_t pid;

	if (failed)
		skip("no name services of its own here: %s: %s", failed, strerror(errno));
	(void) dns_resolver_flags(DNS_CARES);
	ck_assert_int_eq(nameservice_patience(20, 1), 0);
	pid = start_flood();
	began = clock_ns();
	ck_assert_int_eq(lsock_getaddrinfo_start("one.test", "80", &hints, &lookup), 0);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_in_ms(300), &answer), -ETIME);
	assert_took(began, 300, 10000);
	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_nowait(), &answer), -EAGAIN);
	assert_took(began, 300, 12000);
	lsock_lookup_free(lookup);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

/* What c-ares could not open, files and sockets, is not there to it: so many are left to it. */
static int left_count(void)
{
	return 3;
}

TEST(no_descriptors_are_no_answer, .count = left_count)
{
	struct dns_server *server = begin();
	struct rlimit limit, before;
	int r, next = dup(0);

	ck_assert_int_ge(next, 0);
	close(next);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	limit = before;
	limit.rlim_cur = (rlim_t) (next + i);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	r = ask_addrinfo("localhost", "80", 0, 3);	/* which it asks no server for */
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert_msg(r == -EMFILE, "%s", lsock_error_name(r));
	dns_scene_end(server);
}
