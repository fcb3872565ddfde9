/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Connections to the first address that takes one, and what is told of the others.
 * Of lib/names/addresses.c, lib/names/report.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"
#include "tests/names/scripted.h"

#define LONG lsock_in_ms(10000)

static struct lsock_addr address(const char *text)
{
	struct lsock_addr addr;

	ck_assert_msg(lsock_addr_parse(text, strlen(text), &addr, NULL) == 0, "%s", text);
	return addr;
}

/* Of 127.0.0.HOST, where it was bound and listens, or will not. */
static struct lsock_addr inet_bound(int host, int *ret_fd)
{
	struct lsock_addr addr;
	char text[32];

	snprintf(text, sizeof(text), "127.0.0.%d:0", host);
	addr = address(text);
	*ret_fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	ck_assert_int_ge(*ret_fd, 0);
	ck_assert_int_eq(lsock_bind(*ret_fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(*ret_fd, &addr), 0);
	return addr;
}

/* A port of ours where nobody listens. */
static struct lsock_addr refusing(int host, int *ret_fd)
{
	return inet_bound(host, ret_fd);
}

static struct lsock_addr listening(int host, int *ret_fd)
{
	struct lsock_addr addr = inet_bound(host, ret_fd);

	ck_assert_int_eq(lsock_listen(*ret_fd, 8), 0);
	return addr;
}

/* Its queue is full: the kernel drops what comes, as a firewall would. */
struct silent {
	int fds[3];
};

static struct lsock_addr silent(int host, struct silent *ret_silent)
{
	struct lsock_addr addr = inet_bound(host, &ret_silent->fds[0]);
	int i;

	ck_assert_int_eq(lsock_listen(ret_silent->fds[0], 0), 0);
	for (i = 1; i < 3; i++) {
		ret_silent->fds[i] = lsock_open(AF_INET, SOCK_STREAM, 0);
		ck_assert_int_ge(ret_silent->fds[i], 0);
		(void) lsock_connect(ret_silent->fds[i], &addr, lsock_in_ms(20));
	}
	return addr;
}

static void silent_end(const struct silent *silent)
{
	int i;

	for (i = 0; i < 3; i++)
		close(silent->fds[i]);
}

/* How the i-th attempt went. */
static void assert_attempt(const struct lsock_report *report, size_t i,
			   const struct lsock_addr *addr, int stage, int error)
{
	const struct lsock_attempt *attempt = lsock_report_at(report, i);

	ck_assert_ptr_nonnull(attempt);
	ck_assert(lsock_addr_equal(&attempt->addr, addr));
	ck_assert_int_eq(attempt->stage, stage);
	ck_assert_int_eq(attempt->error, error);
	ck_assert_int_gt(attempt->begin_ns, 0);
	ck_assert_int_ge(attempt->end_ns, attempt->begin_ns);
	if (i > 0)
		ck_assert_int_ge(attempt->begin_ns, lsock_report_at(report, i - 1)->end_ns);
	ck_assert_int_le(attempt->end_ns, clock_ns());
}

static int modes(int fd)
{
	return (fcntl(fd, F_GETFD) & FD_CLOEXEC) | (fcntl(fd, F_GETFL) & O_NONBLOCK);
}

TEST(connects_to_text_of_every_family, CONNECTIONS)
{
	struct way way = need_connection(i);
	const struct lsock_connection_options options = {
		.size = sizeof(options), .type = way.type,
	};
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_identity identity;
	struct lsock_report *report;
	struct lsock_addr name;
	struct later *later_on;
	int listener = way_listen(&way, 1, &name), fd;

	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	set_nonblocking(listener, false);
	later_on = later(20, act_accept, listener);
	fd = lsock_create_connection(text, NULL, &options, LONG, &report);
	ck_assert_msg(fd >= 0, "%s: %s", text, lsock_strerror(fd));
	later_end(later_on);
	ck_assert_int_eq(modes(fd), FD_CLOEXEC | O_NONBLOCK);
	ck_assert_int_eq(lsock_identify(fd, &identity), 0);
	ck_assert_int_eq(identity.family, way.row->af);
	ck_assert_int_eq(identity.type, way.type);
	ck_assert_uint_eq(lsock_report_count(report), 1);
	assert_attempt(report, 0, &name, LSOCK_STAGE_CONNECT, 0);
	ck_assert_ptr_null(lsock_report_at(report, 1));
	ck_assert_ptr_null(lsock_report_free(report));
	close(fd);
	close(listener);
}

TEST(each_address_is_tried_until_one_connects)
{
	struct lsock_report *report;
	struct lsock_addr addrs[4], peer;
	int fds[4], fd, n;

	for (n = 0; n < 4; n++)
		addrs[n] = n < 2 ? refusing(n + 1, &fds[n]) : listening(n + 1, &fds[n]);
	script_answer(addrs, 4);
	fd = lsock_create_connection("many", "9", NULL, LONG, &report);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_getpeername(fd, &peer), 0);
	ck_assert(lsock_addr_equal(&peer, &addrs[2]));
	ck_assert_uint_eq(lsock_report_count(report), 3);
	assert_attempt(report, 0, &addrs[0], LSOCK_STAGE_CONNECT, -ECONNREFUSED);
	assert_attempt(report, 1, &addrs[1], LSOCK_STAGE_CONNECT, -ECONNREFUSED);
	assert_attempt(report, 2, &addrs[2], LSOCK_STAGE_CONNECT, 0);
	lsock_report_free(report);
	close(fd);
	for (n = 0; n < 4; n++)
		close(fds[n]);
}

TEST(error_is_that_of_the_last_address_that_could_be_tried)
{
	struct lsock_report *report;
	struct lsock_addr addrs[3];
	int fd;

	addrs[0] = refusing(1, &fd);
	addrs[1] = address("af60:00");
	addrs[2] = address("af60:01");
	script_answer(addrs, 3);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, LONG, &report), -ECONNREFUSED);
	ck_assert_uint_eq(lsock_report_count(report), 3);
	assert_attempt(report, 1, &addrs[1], LSOCK_STAGE_OPEN, -EAFNOSUPPORT);
	assert_attempt(report, 2, &addrs[2], LSOCK_STAGE_OPEN, -EAFNOSUPPORT);
	lsock_report_free(report);
	script_answer(&addrs[1], 2);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, LONG, NULL), -EAFNOSUPPORT);
	close(fd);
}

TEST(deadline_holds_for_the_look_up_and_all_addresses)
{
	struct lsock_deadline until;
	struct silent silence[2];
	struct lsock_report *report;
	struct lsock_addr addrs[3];
	int refuses;

	addrs[0] = refusing(1, &refuses);
	addrs[1] = silent(2, &silence[0]);
	addrs[2] = silent(3, &silence[1]);
	script_answer(addrs, 3);
	script_delay(200);
	until = lsock_in_ms(600);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, until, &report), -ETIME);
	assert_on_time(until);
	ck_assert_uint_eq(lsock_report_count(report), 2);
	assert_attempt(report, 0, &addrs[0], LSOCK_STAGE_CONNECT, -ECONNREFUSED);
	assert_attempt(report, 1, &addrs[1], LSOCK_STAGE_CONNECT, -ETIME);
	ck_assert_int_ge(lsock_report_at(report, 1)->end_ns, until.ns);
	lsock_report_free(report);
	close(refuses);
	silent_end(&silence[0]);
	silent_end(&silence[1]);
}

TEST(look_up_that_fails_tries_nothing)
{
	struct lsock_report *report = (struct lsock_report *) &report;
	struct lsock_deadline until;

	script_error(LSOCK_EAI(EAI_NONAME));
	ck_assert_int_eq(lsock_create_connection("none", "9", NULL, LONG, &report),
			 LSOCK_EAI(EAI_NONAME));
	ck_assert_ptr_null(report);
	ck_assert_uint_eq(lsock_report_count(report), 0);
	ck_assert_ptr_null(lsock_report_at(report, 0));
	report = (struct lsock_report *) &report;
	script_delay(10000);
	until = lsock_in_ms(50);
	ck_assert_int_eq(lsock_create_connection("none", "9", NULL, until, &report), -ETIME);
	assert_on_time(until);
	ck_assert_ptr_null(report);
}

/* The first one has its try; for the second there is no time. */
TEST(passed_deadline_tries_once)
{
	struct lsock_report *report;
	struct lsock_addr addrs[2];
	int fds[2];

	addrs[0] = refusing(1, &fds[0]);
	addrs[1] = listening(2, &fds[1]);
	script_answer(addrs, 2);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, lsock_in_ms(-1), &report),
			 -ETIME);
	ck_assert_uint_eq(lsock_report_count(report), 1);
	assert_attempt(report, 0, &addrs[0], LSOCK_STAGE_CONNECT, -ECONNREFUSED);
	lsock_report_free(report);
	script_answer(addrs, 1);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, lsock_in_ms(-1), NULL),
			 -ECONNREFUSED);
	close_both(fds);
}

TEST(nowait_takes_what_connects_at_once)
{
	struct way way = need_way(AF_UNIX, SOCK_STREAM);
	struct lsock_report *report;
	struct lsock_addr name, addrs[3];
	struct silent silence;
	char text[LSOCK_ADDR_TEXT_SIZE];
	int listener = way_listen(&way, 1, &name), refuses, fd;

	ck_assert_int_gt(lsock_addr_format(&name, text, sizeof(text)), 0);
	fd = lsock_create_connection(text, NULL, NULL, lsock_nowait(), NULL);
	ck_assert_int_ge(fd, 0);
	close(fd);
	addrs[0] = address("af60:00");	/* refused at once: the next one has its try */
	addrs[1] = silent(2, &silence);
	addrs[2] = listening(3, &refuses);
	script_answer(addrs, 3);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, lsock_nowait(), &report),
			 -EAGAIN);
	ck_assert_uint_eq(lsock_report_count(report), 2);
	assert_attempt(report, 1, &addrs[1], LSOCK_STAGE_CONNECT, -EAGAIN);
	lsock_report_free(report);
	silent_end(&silence);
	close(refuses);
	close(listener);
}

TEST(signal_ends_it_only_where_it_may)
{
	struct lsock_deadline until;
	struct silent silence;
	struct lsock_report *report;
	struct lsock_addr addrs[2];
	int r, interrupted = 0;

	addrs[0] = addrs[1] = silent(2, &silence);
	script_answer(addrs, 2);
	storm_begin(1000);
	until = lsock_in_ms(60);
	ck_assert_int_eq(lsock_create_connection("many", "9", NULL, until, NULL), -ETIME);
	assert_on_time(until);
	until = lsock_or_signal(lsock_in_ms(200));
	while ((r = lsock_create_connection("many", "9", NULL, until, &report)) == -EINTR) {
		assert_attempt(report, 0, &addrs[0], LSOCK_STAGE_CONNECT, -EINTR);
		ck_assert_uint_eq(lsock_report_count(report), 1);
		lsock_report_free(report);
		interrupted++;
	}
	storm_end();
	ck_assert_int_eq(r, -ETIME);
	ck_assert_int_gt(interrupted, 0);
	lsock_report_free(report);
	silent_end(&silence);
}

TEST(source_is_bound_first)
{
	struct lsock_addr source = address("127.0.0.9:0"), addrs[2], name;
	const struct lsock_connection_options options = {
		.size = sizeof(options), .source = &source,
	};
	struct lsock_report *report;
	int listener, fd;

	addrs[0] = address("[::1]:9");
	addrs[1] = listening(1, &listener);
	script_answer(addrs, 2);
	fd = lsock_create_connection("many", "9", &options, LONG, &report);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_getsockname(fd, &name), 0);
	ck_assert_int_eq(lsock_addr_set_port(&name, 0), 0);
	ck_assert(lsock_addr_equal(&name, &source));
	ck_assert_uint_eq(lsock_report_count(report), 2);
	assert_attempt(report, 0, &addrs[0], LSOCK_STAGE_BIND, -EAFNOSUPPORT);
	assert_attempt(report, 1, &addrs[1], LSOCK_STAGE_CONNECT, 0);
	lsock_report_free(report);
	close(fd);
	close(listener);
}

TEST(source_that_does_not_fit_is_told)
{
	struct lsock_addr source = address("192.0.2.1:0"), addrs[2];
	const struct lsock_connection_options options = {
		.size = sizeof(options), .source = &source,
	};
	struct lsock_report *report;
	int listener;

	addrs[0] = listening(1, &listener);
	addrs[1] = address("[::1]:9");
	script_answer(addrs, 2);
	ck_assert_int_eq(lsock_create_connection("many", "9", &options, LONG, &report),
			 -EADDRNOTAVAIL);
	assert_attempt(report, 0, &addrs[0], LSOCK_STAGE_BIND, -EADDRNOTAVAIL);
	assert_attempt(report, 1, &addrs[1], LSOCK_STAGE_BIND, -EAFNOSUPPORT);
	lsock_report_free(report);
	ck_assert_int_eq(lsock_create_connection("[::1]:9", NULL, &options, LONG, NULL),
			 -EAFNOSUPPORT);
	close(listener);
}
