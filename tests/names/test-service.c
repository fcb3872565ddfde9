/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Services, protocols and the name of this host, in files and in a namespace of the test's own.
 * Of lib/names/database.c, lib/names/hostname.c, lib/names/protocol.c, lib/sys/netdb.c,
 * lib/sys/reentrant.c.
 */
#include <errno.h>
#include <linux_sock/linux_sock.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "tests/dns/nameservice.h"
#include "tests/harness/harness.h"

static void need_files(void)
{
	const char *failed = nameservice_enter();

	if (failed)
		skip("no files of our own: %s: %s", failed, strerror(errno));
}

TEST(getservbyname_gives_the_port_of_the_protocol)
{
	need_files();
	ck_assert_int_eq(lsock_getservbyname("http", "tcp"), 80);
	ck_assert_int_eq(lsock_getservbyname("http", NULL), 80);
	ck_assert_int_eq(lsock_getservbyname("split", "tcp"), 4002);
	ck_assert_int_eq(lsock_getservbyname("split", "udp"), 4003);
}

TEST(getservbyname_knows_aliases)
{
	need_files();
	ck_assert_int_eq(lsock_getservbyname("www-alias", "tcp"), 80);
}

TEST(getservbyname_tells_a_service_of_another_protocol_from_none)
{
	need_files();
	ck_assert_int_eq(lsock_getservbyname("only-udp", "udp"), 4000);
	ck_assert_int_eq(lsock_getservbyname("only-udp", "tcp"), -ENOENT);
	ck_assert_int_eq(lsock_getservbyname("no-such-service", NULL), -ENOENT);
	ck_assert_int_eq(lsock_getservbyname("", NULL), -ENOENT);
	ck_assert_int_eq(lsock_getservbyname("80", NULL), -ENOENT);
	ck_assert_int_eq(lsock_getservbyname("http", "no-such-protocol"), -ENOENT);
}

TEST(the_largest_port_is_given)
{
	need_files();
	ck_assert_int_eq(nameservice_write("services", "last\t65535/tcp\n"), 0);
	ck_assert_int_eq(lsock_getservbyname("last", "tcp"), 65535);
}

TEST(getservbyport_gives_the_canonical_name)
{
	char buf[16];

	need_files();
	ck_assert_int_eq(lsock_getservbyport(80, "tcp", buf, sizeof(buf)), 4);
	ck_assert_str_eq(buf, "http");
	ck_assert_int_eq(lsock_getservbyport(4003, NULL, buf, sizeof(buf)), 5);
	ck_assert_str_eq(buf, "split");
	ck_assert_int_eq(lsock_getservbyport(4003, "tcp", buf, sizeof(buf)), -ENOENT);
	ck_assert_int_eq(lsock_getservbyport(9999, NULL, buf, sizeof(buf)), -ENOENT);
	ck_assert_int_eq(lsock_getservbyport(0, NULL, buf, sizeof(buf)), -ENOENT);
	ck_assert_str_eq(buf, "split");
}

/* 65536 + 80 is not 80. */
TEST(getservbyport_refuses_what_is_no_port)
{
	char buf[16] = "kept";

	need_files();
	ck_assert_int_eq(lsock_getservbyport(65536, NULL, buf, sizeof(buf)), -ERANGE);
	ck_assert_int_eq(lsock_getservbyport(65616, "tcp", buf, sizeof(buf)), -ERANGE);
	ck_assert_int_eq(lsock_getservbyport(UINT32_MAX, NULL, buf, sizeof(buf)), -ERANGE);
	ck_assert_str_eq(buf, "kept");
}

TEST(names_are_never_cut)
{
	char buf[16] = "kept";

	need_files();
	ck_assert_int_eq(lsock_getservbyport(80, "tcp", buf, 4), -ENOSPC);
	ck_assert_int_eq(lsock_getprotobynumber(58, buf, 9), -ENOSPC);
	ck_assert_int_eq(lsock_gethostname(buf, strlen(NAMESERVICE_HOST)), -ENOSPC);
	ck_assert_str_eq(buf, "kept");
	ck_assert_int_eq(lsock_getservbyport(80, "tcp", NULL, 0), -ENOSPC);
	ck_assert_int_eq(lsock_getservbyport(80, "tcp", buf, 5), 4);
	ck_assert_str_eq(buf, "http");
}

/* musl has protocols of its own, without aliases. */
static void need_file_of_protocols(void)
{
	if (getprotobyname("UDP") == NULL)
		skip("the C library does not read /etc/protocols");
}

TEST(protocols_are_found_by_alias)
{
	need_files();
	need_file_of_protocols();
	ck_assert_int_eq(lsock_getprotobyname("UDP"), 17);
	ck_assert_int_eq(lsock_getprotobyname("IPv6-ICMP"), 58);
}

TEST(protocols_are_found_by_name_and_number)
{
	char buf[16];

	need_files();
	ck_assert_int_eq(lsock_getprotobyname("tcp"), 6);
	ck_assert_int_eq(lsock_getprotobyname("ip"), 0);
	ck_assert_int_eq(lsock_getprotobyname("no-such"), -ENOENT);
	ck_assert_int_eq(lsock_getprotobynumber(58, buf, sizeof(buf)), 9);
	ck_assert_str_eq(buf, "ipv6-icmp");
	ck_assert_int_eq(lsock_getprotobynumber(0, buf, sizeof(buf)), 2);
	ck_assert_str_eq(buf, "ip");
	ck_assert_int_eq(lsock_getprotobynumber(200, buf, sizeof(buf)), -ENOENT);
	ck_assert_int_eq(lsock_getprotobynumber(-1, buf, sizeof(buf)), -ENOENT);
	ck_assert_int_eq(lsock_getprotobynumber(256 + 6, buf, sizeof(buf)), -ENOENT);
}

/* An entry with aliases of about so many bytes. */
static void write_long_entry(const char *file, const char *begin, size_t bytes)
{
	char *text = malloc(bytes + 200), *at = text;

	ck_assert_ptr_nonnull(text);
	at += sprintf(at, "%s", begin);
	while ((size_t) (at - text) < bytes)
		at += sprintf(at, " alias-%zu", (size_t) (at - text));
	strcpy(at, "\n");
	ck_assert_int_eq(nameservice_write(file, text), 0);
	free(text);
}

/* First of all glibc is given 1024 bytes, in which this does not fit. */
TEST(the_room_grows_with_the_service)
{
	char buf[16];

	need_files();
	write_long_entry("services", "long 5000/tcp", 50000);
	ck_assert_int_eq(lsock_getservbyname("long", "tcp"), 5000);
	ck_assert_int_eq(lsock_getservbyname("alias-13", "tcp"), 5000);
	ck_assert_int_eq(lsock_getservbyport(5000, "tcp", buf, sizeof(buf)), 4);
	ck_assert_str_eq(buf, "long");
}

TEST(the_room_grows_with_the_protocol)
{
	char buf[16];

	need_files();
	need_file_of_protocols();
	write_long_entry("protocols", "long 99", 20000);
	ck_assert_int_eq(lsock_getprotobyname("long"), 99);
	ck_assert_int_eq(lsock_getprotobynumber(99, buf, sizeof(buf)), 4);
	ck_assert_str_eq(buf, "long");
}

/* The files cannot be opened: nothing is known of what is in them. */
TEST(a_failure_is_not_taken_for_no_entry)
{
	struct rlimit limit;
	char buf[16] = "kept";
	int r;

	need_files();
	ck_assert_int_eq(lsock_getservbyname("http", "tcp"), 80);	/* the files are chosen */
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	r = lsock_getservbyname("http", "tcp");
	if (IS_GLIBC)		/* musl does not tell */
		ck_assert_int_eq(lsock_getservbyport(80, NULL, buf, sizeof(buf)), r);
	limit.rlim_cur = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(r, -EMFILE);
	ck_assert_str_eq(buf, "kept");
}

TEST(gethostname_gives_the_whole_name)
{
	char buf[65];

	need_files();
	ck_assert_int_eq(lsock_gethostname(buf, sizeof(buf)), (int) strlen(NAMESERVICE_HOST));
	ck_assert_str_eq(buf, NAMESERVICE_HOST);
	ck_assert_int_eq(lsock_gethostname(buf, strlen(NAMESERVICE_HOST) + 1),
			 (int) strlen(NAMESERVICE_HOST));
}

TEST(sethostname_names_the_host)
{
	char name[65], buf[65];

	need_files();
	memset(name, 'x', sizeof(name));
	ck_assert_int_eq(lsock_sethostname(name, 64), 0);
	ck_assert_int_eq(lsock_gethostname(buf, sizeof(buf)), 64);
	ck_assert_mem_eq(buf, name, 64);
	ck_assert_int_eq(lsock_gethostname(buf, 64), -ENOSPC);
	ck_assert_int_eq(lsock_sethostname("a.b and more", 3), 0);
	ck_assert_int_eq(lsock_gethostname(buf, sizeof(buf)), 3);
	ck_assert_str_eq(buf, "a.b");
	ck_assert_int_eq(lsock_sethostname("", 0), 0);
	ck_assert_int_eq(lsock_gethostname(buf, sizeof(buf)), 0);
}

/* 2^32 + 1 bytes would be one byte to the kernel. */
TEST(sethostname_refuses_what_would_be_another_name)
{
	char name[65] = "", buf[65];

	need_files();
	ck_assert_int_eq(lsock_sethostname(name, 65), -EINVAL);
	if (SIZE_MAX > UINT32_MAX)
		ck_assert_int_eq(lsock_sethostname("n", (size_t) UINT32_MAX + 2), -EINVAL);
	ck_assert_int_eq(lsock_sethostname("a\0b", 3), -EINVAL);
	ck_assert_int_eq(lsock_gethostname(buf, sizeof(buf)), (int) strlen(NAMESERVICE_HOST));
	ck_assert_str_eq(buf, NAMESERVICE_HOST);
}

TEST(sethostname_is_for_root)
{
	need_files();
	if (setgid(65534) < 0 || setuid(65534) < 0)
		skip("another user cannot be become here: %s", strerror(errno));
	ck_assert_int_eq(lsock_sethostname("mine", 4), -EPERM);
}
