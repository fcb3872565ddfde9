/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Services, protocols, interfaces, the name of the host, and what is probed. */
#include <check.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

/* More room is given where it is too small, but not for ever. */
#define GROWS(call) { call, ERANGE, CLEAN, TOLD }

static const struct rule growing_rules[] = {
	GROWS("getservbyname_r"), GROWS("getservbyport_r"), GROWS("getprotobyname_r"),
	GROWS("getprotobynumber_r"),
	{ NULL, 0, 0, 0 },
};

/* An entry of its own files would need a namespace for each run. */
static void need_entries(struct scene *s)
{
	(void) s;
	if (lsock_getservbyname("domain", "tcp") != 53 || lsock_getprotobyname("udp") != 17)
		skip("/etc/services or /etc/protocols is missing here");
}

static int service_run(struct scene *s)
{
	(void) s;
	return lsock_getservbyname("domain", "tcp");
}

static int no_service_run(struct scene *s)
{
	(void) s;
	return lsock_getservbyname("no-such-service", "tcp");
}

static int port_run(struct scene *s)
{
	return lsock_getservbyport(53, "tcp", s->out.buf, sizeof(s->out.buf));
}

static void is_domain(struct scene *s)
{
	ck_assert_str_eq(s->out.buf, "domain");
}

static int protocol_run(struct scene *s)
{
	(void) s;
	return lsock_getprotobyname("udp");
}

static int number_run(struct scene *s)
{
	return lsock_getprotobynumber(17, s->out.buf, sizeof(s->out.buf));
}

static void is_udp(struct scene *s)
{
	ck_assert_str_eq(s->out.buf, "udp");
}

static int gethostname_run(struct scene *s)
{
	int r = lsock_gethostname(s->out.buf, sizeof(s->out.buf));

	return r < 0 ? r : 0;
}

static void is_host(struct scene *s)
{
	char name[65];

	ck_assert_int_eq(gethostname(name, sizeof(name)), 0);
	ck_assert_str_eq(s->out.buf, name);
}

/* The name that it has: nothing is to change here. */
static int sethostname_run(struct scene *s)
{
	char name[65] = "";

	(void) s;
	ck_assert_int_eq(gethostname(name, sizeof(name)), 0);
	return lsock_sethostname(name, strlen(name));
}

static void need_right(struct scene *s)
{
	if (sethostname_run(s) < 0)
		skip("the host cannot be named here");
}

static int list_run(struct scene *s)
{
	struct lsock_interface *list = NULL;
	size_t count = 77;
	int r = lsock_if_nameindex(&list, &count);

	(void) s;
	if (r < 0) {
		ck_assert_ptr_null(list);
		ck_assert_uint_eq(count, 77);
		return r;
	}
	ck_assert_uint_ge(count, 1);
	ck_assert_uint_eq(list[0].index, 1);
	lsock_if_free(list);
	return r;
}

static int index_run(struct scene *s)
{
	(void) s;
	return lsock_if_nametoindex("lo");
}

static int name_run(struct scene *s)
{
	return lsock_if_indextoname(1, s->out.buf);
}

static void is_lo(struct scene *s)
{
	ck_assert_str_eq(s->out.buf, "lo");
}

static const struct rule lookup_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static void need_ipv6(struct scene *s)
{
	(void) s;
	if (lsock_has_ipv6() != 1 || lsock_has_dualstack_ipv6() != 1)
		skip("no IPv6 here");
}

static int ipv6_run(struct scene *s)
{
	(void) s;
	return lsock_has_ipv6();
}

static int dualstack_run(struct scene *s)
{
	(void) s;
	return lsock_has_dualstack_ipv6();
}

/* Threads of the look-ups before this one may be ending yet. */
static void quiet(struct scene *s)
{
	ck_assert_int_eq(lsock_lookup_quiesce(until(s)), 0);
	ck_assert_int_eq(lsock_lookup_resume(), 0);
}

static int quiesce_run(struct scene *s)
{
	int r = lsock_lookup_quiesce(until(s));

	return r < 0 ? r : lsock_lookup_resume();
}

/* Some errors are the answer. */
static const struct rule probe_rules[] = {
	{ "socket", EAFNOSUPPORT, 0, 0 },
	{ "bind", EADDRNOTAVAIL, 0, 0 },
	{ "setsockopt", ENOPROTOOPT, 0, 0 },
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

const struct op names_ops[] = {
	OP("lsock_getservbyname", need_entries, service_run, .clean = 53, .rules = growing_rules),
	OP("lsock_getservbyname of none", NULL, no_service_run, .clean = -ENOENT,
	   .rules = growing_rules),
	OP("lsock_getservbyport", need_entries, port_run, .clean = 6, .check = is_domain,
	   .rules = growing_rules),
	OP("lsock_getprotobyname", need_entries, protocol_run, .clean = 17,
	   .rules = growing_rules),
	OP("lsock_getprotobynumber", need_entries, number_run, .clean = 3, .check = is_udp,
	   .rules = growing_rules),
	OP("lsock_gethostname", NULL, gethostname_run, .check = is_host),
	OP("lsock_sethostname", need_right, sethostname_run),
	OP("lsock_if_nameindex", NULL, list_run),
	OP("lsock_if_nametoindex", NULL, index_run, .clean = 1, .rules = lookup_rules),
	OP("lsock_if_indextoname", NULL, name_run, .check = is_lo, .rules = lookup_rules),
	OP("lsock_lookup_quiesce", quiet, quiesce_run),
	OP("lsock_has_ipv6", need_ipv6, ipv6_run, .clean = 1, .rules = probe_rules),
	OP("lsock_has_dualstack_ipv6", need_ipv6, dualstack_run, .clean = 1,
	   .rules = probe_rules),
	{ .name = NULL },
};
