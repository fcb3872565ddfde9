/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Lists of settings, applied phase by phase.
 * Of lib/options/setting.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"

static struct lsock_why why;

static void has(int fd, const char *name, const char *text)
{
	char buf[LSOCK_OPTION_TEXT_SIZE];

	ck_assert_int_eq(lsock_option_get(fd, name, buf, sizeof(buf), &why),
			 (int) strlen(text));
	ck_assert_str_eq(buf, text);
}

static struct lsock_setting list[] = {
	{ "SO_KEEPALIVE", "yes", 0 },		/* ready */
	{ "TCP_DEFER_ACCEPT", "3", 0 },		/* bound */
	{ "FreeBind", "yes", 0 },		/* open */
	{ "SO_RCVBUF", "64K", 0 },		/* bound */
	{ "TCP_ULP", "no-such", 0 },		/* connected */
};

TEST(settings_are_applied_phase_by_phase)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	size_t which = 99;

	lsock_settings_begin(list, COUNT_OF(list));
	ck_assert_int_eq(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_OPEN, &which,
					      &why), 0);
	ck_assert_int_eq(list[2].result, 0);
	ck_assert_int_eq(list[0].result, -EINPROGRESS);
	ck_assert_int_eq(list[1].result, -EINPROGRESS);
	has(fd, "SO_KEEPALIVE", "no");
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list), &which), -EINPROGRESS);
	ck_assert_uint_eq(which, 0);
	ck_assert_int_eq(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_BOUND, &which,
					      &why), 0);
	ck_assert_int_eq(list[1].result, 0);
	ck_assert_int_eq(list[3].result, 1);
	has(fd, "SO_KEEPALIVE", "no");
	ck_assert_int_eq(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_READY, &which,
					      &why), 0);
	has(fd, "SO_KEEPALIVE", "yes");
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list) - 1, &which), 0);
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list), &which), -EINPROGRESS);
	ck_assert_uint_eq(which, 4);
	ck_assert_int_lt(lsock_settings_apply(fd, list, COUNT_OF(list), LSOCK_PHASE_CONNECTED,
					      &which, &why), 0);
	ck_assert_uint_eq(which, 4);
	ck_assert_str_eq(why.field, "TCP_ULP");
	ck_assert_int_eq(lsock_settings_end(list, COUNT_OF(list), &which), list[4].result);
	close(fd);
}

/* What was set is not set again; another socket starts afresh. */
TEST(settings_are_set_once_for_each_socket)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	struct lsock_setting one = { "SO_KEEPALIVE", "yes", 0 };

	lsock_settings_begin(&one, 1);
	ck_assert_int_eq(lsock_settings_apply(fd, &one, 1, LSOCK_PHASE_READY, NULL, NULL), 0);
	ck_assert_int_eq(lsock_option_set(fd, "SO_KEEPALIVE", "no", NULL), 0);
	ck_assert_int_eq(lsock_settings_apply(fd, &one, 1, LSOCK_PHASE_READY, NULL, NULL), 0);
	has(fd, "SO_KEEPALIVE", "no");
	lsock_settings_begin(&one, 1);
	ck_assert_int_eq(lsock_settings_apply(fd, &one, 1, LSOCK_PHASE_READY, NULL, NULL), 0);
	has(fd, "SO_KEEPALIVE", "yes");
	close(fd);
}

/* A name that is none is found out before anything is half done. */
TEST(settings_stop_at_the_first_error)
{
	int fd = lsock_open(AF_INET, SOCK_STREAM, 0);
	struct lsock_setting bad[] = {
		{ "SO_KEEPALIVE", "yes", 0 }, { "IPV6_V6ONLY", "yes", 0 }, { "Nonsense", "1", 0 },
	};
	size_t which = 99;

	lsock_settings_begin(bad, COUNT_OF(bad));
	ck_assert_int_eq(lsock_settings_apply(fd, bad, COUNT_OF(bad), LSOCK_PHASE_CONNECTED,
					      &which, &why), -EOPNOTSUPP);
	ck_assert_uint_eq(which, 1);
	has(fd, "SO_KEEPALIVE", "no");
	bad[1].name = "SO_BROADCAST";
	ck_assert_int_eq(lsock_settings_apply(fd, bad, COUNT_OF(bad), LSOCK_PHASE_OPEN, &which,
					      &why), -ENOENT);
	ck_assert_uint_eq(which, 2);
	ck_assert_int_eq(lsock_settings_apply(-1, bad, COUNT_OF(bad), LSOCK_PHASE_OPEN, &which,
					      &why), -EBADF);
	ck_assert_int_eq(lsock_settings_apply(fd, NULL, 0, LSOCK_PHASE_CONNECTED, NULL, NULL), 0);
	ck_assert_int_eq(lsock_settings_end(NULL, 0, NULL), 0);
	close(fd);
}
