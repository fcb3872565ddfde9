/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The registry of constants, against the headers, and against lists of what has to be in it. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <linux/can.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <linux/version.h>
#include <linux/vm_sockets.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/harness/harness.h"

/* What was found, or NULL; good until it is asked for again. */
static const struct lsock_constant *by_name(const char *name)
{
	static struct lsock_constant found;

	return lsock_constant_by_name(name, &found) == 0 ? &found : NULL;
}

static const struct lsock_constant *by_value(const char *group, int64_t value, size_t n)
{
	static struct lsock_constant found;

	return lsock_constant_by_value(group, value, n, &found) == 0 ? &found : NULL;
}

/* ---- what the compiler says here */

struct sample {
	const char *name, *group;
	int64_t value;
	bool is_unsigned;
};

#define SAMPLE(group, name) { #name, group, (int64_t) (name), (__typeof__(name)) -1 > 0 }

/* Macros, enumerators with a macro of their name, enumerators without; signed, unsigned. */
static const struct sample samples[] = {
	SAMPLE("AF", AF_UNIX), SAMPLE("AF", AF_TIPC), SAMPLE("PF", PF_PACKET),
	SAMPLE("SOCK", SOCK_SEQPACKET), SAMPLE("SOCK", SOCK_CLOEXEC),
	SAMPLE("SOL", SOL_SOCKET), SAMPLE("SOL", SOL_NETLINK), SAMPLE("SO", SO_REUSEADDR),
	SAMPLE("SO", SO_RCVTIMEO), SAMPLE("SO", SO_PEERCRED), SAMPLE("SOMAXCONN", SOMAXCONN),
	SAMPLE("MSG", MSG_PEEK), SAMPLE("MSG", MSG_CMSG_CLOEXEC), SAMPLE("SCM", SCM_RIGHTS),
	SAMPLE("SHUT", SHUT_RDWR), SAMPLE("IPPROTO", IPPROTO_TCP), SAMPLE("IPPROTO", IPPROTO_RAW),
	SAMPLE("IPPORT", IPPORT_RESERVED), SAMPLE("INADDR", INADDR_ANY),
	SAMPLE("INADDR", INADDR_NONE), SAMPLE("INADDR", INADDR_LOOPBACK),
	SAMPLE("IP", IP_TTL), SAMPLE("IP", IP_PKTINFO), SAMPLE("IP_PMTUDISC", IP_PMTUDISC_DO),
	SAMPLE("IPV6", IPV6_V6ONLY), SAMPLE("TCP", TCP_NODELAY), SAMPLE("TCP", TCP_ESTABLISHED),
	SAMPLE("EAI", EAI_NONAME), SAMPLE("AI", AI_PASSIVE), SAMPLE("NI", NI_MAXHOST),
	SAMPLE("TIPC", TIPC_ADDR_ID), SAMPLE("TIPC", TIPC_WAIT_FOREVER),
	SAMPLE("TIPC", TIPC_IMPORTANCE), SAMPLE("TIPC", TIPC_NODE_BITS),
	SAMPLE("TIPC", TIPC_MAX_USER_MSG_SIZE), SAMPLE("NETLINK", NETLINK_GENERIC),
	SAMPLE("NLM_F", NLM_F_DUMP), SAMPLE("NLMSGERR_ATTR", NLMSGERR_ATTR_MSG),
	SAMPLE("VMADDR", VMADDR_CID_ANY), SAMPLE("CAN", CAN_EFF_FLAG), SAMPLE("CAN", CAN_RAW),
	SAMPLE("SO_VM_SOCKETS", SO_VM_SOCKETS_BUFFER_SIZE),
};

TEST(constants_are_those_of_the_headers)
{
	const struct lsock_constant *constant;
	size_t at;

	for (at = 0; at < COUNT_OF(samples); at++) {
		constant = by_name(samples[at].name);
		ck_assert_msg(constant, "%s is missing", samples[at].name);
		ck_assert_str_eq(constant->name, samples[at].name);
		ck_assert_str_eq(constant->group, samples[at].group);
		ck_assert_msg(constant->value == samples[at].value, "%s is %lld", constant->name,
			      (long long) constant->value);
		ck_assert_msg(constant->is_unsigned == samples[at].is_unsigned, "%s",
			      constant->name);
	}
}

TEST(sign_is_that_of_the_header)
{
	ck_assert_int_eq(by_name("INADDR_NONE")->value, 4294967295);
	ck_assert(by_name("INADDR_NONE")->is_unsigned);
	ck_assert_int_eq(by_name("TIPC_WAIT_FOREVER")->value, -1);
	ck_assert(!by_name("TIPC_WAIT_FOREVER")->is_unsigned);
	ck_assert_int_lt(by_name("EAI_NONAME")->value, 0);
}

/* ---- the order, and the ways in */

TEST(walk_is_by_group_then_by_value)
{
	struct lsock_constant before, constant;
	size_t at;

	ck_assert_int_eq(lsock_constant_at(0, &before), 0);
	for (at = 1; lsock_constant_at(at, &constant) == 0; at++) {
		int order = strcmp(before.group, constant.group);

		ck_assert_msg(order < 0 || (order == 0 && before.value <= constant.value),
			      "%s before %s", before.name, constant.name);
		before = constant;
	}
	ck_assert_uint_gt(at, 1000);
	ck_assert_int_eq(lsock_constant_at(at + 1, &constant), -ENOENT);
	ck_assert_int_eq(lsock_constant_at(SIZE_MAX, &constant), -ENOENT);
	ck_assert_ptr_eq(constant.name, before.name);	/* a failure writes nothing */
}

/* The same one: a name is there once. */
static void assert_same(const struct lsock_constant *found, const struct lsock_constant *constant)
{
	ck_assert_msg(found, "%s is not found", constant->name);
	ck_assert_msg(found->name == constant->name, "%s for %s", found->name, constant->name);
	ck_assert_str_eq(found->group, constant->group);
	ck_assert_int_eq(found->value, constant->value);
	ck_assert_int_eq(found->is_unsigned, constant->is_unsigned);
}

TEST(each_is_found_by_its_name)
{
	struct lsock_constant constant;
	size_t at;

	for (at = 0; lsock_constant_at(at, &constant) == 0; at++)
		assert_same(by_name(constant.name), &constant);
}

/* Those of one value are given in the order of the walk, each once, and then no more. */
TEST(each_is_found_by_its_value)
{
	struct lsock_constant constant, before = { .group = "" };
	size_t at, n = 0;

	for (at = 0; lsock_constant_at(at, &constant) == 0; at++) {
		bool same = before.value == constant.value &&
			    strcmp(before.group, constant.group) == 0;

		if (!same)
			ck_assert_ptr_null(by_value(before.group, before.value, n + 1));
		n = same ? n + 1 : 0;
		assert_same(by_value(constant.group, constant.value, n), &constant);
		before = constant;
	}
}

/* "SO_X" is in SO, unless there is a longer group; the requests of ioctl(2) have no "_". */
static bool begins(const char *name, const char *group)
{
	size_t len = strlen(group);

	return strncmp(name, group, len) == 0 &&
	       (name[len] == '_' || !name[len] || strcmp(group, "SIOC") == 0);
}

/* Each once, as they come together; returns how many. */
static size_t get_groups(const char **groups, size_t room)
{
	struct lsock_constant constant;
	size_t at, count = 0;

	for (at = 0; lsock_constant_at(at, &constant) == 0; at++) {
		if (count > 0 && strcmp(groups[count - 1], constant.group) == 0)
			continue;
		ck_assert_uint_lt(count, room);
		groups[count++] = constant.group;
	}
	return count;
}

TEST(group_is_the_longest_that_begins_the_name)
{
	struct lsock_constant constant;
	const char *groups[500];
	size_t at, j, count = get_groups(groups, COUNT_OF(groups));

	for (at = 0; lsock_constant_at(at, &constant) == 0; at++) {
		ck_assert_msg(begins(constant.name, constant.group), "%s", constant.name);
		for (j = 0; j < count; j++)
			if (strlen(groups[j]) > strlen(constant.group) &&
			    strlen(groups[j]) < strlen(constant.name))
				ck_assert_msg(!begins(constant.name, groups[j]), "%s, %s",
					      constant.name, groups[j]);
	}
}

TEST(what_is_meant_most_comes_first)
{
	static const struct sample first[] = {
		SAMPLE("AF", AF_UNIX), SAMPLE("AF", AF_NETLINK), SAMPLE("PF", PF_UNIX),
		SAMPLE("SOCK", SOCK_STREAM), SAMPLE("SO", SO_DEBUG), SAMPLE("SO", SO_RCVBUF),
		SAMPLE("SO", SO_ATTACH_FILTER), SAMPLE("SO", SO_RCVTIMEO),
		SAMPLE("MSG", MSG_DONTROUTE), SAMPLE("IPPROTO", IPPROTO_IP),
		SAMPLE("INADDR", INADDR_BROADCAST), SAMPLE("IP", IP_TOS),
		SAMPLE("IPV6", IPV6_JOIN_GROUP), SAMPLE("TCP", TCP_NODELAY),
		SAMPLE("NETLINK", NETLINK_SOCK_DIAG),
	};
	const struct lsock_constant *constant;
	size_t at;

	for (at = 0; at < COUNT_OF(first); at++) {
		constant = by_value(first[at].group, first[at].value, 0);
		ck_assert_str_eq(constant->name, first[at].name);
	}
	ck_assert_str_eq(by_value("AF", AF_UNIX, 1)->name, "AF_LOCAL");
}

TEST(what_is_unknown_is_not_found)
{
	static const char *const names[] = {
		"", "A", "SO_", "SO_REUSEADD", "SO_REUSEADDRR", "so_reuseaddr", "~", " AF_UNIX",
	};
	size_t at;

	for (at = 0; at < COUNT_OF(names); at++)
		ck_assert_msg(!by_name(names[at]), "\"%s\"", names[at]);
	ck_assert_ptr_null(by_value("", 0, 0));
	ck_assert_ptr_null(by_value("~", 0, 0));
	ck_assert_ptr_null(by_value("SO_", SO_DEBUG, 0));
	ck_assert_ptr_null(by_value("AF", -1, 0));
	ck_assert_ptr_null(by_value("AF", INT64_MAX, 0));
	ck_assert_ptr_null(by_value("AF", INT64_MIN, 0));
	ck_assert_ptr_null(by_value("AF", AF_INET, 1));
	ck_assert_ptr_null(by_value("AF", AF_INET, SIZE_MAX));
}

/* ---- the lists */

/* Their values were taken from newer headers than some systems have, and of one machine. */
static void need_headers_of_the_lists(void)
{
#if !defined(__x86_64__) && !defined(__aarch64__)
	skip("the values in the lists are those of other machines");
#elif !defined(__GLIBC__)
	skip("the values in the lists are those of glibc");
#elif LINUX_VERSION_CODE < KERNEL_VERSION(6, 1, 0) || !__GLIBC_PREREQ(2, 36)
	skip("the lists are of newer headers");
#endif
}

static void assert_value(const char *name, long long value)
{
	const struct lsock_constant *constant = by_name(name);

	ck_assert_msg(constant, "%s is missing", name);
	ck_assert_msg(constant->value == value, "%s is %lld, not %lld", name,
		      (long long) constant->value, value);
	/* C may call a mask signed, but never -1 what is known as 4294967295. */
	ck_assert_msg(!constant->is_unsigned || value >= 0, "%s", name);
}

/* How many rows of "NAME value [since]" there are; since NULL: all. */
static int check_list(const char *path, const char *since)
{
	FILE *file = fopen(path, "re");
	char line[200], name[64], version[16];
	long long value;
	int count = 0, columns;

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file)) {
		if (line[0] == '#')
			continue;
		columns = sscanf(line, "%63s %lld %15s", name, &value, version);
		ck_assert_int_eq(columns, since ? 3 : 2);
		if (since && strcmp(version, since) != 0)
			continue;
		assert_value(name, value);
		count++;
	}
	fclose(file);
	return count;
}

TEST(all_of_python_are_there)
{
	const char *path = TESTS_DIR "/constants/constants-python.tsv";

	need_headers_of_the_lists();
	ck_assert_int_eq(check_list(path, "2.7"), 216);
	ck_assert_int_eq(check_list(path, "3.11"), 340 - 216);
	ck_assert_int_eq(check_list(path, "3.13"), 372 - 340);
	ck_assert_int_eq(check_list(path, "3.14"), 8);
}

TEST(those_that_python_lacks_are_there)
{
	need_headers_of_the_lists();
	ck_assert_int_gt(check_list(TESTS_DIR "/constants/constants-beyond.tsv", NULL), 600);
}
