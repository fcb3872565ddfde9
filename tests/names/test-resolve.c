/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Text of any family, and hosts by name; a name service of the test's own counts who asks it. */
#include <linux_sock/host.h>

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include <linux_sock/error.h>

#include "tests/harness/harness.h"
#include "tests/names/gate.h"

static int resolve(const char *text, const struct lsock_hints *hints,
		   struct lsock_answer **ret_answer, struct lsock_why *why)
{
	memset(why, 0, sizeof(*why));
	return lsock_resolve(text, hints, lsock_forever(), ret_answer, why);
}

/* The one address that text stands for. */
static struct lsock_addr one(const char *text, const struct lsock_hints *hints)
{
	struct lsock_answer *answer;
	struct lsock_addr addr;
	struct lsock_why why;

	ck_assert_msg(resolve(text, hints, &answer, &why) == 0, "%s: %s", text, why.message);
	ck_assert_uint_eq(lsock_answer_count(answer), 1);
	addr = *lsock_answer_at(answer, 0);
	ck_assert_ptr_null(lsock_answer_name(answer));
	lsock_answer_free(answer);
	return addr;
}

static void is_text(const struct lsock_addr *addr, const char *expected)
{
	char text[LSOCK_ADDR_TEXT_SIZE];

	ck_assert_int_gt(lsock_addr_format(addr, text, sizeof(text)), 0);
	ck_assert_str_eq(text, expected);
}

TEST(text_of_any_family_is_one_address_and_asks_nobody)
{
	static const char *const texts[] = {
		"192.0.2.1:80", "[2001:db8::1]:443", "[fe80::1%lo]:1", "/run/x", "@name",
		"unix:", "netlink:route:0:0x1", "tipc:name:18888:17", "vsock:any:1234",
	};
	struct lsock_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++) {
		addr = one(texts[n], NULL);
		is_text(&addr, texts[n]);
		ck_assert_uint_eq(addr.type, 0);
	}
	ck_assert_int_eq(gate_asked(), 0);
}

TEST(hints_complete_what_the_text_leaves_open)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = SOCK_STREAM, .protocol = IPPROTO_TCP, .port = 77,
	};
	static const struct {
		const char *text, *expected;
	} ports[] = {
		{ "192.0.2.1", "192.0.2.1:77" }, { "192.0.2.1:80", "192.0.2.1:80" },
		{ "192.0.2.1:0", "192.0.2.1:0" }, { "inet:192.0.2.1", "192.0.2.1:77" },
		{ "::1", "[::1]:77" }, { "::0", "[::]:77" }, { "::", "[::]:77" },
		{ "[::1]", "[::1]:77" }, { "[::1]:0", "[::1]:0" }, { "[::1]:80", "[::1]:80" },
		{ "inet6:::0", "[::]:77" }, { "/run/x", "/run/x" }, { "vsock:2:0", "vsock:2:0" },
	};
	struct lsock_addr addr;
	size_t n;

	for (n = 0; n < COUNT_OF(ports); n++) {
		addr = one(ports[n].text, &hints);
		is_text(&addr, ports[n].expected);
		ck_assert_uint_eq(addr.type, SOCK_STREAM);
		ck_assert_uint_eq(addr.protocol, IPPROTO_TCP);
	}
}

static void refused(const char *text, const struct lsock_hints *hints, int error, size_t column)
{
	struct lsock_answer *answer = NULL;
	struct lsock_why why;
	int r = resolve(text, hints, &answer, &why);

	ck_assert_msg(r == error, "%s: %s", text, lsock_error_name(r));
	ck_assert_ptr_null(answer);
	ck_assert_ptr_nonnull(why.message);
	ck_assert_msg(why.column == column, "%s: column %zu", text, why.column);
}

TEST(text_of_another_family_or_protocol_is_refused)
{
	struct lsock_hints hints = { .size = sizeof(hints), .family = AF_INET6 };

	refused("192.0.2.1:80", &hints, -EAFNOSUPPORT, 1);
	refused("/run/x", &hints, -EAFNOSUPPORT, 1);
	hints.family = AF_UNIX;
	ck_assert_uint_eq(one("/run/x", &hints).u.sa.sa_family, AF_UNIX);
	hints = (struct lsock_hints){ .size = sizeof(hints), .protocol = 16 };
	refused("netlink:route:0", &hints, -EPROTOTYPE, 1);
	ck_assert_uint_eq(one("netlink:generic:0", &hints).protocol, 16);
	ck_assert_uint_eq(one("netlink:*:0", &hints).protocol, 16);
}

/* As lsock_addr_parse() refuses it. */
TEST(text_that_is_no_name_is_refused_as_an_address)
{
	static const char *const texts[] = {
		"", "127.1", "0x7f.1", "1.2.3.4.5", "256.0.0.1", "1.2.3.4:99999",
		"1.2.3.4:", "host:", "host:+80", "host: 80", "host:*", "ho st:80",
		"h\xc3\xb6:80", "host/x", "host:80:81", "[host]:80", "[::1", "::1::2",
		"fe80::1%nosuch0", "tipc:80", "unix:80", "inet:host", "packet:80",
		"netlink:nosuch", "example.1:80", "1:80", "-", "...", ".", "af40:80",
		"af4:zz", "af9999:zz",
	};
	struct lsock_addr addr;
	struct lsock_why why;
	size_t n;
	int r;

	for (n = 0; n < COUNT_OF(texts); n++) {
		r = lsock_addr_parse(texts[n], strlen(texts[n]), &addr, &why);
		ck_assert_msg(r < 0, "%s is an address", texts[n]);
		refused(texts[n], NULL, r, why.column);
	}
	ck_assert_int_eq(lsock_resolve(NULL, NULL, lsock_forever(), NULL, NULL), -EINVAL);
	ck_assert_int_eq(gate_asked(), 0);
}

TEST(names_are_looked_up)
{
	static const char *const texts[] = {
		"localhost", "localhost:80", "example.com:http", "Example.COM.:80", "cafe:80",
		"abc", "a-b_c.example:80", "1.example:80", "x:http-alt", "q", "z", "af:80",
		"ag40:80", "af4x:80", "unixx:80",
	};
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM };
	struct lsock_answer *answer;
	struct lsock_why why;
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++) {
		ck_assert_int_eq(resolve(texts[n], &hints, &answer, &why), 0);
		ck_assert_uint_eq(lsock_answer_count(answer), 1);
		ck_assert_uint_eq(lsock_answer_at(answer, 0)->type, SOCK_STREAM);
		lsock_answer_free(answer);
		ck_assert_int_eq(gate_asked(), (int) n + 1);
	}
	gate_settle();
}

TEST(port_of_the_hints_is_for_names_without_one)
{
	const struct lsock_hints hints = { .size = sizeof(hints), .type = SOCK_STREAM, .port = 77 };
	static const struct {
		const char *text, *expected;
	} ports[] = {
		{ "host", "127.0.0.1:77" }, { "host:80", "127.0.0.1:80" },
		{ "host:0", "127.0.0.1:0" },
	};
	struct lsock_answer *answer;
	struct lsock_why why;
	size_t n;

	for (n = 0; n < COUNT_OF(ports); n++) {
		ck_assert_int_eq(resolve(ports[n].text, &hints, &answer, &why), 0);
		is_text(lsock_answer_at(answer, 0), ports[n].expected);
		lsock_answer_free(answer);
	}
	gate_settle();
}

TEST(port_that_is_none_is_told_with_its_place)
{
	refused("host:65536", NULL, -ERANGE, 6);
	refused("host.example:080", NULL, -EINVAL, 14);
	ck_assert_int_eq(gate_asked(), 0);
}

TEST(answer_of_the_name_service_is_the_reason)
{
	const struct lsock_hints unix_only = { .size = sizeof(unix_only), .family = AF_UNIX };
	struct lsock_hints hints = { .size = sizeof(hints), .flags = 1 << 30 };

	gate_answer(LSOCK_EAI(EAI_NONAME));
	refused("host:80", NULL, LSOCK_EAI(EAI_NONAME), 1);
	ck_assert_int_eq(gate_asked(), 1);
	refused("host:80", &unix_only, -EAFNOSUPPORT, 1);
	refused("/run/x", &hints, LSOCK_EAI(EAI_BADFLAGS), 1);
	hints = (struct lsock_hints){ .size = sizeof(hints), .port = 65536 };
	refused("host", &hints, -ERANGE, 1);
	ck_assert_int_eq(gate_asked(), 1);
	gate_settle();
}
