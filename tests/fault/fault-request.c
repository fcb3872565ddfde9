/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Netlink requests, which allocate as they grow: each piece here needs more room than there is. */
#include <check.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

#define ROOM 512	/* of a request that has just begun */

static const char payload[ROOM];

static int new_run(struct scene *s)
{
	struct lsock_nlreq *request;
	int r = lsock_nlreq_new(&request);

	if (r == 0)
		s->request = request;
	return r;
}

static int new_again(struct scene *s)
{
	s->request = lsock_nlreq_free(s->request);
	return new_run(s);
}

static void unbegun(struct scene *s)
{
	ck_assert_int_eq(lsock_nlreq_new(&s->request), 0);
}

static int begin_run(struct scene *s)
{
	return lsock_nlreq_begin(s->request, 1, 0, "head", 4);
}

/* No byte is left. */
static void full(struct scene *s)
{
	unbegun(s);
	ck_assert_int_eq(lsock_nlreq_begin(s->request, 1, 0, NULL, 0), 0);
	ck_assert_int_eq(lsock_nlreq_put(s->request, 1, payload, ROOM - 16 - 4), 0);
	ck_assert_uint_eq(lsock_nlreq_message(s->request)->nlmsg_len, ROOM);
}

/* The error has stuck: it is begun anew, and grows. */
static int put_again(struct scene *s)
{
	ck_assert_ptr_null(lsock_nlreq_message(s->request));
	ck_assert_int_eq(lsock_nlreq_begin(s->request, 1, 0, NULL, 0), 0);
	return lsock_nlreq_put(s->request, 1, payload, sizeof(payload));
}

static void has_grown(struct scene *s)
{
	ck_assert_uint_gt(lsock_nlreq_message(s->request)->nlmsg_len, ROOM);
}

static int put_run(struct scene *s)
{
	return lsock_nlreq_put(s->request, 2, "bytes", 5);
}

static int put_u8_run(struct scene *s)
{
	return lsock_nlreq_put_u8(s->request, 2, 1);
}

static int put_u16_run(struct scene *s)
{
	return lsock_nlreq_put_u16(s->request, 2, 1);
}

static int put_u32_run(struct scene *s)
{
	return lsock_nlreq_put_u32(s->request, 2, 1);
}

static int put_u64_run(struct scene *s)
{
	return lsock_nlreq_put_u64(s->request, 2, 1);
}

static int put_s32_run(struct scene *s)
{
	return lsock_nlreq_put_s32(s->request, 2, -1);
}

static int put_be16_run(struct scene *s)
{
	return lsock_nlreq_put_be16(s->request, 2, 1);
}

static int put_be32_run(struct scene *s)
{
	return lsock_nlreq_put_be32(s->request, 2, 1);
}

static int put_be64_run(struct scene *s)
{
	return lsock_nlreq_put_be64(s->request, 2, 1);
}

static int put_flag_run(struct scene *s)
{
	return lsock_nlreq_put_flag(s->request, 2);
}

static int put_ip_run(struct scene *s)
{
	const struct lsock_ip ip = { AF_INET, 32, { 127, 0, 0, 1 } };

	return lsock_nlreq_put_ip(s->request, 2, &ip);
}

static int put_text_run(struct scene *s)
{
	return lsock_nlreq_put_text(s->request, 2, "text", 4);
}

static int nest_run(struct scene *s)
{
	return lsock_nlreq_nest(s->request, 2);
}

#define GROWS .check = has_grown, .again = put_again

const struct op request_ops[] = {
	OP("lsock_nlreq_new", NULL, new_run, .again = new_again),
	OP("lsock_nlreq_begin", unbegun, begin_run),
	OP("lsock_nlreq_put", full, put_run, GROWS),
	OP("lsock_nlreq_put_u8", full, put_u8_run, GROWS),
	OP("lsock_nlreq_put_u16", full, put_u16_run, GROWS),
	OP("lsock_nlreq_put_u32", full, put_u32_run, GROWS),
	OP("lsock_nlreq_put_u64", full, put_u64_run, GROWS),
	OP("lsock_nlreq_put_s32", full, put_s32_run, GROWS),
	OP("lsock_nlreq_put_be16", full, put_be16_run, GROWS),
	OP("lsock_nlreq_put_be32", full, put_be32_run, GROWS),
	OP("lsock_nlreq_put_be64", full, put_be64_run, GROWS),
	OP("lsock_nlreq_put_flag", full, put_flag_run, GROWS),
	OP("lsock_nlreq_put_ip", full, put_ip_run, GROWS),
	OP("lsock_nlreq_put_text", full, put_text_run, GROWS),
	OP("lsock_nlreq_nest", full, nest_run, GROWS),
	{ .name = NULL },
};
