/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Values that fill the room in which they are read, or are longer.
 * Of lib/options/value.c.
 */
#include <linux_sock/linux_sock.h>

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"

#define LONGEST 1024

static const unsigned sizes[] = { 248, 256, 264, LONGEST };

/* A Hop-by-Hop header of that size: in each 8 bytes one PadN (RFC 8200, 4.2). */
static void header_text(unsigned size, char *text)
{
	unsigned at;

	text += sprintf(text, "00%02x010400000000", size / 8 - 1);
	for (at = 8; at < size; at += 8)
		text += sprintf(text, "0106000000000000");
}

/* The kernel cuts such a value without a word; its first byte is what follows when it is sent. */
TEST(value_of_any_length_is_told_whole)
{
	char text[LONGEST * 2 + 1], told[sizeof(text)];
	struct lsock_why why;
	size_t n;
	int fd;

	enter_netns();	/* which gives the capability */
	need_family(AF_INET6);
	fd = lsock_open(AF_INET6, SOCK_DGRAM, 0);
	for (n = 0; n < COUNT_OF(sizes); n++) {
		header_text(sizes[n], text);
		ck_assert_int_eq(lsock_option_set(fd, "IPV6_HOPOPTS", text, &why), 0);
		ck_assert_int_eq(lsock_option_get(fd, "IPV6_HOPOPTS", told, sizeof(told), &why),
				 (int) sizes[n] * 2);
		ck_assert_str_eq(told + 2, text + 2);
	}
	close(fd);
}
