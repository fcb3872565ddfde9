/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Which hosts and services are numbers, which are names, and that nobody is asked for the rest. */
#include "names/literal.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#include <linux_sock/error.h>
#include <linux_sock/host.h>

#include "tests/harness/harness.h"
#include "tests/names/gate.h"

static int ask(const char *host, const char *service, int flags)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .flags = flags };
	struct lsock_answer *answer = NULL;
	int r = lsock_getaddrinfo(host, service, &hints, lsock_forever(), &answer);

	ck_assert_int_eq(r == 0, answer != NULL);
	lsock_answer_free(answer);
	return r;
}

/* Each of them the C library would take for an address, or ask a name server for. */
static const char *const neither[] = {
	"127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0X7F.0.0.1", "0177.0.0.1",
	"010.0.0.1", "127.0.0.1.", "1.2.3.4.5", "256.0.0.1", "1.2.3", "host.example.1",
	"host.0x1f", "host.0x", "example.1.", "1.2.3.4:80", "[::1]", "[::1]:80", "::1::", "1::2::3",
	"fe80::1%", "fe80::1%0", "2001:db8::1%lo", "::1%1", "fe80::1%4294967296", "12345::",
	"fe80::1%a-name-that-is-too-long", "inet:1.2.3.4", "unix:/x", "*", "host:80",
};

TEST(what_looks_like_a_number_and_is_none_is_never_looked_up)
{
	struct lsock_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(neither); n++) {
		ck_assert_msg(lsock__host_literal(neither[n], &addr) == -EINVAL, "%s", neither[n]);
		ck_assert_int_eq(ask(neither[n], "80", 0), LSOCK_EAI(EAI_NONAME));
		ck_assert_int_eq(ask(neither[n], "http", 0), LSOCK_EAI(EAI_NONAME));
		ck_assert_int_eq(lsock_gethostbyname(neither[n], 0, lsock_forever(), &addr),
				 LSOCK_HERR(HOST_NOT_FOUND));
	}
	ck_assert_int_eq(gate_asked(), 0);
}

static const char *const names[] = {
	"localhost", "a", "example.com", "example.com.", "1.example", "127.0.0.1.example",
	"1e100", "x1", "host.1a", "host.0xg", "under_score.example", "-", "a..b",
	"b\xc3\xbc.example", "%", "a%lo",
};

TEST(names_are_looked_up_unless_that_is_forbidden)
{
	struct lsock_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(names); n++) {
		ck_assert_int_eq(lsock__host_literal(names[n], &addr), LSOCK__IS_NAME);
		ck_assert_int_eq(ask(names[n], "80", AI_NUMERICHOST), LSOCK_EAI(EAI_NONAME));
	}
	ck_assert_int_eq(gate_asked(), 0);
	ck_assert_int_eq(ask("example.com", "80", 0), 0);
	ck_assert_int_eq(gate_asked(), 1);
	gate_settle();
}

TEST(numbers_ask_nobody_and_start_no_thread)
{
	static const char *const hosts[] = {
		"192.0.2.1", "::1", "fe80::1%lo", "fe80::1%7", "", NULL,
	};
	static const char *const services[] = { NULL, "0", "65535" };
	struct lsock_lookup *lookup;
	size_t h, s;

	for (h = 0; h < COUNT_OF(hosts); h++)
		for (s = 0; s < COUNT_OF(services); s++) {
			ck_assert_int_eq(ask(hosts[h], services[s], 0), 0);
			ck_assert_int_eq(lsock_getaddrinfo_start(hosts[h], services[s], NULL,
								 &lookup), 0);
			lsock_lookup_free(lookup);
		}
	ck_assert_int_eq(gate_asked(), 0);
}

TEST(zone_of_no_interface_is_told)
{
	ck_assert_int_eq(ask("fe80::1%nosuch0", "80", 0), -ENODEV);
	ck_assert_int_eq(gate_asked(), 0);
}

TEST(names_longer_than_any_are_refused)
{
	char name[LSOCK_ADDR_TEXT_MAX + 2];
	struct lsock_addr addr;

	memset(name, 'a', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	ck_assert_int_eq(ask(name, "80", 0), -ENAMETOOLONG);
	ck_assert_int_eq(ask("localhost", name, 0), -ENAMETOOLONG);
	ck_assert_int_eq(lsock_gethostbyname(name, 0, lsock_forever(), &addr), -ENAMETOOLONG);
	memset(name, '1', sizeof(name) - 1);
	ck_assert_int_eq(ask(name, "80", 0), -ENAMETOOLONG);
	ck_assert_int_eq(ask("localhost", name, 0), -ERANGE);
	ck_assert_int_eq(gate_asked(), 0);
	name[sizeof(name) - 2] = '\0';
	name[0] = 'a';
	ck_assert_int_eq(ask(name, "80", 0), 0);
	gate_settle();
}

static const struct {
	const char *service;
	int r;
} services[] = {
	{ "0", 0 }, { "1", 0 }, { "65535", 0 }, { "65536", -ERANGE }, { "4294967376", -ERANGE },
	{ "18446744073709551696", -ERANGE }, { "080", -EINVAL }, { "00", -EINVAL },
	{ "+80", -EINVAL }, { "-1", -EINVAL }, { "-http", -EINVAL }, { " 80", -EINVAL },
	{ "80 ", -EINVAL }, { "\t80", -EINVAL }, { "ht tp", -EINVAL }, { "", -EINVAL },
	{ "*", -EINVAL }, { "8.0", -EINVAL }, { "80,81", -EINVAL }, { "h\xc3\xb6", -EINVAL },
};

TEST(services_that_are_numbers_are_strict_decimals)
{
	size_t n;

	for (n = 0; n < COUNT_OF(services); n++) {
		ck_assert_msg(ask("192.0.2.1", services[n].service, 0) == services[n].r, "\"%s\"",
			      services[n].service);
		if (services[n].r < 0)
			ck_assert_int_eq(ask("example.com", services[n].service, 0), services[n].r);
	}
	ck_assert_int_eq(gate_asked(), 0);
}

TEST(service_names_are_looked_up_unless_that_is_forbidden)
{
	ck_assert_int_eq(ask("192.0.2.1", "http", AI_NUMERICSERV), LSOCK_EAI(EAI_NONAME));
	ck_assert_int_eq(ask("example.com", "z39.50", AI_NUMERICSERV), LSOCK_EAI(EAI_NONAME));
	ck_assert_int_eq(gate_asked(), 0);
	ck_assert_int_eq(ask("192.0.2.1", "http", AI_NUMERICHOST), 0);
	ck_assert_int_eq(ask(NULL, "http", 0), 0);
	ck_assert_int_eq(gate_asked(), 0);	/* which is for hosts */
	ck_assert_int_eq(ask("example.com", "http", 0), 0);
	ck_assert_int_eq(gate_asked(), 1);
	gate_settle();
}
