/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/names/scripted.h"

#include <check.h>
#include <errno.h>
#include <netdb.h>
#include <poll.h>

#include <linux_sock/host.h>

#include "names/answer.h"
#include "tests/harness/harness.h"

#define ADDRS_MAX 8

static struct {
	struct lsock_addr addrs[ADDRS_MAX];
	size_t count;
	int error;
	int64_t delay;			/* ms */
	struct lsock_hints hints;
} script;

void script_answer(const struct lsock_addr *addrs, size_t count)
{
	ck_assert_uint_le(count, ADDRS_MAX);
	for (script.count = 0; script.count < count; script.count++)
		script.addrs[script.count] = addrs[script.count];
}

void script_error(int error)
{
	script.count = 0;
	script.error = error;
}

void script_delay(int64_t ms)
{
	script.delay = ms;
}

const struct lsock_hints *script_hints(void)
{
	return &script.hints;
}

static int answer(const struct lsock_hints *hints, struct lsock_answer **ret_answer)
{
	struct addrinfo list[ADDRS_MAX] = { { .ai_flags = 0 } };
	size_t i;

	for (i = 0; i < script.count; i++) {
		list[i].ai_family = script.addrs[i].u.sa.sa_family;
		list[i].ai_socktype = hints->type;
		list[i].ai_protocol = hints->protocol;
		list[i].ai_addr = &script.addrs[i].u.sa;
		list[i].ai_addrlen = script.addrs[i].len;
		list[i].ai_next = i + 1 < script.count ? &list[i + 1] : NULL;
	}
	return lsock__answer_from_addrinfo(list, ret_answer);
}

int __wrap_lsock_getaddrinfo(const char *host, const char *service,
			     const struct lsock_hints *hints, struct lsock_deadline until,
			     struct lsock_answer **ret_answer);

/* As the real one it does not go on for longer than it may. */
int __wrap_lsock_getaddrinfo(const char *host, const char *service,
			     const struct lsock_hints *hints, struct lsock_deadline until,
			     struct lsock_answer **ret_answer)
{
	int64_t left = lsock_deadline_left(until) / INT64_C(1000000);

	(void) host;
	(void) service;
	script.hints = *hints;
	if (until.ns > 0 && left >= 0 && left < script.delay) {
		poll(NULL, 0, (int) left + 1);
		return -ETIME;
	}
	poll(NULL, 0, (int) script.delay);
	return script.count > 0 ? answer(hints, ret_answer) : script.error;
}
