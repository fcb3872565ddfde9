/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Families of third parties whose hosts are those of inet: a row that makes addresses of its own of
 * them, and one that takes them as they are.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "tests/address/any-row.h"
#include "tests/harness/harness.h"
#include "tests/names/gate.h"

#define OWN_AF 4300	/* addresses of its own: what inet has, beginning with this number */
#define SAME_AF 4301	/* inet's */

static int own_from_host(const struct lsock_addr *host, struct lsock_addr *ret_addr)
{
	ck_assert_uint_eq(ret_addr->len, 0);
	ck_assert_uint_eq(ret_addr->protocol, LSOCK_PROTOCOL_UNSAID);
	ck_assert_int_eq(host->u.sa.sa_family, AF_INET);
	if (lsock_addr_port(host) == 13)
		return -EADDRNOTAVAIL;
	ret_addr->u = host->u;
	ret_addr->u.sa.sa_family = OWN_AF;
	ret_addr->len = host->len;
	return 0;
}

static void register_both(void)
{
	struct lsock_family own = any_row(OWN_AF, "own-hosts");
	struct lsock_family same = any_row(SAME_AF, "same-hosts");

	own.flags = same.flags = LSOCK_FAMILY_HOST_NAMES;
	own.host_af = same.host_af = AF_INET;
	own.from_host = own_from_host;
	own.types = same.types = LSOCK_TYPE_BIT(SOCK_SEQPACKET);
	ck_assert_int_eq(lsock_family_register(&own), 0);
	ck_assert_int_eq(lsock_family_register(&same), 0);
}

/* The one address, whose family and port are these. */
static void is_found(const char *text, int wanted, int family, int port)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .family = wanted, .type = SOCK_SEQPACKET, .port = 7,
	};
	struct lsock_why why = { 0 };
	struct lsock_answer *answer;
	const struct lsock_addr *addr;
	struct sockaddr_in in;
	int r = lsock_resolve(text, &hints, lsock_forever(), &answer, &why);

	ck_assert_msg(r == 0, "%s: %s", text, why.message);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	addr = lsock_answer_at(answer, 0);
	ck_assert_uint_eq(addr->type, SOCK_SEQPACKET);
	ck_assert_uint_eq(addr->protocol, LSOCK_PROTOCOL_UNSAID);
	ck_assert_uint_eq(addr->len, sizeof(in));
	memcpy(&in, &addr->u, sizeof(in));
	ck_assert_int_eq(in.sin_family, family);
	ck_assert_int_eq(ntohs(in.sin_port), port);
	ck_assert_uint_eq(in.sin_addr.s_addr, htonl(INADDR_LOOPBACK));
	lsock_answer_free(answer);
}

TEST(hosts_are_looked_up_in_the_family_that_the_row_says)
{
	register_both();
	is_found("example.test:4711", OWN_AF, OWN_AF, 4711);
	is_found("example.test", OWN_AF, OWN_AF, 7);
	is_found("example.test:4711", SAME_AF, AF_INET, 4711);
	ck_assert_int_eq(gate_asked(), 3);
	gate_settle();
}

TEST(numeric_hosts_are_taken_and_ask_nobody)
{
	register_both();
	is_found("127.0.0.1:4711", OWN_AF, OWN_AF, 4711);
	is_found("127.0.0.1", OWN_AF, OWN_AF, 7);
	is_found("127.0.0.1:4711", SAME_AF, AF_INET, 4711);
	ck_assert_int_eq(gate_asked(), 0);
}

static int refused(const char *text, int wanted)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .family = wanted };
	struct lsock_answer *answer;
	struct lsock_why why = { 0 };
	int r = lsock_resolve(text, &hints, lsock_forever(), &answer, &why);

	ck_assert_ptr_nonnull(why.message);
	return r;
}

TEST(what_is_no_host_of_that_family_is_refused)
{
	register_both();
	ck_assert_int_eq(refused("[::1]:80", OWN_AF), -EAFNOSUPPORT);
	ck_assert_int_eq(refused("/run/x", OWN_AF), -EAFNOSUPPORT);
	ck_assert_int_eq(refused("127.0.0.1:13", OWN_AF), -EADDRNOTAVAIL);
	ck_assert_int_eq(refused("example.test:13", OWN_AF), -EADDRNOTAVAIL);
	ck_assert_int_eq(refused("127.0.0.256", OWN_AF), -EINVAL);
	gate_answer(LSOCK_EAI(EAI_NONAME));
	ck_assert_int_eq(refused("example.test:80", OWN_AF), LSOCK_EAI(EAI_NONAME));
	gate_settle();
}

/* The kernel has no such family: it is the one that is asked for, and not that of the host. */
TEST(socket_is_one_of_the_wanted_family)
{
	struct lsock_connection_options options = { .size = sizeof(options), .family = SAME_AF };
	struct lsock_report *report;

	register_both();
	ck_assert_int_eq(lsock_create_connection("127.0.0.1", "4711", &options, lsock_in_ms(10000),
						 &report), -EAFNOSUPPORT);
	ck_assert_uint_eq(lsock_report_count(report), 1);
	ck_assert_int_eq(lsock_report_at(report, 0)->stage, LSOCK_STAGE_OPEN);
	ck_assert_int_eq(lsock_report_at(report, 0)->addr.type, SOCK_SEQPACKET);
	lsock_report_free(report);
}
