/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Fields of single rows: what their descriptions do not say of hosts, zones and paths.
 * Of lib/families/inet/inet.c, lib/families/inet6/inet6.c, lib/families/unix/unix.c.
 */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

static struct lsock_value number(int64_t value)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_NUMBER, .number = value };
}

static struct lsock_value data(int kind, const char *bytes, size_t size)
{
	return (struct lsock_value){ .kind = kind, .data = bytes, .size = size };
}

static struct lsock_value text(const char *bytes)
{
	return data(LSOCK_KIND_TEXT, bytes, strlen(bytes));
}

static void refuses(const struct lsock_family *row, const struct lsock_value *values, size_t count,
		    int err, const char *field)
{
	struct lsock_why why;
	struct lsock_addr addr;

	bytes_paint(&why, sizeof(why));
	bytes_paint(&addr, sizeof(addr));
	ck_assert_int_eq(lsock_addr_from_fields(row, 0, values, count, &addr, NULL), err);
	ck_assert_int_eq(lsock_addr_from_fields(row, 0, values, count, &addr, &why), err);
	ck_assert(bytes_painted(&addr, sizeof(addr)));
	ck_assert_ptr_nonnull(why.message);
	ck_assert_str_eq(why.field, field);
	ck_assert_uint_ge(why.place, 1);
	ck_assert_uint_le(why.place, row->forms[0].count);
	ck_assert_str_eq(row->forms[0].fields[why.place - 1].name, field);
}

static void host_is(const struct lsock_family *row, const char *host, const char *expected)
{
	struct lsock_value values[] = { text(host), number(80) };
	char formatted[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_from_fields(row, 0, values, 2, &addr, NULL), 0);
	lsock_addr_format(&addr, formatted, sizeof(formatted));
	ck_assert_str_eq(formatted, expected);
}

TEST(host_has_the_forms_of_the_socket_module)
{
	const struct lsock_family *inet = lsock_family_by_af(AF_INET);
	const struct lsock_family *inet6 = lsock_family_by_af(AF_INET6);
	const struct lsock_value broadcast = text("<broadcast>"), name = text("localhost");

	host_is(inet, "", "0.0.0.0:80");
	host_is(inet, "<broadcast>", "255.255.255.255:80");
	host_is(inet, "192.0.2.1", "192.0.2.1:80");
	host_is(inet6, "", "[::]:80");
	host_is(inet6, "2001:DB8::0:1", "[2001:db8::1]:80");
	refuses(inet6, &broadcast, 1, -EINVAL, "host");
	refuses(inet6, &name, 1, -EINVAL, "host");
	refuses(inet, &name, 1, -EINVAL, "host");
}

TEST(zone_may_stand_in_the_host_or_be_a_number_or_both)
{
	const struct lsock_family *inet6 = lsock_family_by_af(AF_INET6);
	struct lsock_value values[] = { text("fe80::1%4711"), number(1), number(0), number(0) };
	struct lsock_addr in_host, in_number, in_both;

	ck_assert_int_eq(lsock_addr_from_fields(inet6, 0, values, 4, &in_host, NULL), 0);
	values[3] = number(4711);
	ck_assert_int_eq(lsock_addr_from_fields(inet6, 0, values, 4, &in_both, NULL), 0);
	values[0] = text("fe80::1");
	ck_assert_int_eq(lsock_addr_from_fields(inet6, 0, values, 4, &in_number, NULL), 0);
	ck_assert(lsock_addr_equal(&in_host, &in_both));
	ck_assert(lsock_addr_equal(&in_host, &in_number));
	values[0] = text("fe80::1%4712");
	refuses(inet6, values, 4, -EINVAL, "scope_id");
	values[0] = text("2001:db8::1");
	refuses(inet6, values, 4, -EINVAL, "scope_id");
}

static void check_refuses(const struct sockaddr_in6 *in6, int err, const char *field)
{
	struct lsock_addr addr = { .len = sizeof(*in6) };
	struct lsock_why why = { 0 };

	memcpy(&addr.u, in6, sizeof(*in6));
	ck_assert_int_eq(lsock_addr_check(&addr, &why), err);
	ck_assert_ptr_nonnull(why.message);
	ck_assert_str_eq(why.field, field);
}

TEST(zone_and_flow_that_no_field_may_have_are_refused)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6, .sin6_scope_id = 1 };

	check_refuses(&in6, -EINVAL, "scope_id");	/* "::" has no zone */
	in6.sin6_addr.s6_addr[0] = 0xfe;
	in6.sin6_addr.s6_addr[1] = 0x80;
	in6.sin6_scope_id = (uint32_t) INT32_MAX + 1;
	check_refuses(&in6, -ERANGE, "scope_id");
	in6.sin6_scope_id = 1;
	in6.sin6_flowinfo = htonl(0x10000000);
	check_refuses(&in6, -ERANGE, "flowinfo");
}

static void path_is(const char *bytes, size_t size, const char *expected)
{
	const struct lsock_value path = data(LSOCK_KIND_BYTES, bytes, size);
	char formatted[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_from_fields(lsock_family_by_af(AF_UNIX), 0, &path, 1, &addr,
						NULL), 0);
	lsock_addr_format(&addr, formatted, sizeof(formatted));
	ck_assert_str_eq(formatted, expected);
}

TEST(unix_path_is_that_of_the_socket_module)
{
	const struct lsock_family *row = lsock_family_by_af(AF_UNIX);
	const struct lsock_value nul = data(LSOCK_KIND_BYTES, "/a\0b", 4);
	const struct lsock_value abstract_nothing = data(LSOCK_KIND_BYTES, "\0", 1);
	const struct lsock_value directory = text("..");
	struct lsock_addr none;

	path_is("/x", 2, "/x");
	path_is("x", 1, "unix:./x");	/* the same file, with a text of its own */
	path_is(".x", 2, "unix:./.x");
	path_is("..x", 3, "unix:./..x");
	path_is("../x", 4, "unix:../x");
	path_is("\0x\0", 3, "unix:@x\\x00");
	path_is("", 0, "unix:");
	ck_assert_int_eq(lsock_addr_from_fields(row, 0, NULL, 0, &none, NULL), 0);
	ck_assert_uint_eq(none.len, sizeof(sa_family_t));
	refuses(row, &nul, 1, -EINVAL, "path");
	refuses(row, &abstract_nothing, 1, -EINVAL, "path");
	refuses(row, &directory, 1, -EINVAL, "path");
}

TEST(unix_name_that_is_none_is_said_to_be_of_the_path)
{
	struct lsock_addr addr = { .len = 3, .u.sa.sa_family = AF_UNIX };
	struct lsock_why why = { 0 };

	ck_assert_int_eq(lsock_addr_check(&addr, &why), -EINVAL);
	ck_assert_ptr_nonnull(why.message);
	ck_assert_str_eq(why.field, "path");
}

/* Whatever bind(2) takes; "./" lies before it where there is room for two bytes more. */
TEST(relative_unix_path_has_at_most_108_bytes)
{
	const struct lsock_family *row = lsock_family_by_af(AF_UNIX);
	struct lsock_value path = { .kind = LSOCK_KIND_BYTES };
	char bytes[109], expected[sizeof(bytes) + 8];
	int size;

	memset(bytes, 'x', sizeof(bytes));
	for (size = 104; size <= 108; size++) {
		snprintf(expected, sizeof(expected), "unix:./%.*s", size, bytes);
		path_is(bytes, (size_t) size, expected);
	}
	path.data = bytes;
	path.size = 109;
	refuses(row, &path, 1, -ENAMETOOLONG, "path");
}

/* Python's tuples, as (pid, groups); a form that has no more fields than its tuple marks none. */
TEST(field_at_which_the_tuple_ends_is_marked)
{
	static const struct {
		int af;
		size_t fields;
	} tuples[] = {
		{ AF_INET, 2 }, { AF_INET6, 4 }, { AF_UNIX, 1 }, { AF_NETLINK, 2 },
		{ AF_PACKET, 5 }, { AF_TIPC, 4 }, { AF_VSOCK, 2 },
	};
	size_t n, m;

	for (n = 0; n < COUNT_OF(tuples); n++) {
		const struct lsock_form *form = &lsock_family_by_af(tuples[n].af)->forms[0];

		for (m = 0; m < form->count; m++)
			if (form->fields[m].flags & LSOCK_FIELD_BEYOND_TUPLE)
				break;
		ck_assert_msg(m == tuples[n].fields, "%s: %zu", form->name, m);
	}
}

TEST(field_of_a_host_is_marked)
{
	const struct lsock_value host = text("localhost");
	const struct lsock_family *row;
	struct lsock_why why;
	struct lsock_addr addr;
	size_t n;

	for (n = 0; (row = lsock_family_at(n)) != NULL; n++) {
		bool has_host = row->forms[0].fields[0].flags & LSOCK_FIELD_HOST;

		ck_assert_int_eq(has_host, (row->flags & LSOCK_FAMILY_HOST_NAMES) != 0);
		if (!has_host)
			continue;
		ck_assert_int_eq(lsock_addr_from_fields(row, 0, &host, 1, &addr, &why), -EINVAL);
		ck_assert_uint_eq(why.place, 1);
	}
}
