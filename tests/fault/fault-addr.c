/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Addresses whose text or fields name an interface, which the kernel has to be asked for. */
#include <check.h>
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

static int parse(struct scene *s, const char *text)
{
	int r = lsock_addr_parse(text, strlen(text), &s->out.addr, &s->why);

	if (r < 0) {
		ck_assert_ptr_nonnull(s->why.message);
		ck_assert_uint_ge(s->why.column, 1);
		ck_assert_uint_le(s->why.column, strlen(text) + 1);
	}
	return r;
}

static int parse_inet6_run(struct scene *s)
{
	return parse(s, "[fe80::1%lo]:80");
}

/* What was made knows the interface by its number, which stands for the name in text, too. */
static void is_inet6(struct scene *s)
{
	char text[40];
	struct lsock_addr addr;

	snprintf(text, sizeof(text), "[fe80::1%%%u]:80", if_nametoindex("lo"));
	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	ck_assert(lsock_addr_equal(&addr, &s->out.addr));
}

static void inet6_named(struct scene *s)
{
	ck_assert_int_eq(lsock_addr_parse("[fe80::1%lo]:80", 15, &s->addr, NULL), 0);
}

/* Without the name there is the number: no fault of the kernel's can spoil a text. */
static int format_inet6_run(struct scene *s)
{
	char number[40], text[LSOCK_ADDR_TEXT_SIZE];
	int r = lsock_addr_format(&s->addr, text, sizeof(text));

	snprintf(number, sizeof(number), "[fe80::1%%%u]:80", if_nametoindex("lo"));
	ck_assert_int_eq(r, (int) strlen(text));
	if (strcmp(text, "[fe80::1%lo]:80") != 0)
		ck_assert_str_eq(text, number);
	return 0;
}

/* close(2) has nothing to tell of a socket over which nothing was sent. */
static const struct rule lookup_rules[] = {
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static const struct rule format_rules[] = {
	{ "socket", 0, CLEAN, CLEAN },
	{ "ioctl", 0, CLEAN, CLEAN },
	{ "close", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int inet6_from_fields_run(struct scene *s)
{
	const struct lsock_value values[] = {
		{ .kind = LSOCK_KIND_TEXT, .data = "fe80::1%lo", .size = 10 },
		{ .kind = LSOCK_KIND_NUMBER, .number = 80 },
	};

	return lsock_addr_from_fields(lsock_family_by_af(AF_INET6), 0, values, COUNT_OF(values),
				      &s->out.addr, &s->why);
}

static void packet_row(struct scene *s)
{
	if (lsock_family_by_af(AF_PACKET) == NULL)
		skip("the table has no row for packet sockets");
	s->addr = (struct lsock_addr){ .protocol = LSOCK_PROTOCOL_UNSAID };
}

static int parse_packet_run(struct scene *s)
{
	return parse(s, "packet:lo:0x0800");
}

static void is_packet(struct scene *s)
{
	char text[40];
	struct lsock_addr addr;

	snprintf(text, sizeof(text), "packet:/%u:0x0800", if_nametoindex("lo"));
	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	ck_assert(lsock_addr_equal(&addr, &s->out.addr));
}

static void packet_named(struct scene *s)
{
	packet_row(s);
	ck_assert_int_eq(lsock_addr_parse("packet:lo", 9, &s->addr, NULL), 0);
}

static int format_packet_run(struct scene *s)
{
	char number[40], text[LSOCK_ADDR_TEXT_SIZE];
	int r = lsock_addr_format(&s->addr, text, sizeof(text));

	snprintf(number, sizeof(number), "packet:/%u", if_nametoindex("lo"));
	ck_assert_int_eq(r, (int) strlen(text));
	if (strcmp(text, "packet:lo") != 0)
		ck_assert_str_eq(text, number);
	return 0;
}

static int packet_from_fields_run(struct scene *s)
{
	const struct lsock_value values[] = {
		{ .kind = LSOCK_KIND_TEXT, .data = "lo", .size = 2 },
		{ .kind = LSOCK_KIND_NUMBER, .number = 0x0800 },
	};

	return lsock_addr_from_fields(lsock_family_by_af(AF_PACKET), 0, values, COUNT_OF(values),
				      &s->out.addr, &s->why);
}

/* The first field is the interface, by name or as text of its number. */
static int packet_to_fields_run(struct scene *s)
{
	char number[20], scratch[LSOCK_FIELD_SCRATCH];
	struct lsock_value values[LSOCK_FIELDS_MAX];
	const struct lsock_form *form;
	int r = lsock_addr_to_fields(&s->addr, scratch, sizeof(scratch), values, COUNT_OF(values),
				     &form);

	ck_assert_int_eq(r, (int) form->count);
	if (values[0].size != 2 || memcmp(values[0].data, "lo", 2) != 0) {
		snprintf(number, sizeof(number), "/%u", if_nametoindex("lo"));
		ck_assert_uint_eq(values[0].size, strlen(number));
		ck_assert_mem_eq(values[0].data, number, values[0].size);
	}
	return 0;
}

const struct op addr_ops[] = {
	OP("lsock_addr_parse of inet6", NULL, parse_inet6_run, .check = is_inet6,
	   .rules = lookup_rules),
	OP("lsock_addr_parse of packet", packet_row, parse_packet_run, .check = is_packet,
	   .rules = lookup_rules),
	OP("lsock_addr_from_fields of inet6", NULL, inet6_from_fields_run, .check = is_inet6,
	   .rules = lookup_rules),
	OP("lsock_addr_from_fields of packet", packet_row, packet_from_fields_run,
	   .check = is_packet, .rules = lookup_rules),
	OP("lsock_addr_format of inet6", inet6_named, format_inet6_run, .rules = format_rules),
	OP("lsock_addr_format of packet", packet_named, format_packet_run, .rules = format_rules),
	OP("lsock_addr_to_fields of packet", packet_named, packet_to_fields_run,
	   .rules = format_rules),
	{ .name = NULL },
};
