/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errors of requests: answers of every shape, whole and broken, and what the kernel really says. */
#include "netlink/error.h"

#include <check.h>
#include <errno.h>
#include <linux/genetlink.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/netlink/made.h"
#include "tests/netlink/talk.h"

#define OIF_AT 28
#define METRICS_AT 36

/* A route with metrics that lack an MTU. */
static const struct nlmsghdr *make_request(struct made *made)
{
	uint32_t nest;

	made_begin(made, RTM_NEWROUTE, NLM_F_REQUEST, sizeof(struct rtmsg));
	made_put_u32(made, RTA_OIF, 1);
	nest = made_nest(made, RTA_METRICS);
	made_put(made, 3, "\1", 1);
	made_end(made, nest);
	return made_message(made);
}

/* The number and the echo, by the flags: what is said is put behind it. */
static void begin_answer(struct made *made, uint16_t type, uint16_t flags, int32_t error,
			 const struct nlmsghdr *request)
{
	made_begin(made, type, flags, 0);
	made_add(made, &error, sizeof(error));
	if (type == NLMSG_ERROR)
		made_add(made, request,
			 flags & NLM_F_CAPPED ? sizeof(*request) : request->nlmsg_len);
}

static void say_all(struct made *made)
{
	static const uint64_t low = (uint64_t) -5, high = 70, mask = 0xf00;
	uint32_t nest;

	made_put(made, NLMSGERR_ATTR_MSG, "no \x1bgood\\", 10);
	made_put_u32(made, NLMSGERR_ATTR_OFFS, OIF_AT);
	made_put(made, NLMSGERR_ATTR_COOKIE, "crumbs", 6);
	nest = made_nest(made, NLMSGERR_ATTR_POLICY | NLA_F_NESTED);
	made_put_u32(made, NL_POLICY_TYPE_ATTR_TYPE, NL_ATTR_TYPE_S32);
	made_put(made, NL_POLICY_TYPE_ATTR_MIN_VALUE_S, &low, 8);
	made_put(made, NL_POLICY_TYPE_ATTR_MAX_VALUE_S, &high, 8);
	made_put(made, NL_POLICY_TYPE_ATTR_MASK, &mask, 8);
	made_end(made, nest);
	made_put_u32(made, NLMSGERR_ATTR_MISS_TYPE, RTAX_MTU);
	made_put_u32(made, NLMSGERR_ATTR_MISS_NEST, METRICS_AT);
	made_put(made, 99, "later", 5);
}

static void assert_all_said(const struct lsock_nlerror *error)
{
	ck_assert_str_eq(error->message, "no \\x1bgood\\\\");
	ck_assert_uint_eq(error->offset, OIF_AT);
	ck_assert_uint_eq(error->cookie_size, 6);
	ck_assert_mem_eq(error->cookie, "crumbs", 6);
	ck_assert_uint_eq(error->policy_type, NL_ATTR_TYPE_S32);
	ck_assert_int_eq((int64_t) error->min, -5);
	ck_assert_uint_eq(error->max, 70);
	ck_assert_uint_eq(error->mask, 0xf00);
	ck_assert_uint_eq(error->missing, RTAX_MTU);
	ck_assert_uint_eq(error->nest_offset, METRICS_AT);
}

static const struct {
	uint16_t type, flags;
	bool is_given;
	const char *path, *missing;
} shapes[] = {
	{ NLMSG_ERROR, 0, true, "route.oif", "route.metrics.mtu" },
	{ NLMSG_ERROR, NLM_F_CAPPED, true, "route.oif", "route.metrics.mtu" },
	{ NLMSG_DONE, NLM_F_MULTI, true, "route.oif", "route.metrics.mtu" },
	{ NLMSG_ERROR, 0, false, "route.oif", "route.metrics.mtu" },
	{ NLMSG_ERROR, NLM_F_CAPPED, false, "", "" },
	{ NLMSG_DONE, NLM_F_MULTI, false, "", "" },
};

static int count_shapes(void)
{
	return COUNT_OF(shapes);
}

TEST(all_that_is_said_is_read, .count = count_shapes)
{
	const struct nlmsghdr *request;
	struct made asked, answer;
	struct lsock_nlerror error;

	request = make_request(&asked);
	begin_answer(&answer, shapes[i].type, shapes[i].flags | NLM_F_ACK_TLVS, -ERANGE, request);
	say_all(&answer);
	bytes_paint(&error, sizeof(error));
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer),
					    shapes[i].is_given ? request : NULL, &made_route,
					    &error), 0);
	ck_assert_uint_eq(error.size, sizeof(error));
	ck_assert_int_eq(error.error, -ERANGE);
	ck_assert_int_eq(error.origin, LSOCK_NLERROR_KERNEL);
	ck_assert_uint_eq(error.flags, 0);
	ck_assert_uint_eq(error.ask, 0);
	ck_assert_uint_eq(error.type, shapes[i].type == NLMSG_DONE && !shapes[i].is_given ?
				      0 : RTM_NEWROUTE);
	assert_all_said(&error);
	ck_assert_str_eq(error.path, shapes[i].path);
	ck_assert_str_eq(error.missing_path, shapes[i].missing);
}

/* The same bytes without the flag are not what they seem. */
TEST(nothing_is_read_unannounced, .count = count_shapes)
{
	const struct nlmsghdr *request;
	struct made asked, answer;
	struct lsock_nlerror error;

	request = make_request(&asked);
	begin_answer(&answer, shapes[i].type, shapes[i].flags, -ERANGE, request);
	say_all(&answer);
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), request, &made_route, &error),
			 0);
	ck_assert_int_eq(error.error, -ERANGE);
	ck_assert_str_eq(error.message, "");
	ck_assert_uint_eq(error.offset, 0);
	ck_assert_uint_eq(error.missing, 0);
	ck_assert_str_eq(error.path, "");
	ck_assert_str_eq(error.missing_path, "");
}

TEST(missing_without_a_nest_is_of_the_message)
{
	const struct nlmsghdr *request;
	struct made asked, answer;
	struct lsock_nlerror error;

	request = make_request(&asked);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, -EINVAL, request);
	made_put_u32(&answer, NLMSGERR_ATTR_MISS_TYPE, RTA_DST);
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), NULL, &made_route, &error), 0);
	ck_assert_str_eq(error.missing_path, "route.dst");
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), NULL, NULL, &error), 0);
	ck_assert_uint_eq(error.missing, RTA_DST);
	ck_assert_str_eq(error.missing_path, "");
}

TEST(attributes_of_odd_lengths_say_nothing)
{
	const struct nlmsghdr *request;
	struct made asked, answer;
	struct lsock_nlerror error;
	char large[300];

	memset(large, '\n', sizeof(large));
	request = make_request(&asked);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, -EINVAL, request);
	made_put(&answer, NLMSGERR_ATTR_OFFS, "\x1c", 1);
	made_put(&answer, NLMSGERR_ATTR_COOKIE, large, 21);
	made_put(&answer, NLMSGERR_ATTR_POLICY, "\1\0\0\0", 4);
	made_put_u32(&answer, NLMSGERR_ATTR_MISS_TYPE, 0x10001);
	made_put(&answer, NLMSGERR_ATTR_MSG, large, sizeof(large));	/* without a NUL */
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), request, &made_route, &error),
			 0);
	ck_assert_uint_eq(error.offset, 0);
	ck_assert_uint_eq(error.cookie_size, 0);
	ck_assert_uint_eq(error.policy_type, 0);
	ck_assert_uint_eq(error.missing, 0);
	ck_assert_uint_eq(strlen(error.message), sizeof(error.message) - 1);
	ck_assert_int_eq(strncmp(error.message, "\\x0a\\x0a", 8), 0);
}

TEST(success_may_carry_a_warning)
{
	const struct nlmsghdr *request;
	struct made asked, answer;
	struct lsock_nlerror error;
	char text[128];

	request = make_request(&asked);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, 0, request);
	made_put(&answer, NLMSGERR_ATTR_MSG, "too old", 8);
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), NULL, NULL, &error), 0);
	ck_assert_int_eq(error.error, 0);
	lsock_nlerror_format(&error, text, sizeof(text));
	ck_assert_str_eq(text, "type 24: warning: too old");
}

TEST(done_has_a_number_or_none)
{
	const struct {
		int32_t number, error;
	} rows[] = { { 0, 0 }, { -ENOENT, -ENOENT }, { 36, 0 } };
	struct lsock_nlerror error;
	struct made answer;
	size_t k;

	for (k = 0; k < COUNT_OF(rows); k++) {
		begin_answer(&answer, NLMSG_DONE, NLM_F_MULTI, rows[k].number, NULL);
		ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), NULL, NULL, &error), 0);
		ck_assert_int_eq(error.error, rows[k].error);
	}
	made_begin(&answer, NLMSG_DONE, NLM_F_MULTI | NLM_F_ACK_TLVS, 0);
	ck_assert_int_eq(lsock_nlerror_read(made_message(&answer), NULL, NULL, &error), 0);
	ck_assert_int_eq(error.error, 0);
}

static void refuses(struct made *answer, int want)
{
	struct lsock_nlerror error;

	bytes_paint(&error, sizeof(error));
	ck_assert_int_eq(lsock_nlerror_read(made_message(answer), NULL, &made_route, &error),
			 want);
	ck_assert(bytes_painted(&error, sizeof(error)));
}

TEST(malformed_answers_are_refused)
{
	const struct nlmsghdr *request;
	struct made asked, answer;
	struct nlmsghdr tiny = { .nlmsg_len = 15 };

	request = make_request(&asked);
	made_begin(&answer, RTM_NEWROUTE, 0, 12);
	refuses(&answer, -ENOMSG);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED, -EINVAL, request);
	answer.len = 15;
	refuses(&answer, -EBADMSG);
	answer.len = 19;
	refuses(&answer, -EBADMSG);
	answer.len = 35;
	refuses(&answer, -EBADMSG);
	begin_answer(&answer, NLMSG_ERROR, 0, -EINVAL, request);
	answer.len -= 4;	/* the request is cut */
	refuses(&answer, -EBADMSG);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED, EINVAL, request);
	refuses(&answer, -EBADMSG);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED, -4096, request);
	refuses(&answer, -EBADMSG);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED, -EINVAL, request);
	memcpy(answer.bytes + 20, &tiny, sizeof(tiny));
	answer.bytes[7] = 0;	/* no longer capped */
	refuses(&answer, -EBADMSG);
	begin_answer(&answer, NLMSG_ERROR, NLM_F_CAPPED | NLM_F_ACK_TLVS, -EINVAL, request);
	made_add(&answer, "\xff\0\1\0", 4);
	refuses(&answer, -EBADMSG);
}

/* At the end of memory. */
static int read_tight(const char *bytes, size_t len, struct lsock_nlerror *ret_error)
{
	struct nlmsghdr *message = (void *) bytes_tight(bytes, NLMSG_ALIGN(len));
	int r;

	message->nlmsg_len = (uint32_t) len;
	r = lsock_nlerror_read(message, NULL, &made_route, ret_error);
	ck_assert(r == 0 || r == -EBADMSG || r == -ENOMSG);
	if (r == 0) {
		ck_assert_ptr_nonnull(memchr(ret_error->message, 0, sizeof(ret_error->message)));
		ck_assert_ptr_nonnull(memchr(ret_error->path, 0, sizeof(ret_error->path)));
		ck_assert_ptr_nonnull(memchr(ret_error->missing_path, 0,
					     sizeof(ret_error->missing_path)));
	}
	return r;
}

TEST(cut_answers_are_read_to_their_end, .count = count_shapes)
{
	struct made asked, answer;
	struct lsock_nlerror error;
	size_t len;

	begin_answer(&answer, shapes[i].type, shapes[i].flags | NLM_F_ACK_TLVS, -ERANGE,
		     make_request(&asked));
	say_all(&answer);
	for (len = sizeof(struct nlmsghdr); len < answer.len; len++)
		if (read_tight(answer.bytes, len, &error) == 0 && error.error)
			ck_assert_int_eq(error.error, -ERANGE);
	ck_assert_int_eq(read_tight(answer.bytes, answer.len, &error), 0);
}

TEST(random_answers_are_survived)
{
	struct made asked, answer;
	struct lsock_nlerror error;
	size_t k, n, good = 0;

	for (k = 0; k < 5000; k++) {
		begin_answer(&answer, random_index(2) ? NLMSG_ERROR : NLMSG_DONE,
			     (uint16_t) (NLM_F_ACK_TLVS | random_index(2) * NLM_F_CAPPED),
			     -ERANGE, make_request(&asked));
		say_all(&answer);
		for (n = random_index(6); n > 0; n--)
			random_fill(answer.bytes + 4 + random_index(answer.len - 4), 1);
		good += read_tight(answer.bytes, answer.len, &error) == 0;
	}
	ck_assert_uint_gt(good, 100);
}

TEST(others_say_it_in_the_same_value)
{
	struct lsock_nlerror error;
	char text[128];

	bytes_paint(&error, sizeof(error));
	lsock__nlerror_system(-ENOBUFS, &error);
	ck_assert_int_eq(error.origin, LSOCK_NLERROR_SYSTEM);
	ck_assert_str_eq(error.message, "");
	ck_assert_uint_eq(error.offset, 0);
	lsock_nlerror_format(&error, text, sizeof(text));
	ck_assert_str_eq(text, "ENOBUFS: No buffer space available");
	bytes_paint(&error, sizeof(error));
	lsock__nlerror_library(-EINVAL, "a dump is no call", &error);
	ck_assert_int_eq(error.origin, LSOCK_NLERROR_LIBRARY);
	ck_assert_str_eq(error.message, "a dump is no call");
	ck_assert_str_eq(error.path, "");
	lsock__nlerror_library(-ETIME, NULL, &error);
	ck_assert_int_eq(error.error, -ETIME);
	ck_assert_str_eq(error.message, "");
}

/* ---- what the kernel says */

#define LO 1

TEST(error_names_the_path)
{
	struct lsock_netlink *n = talk_open(NULL);
	struct lsock_nlreq *r = talk_request();
	const struct lsock_nlerror *why;
	char text[512];

	talk_get_link(r, LO);
	lsock_nlreq_put(r, 4, "\1", 1);		/* an MTU of one byte */
	lsock_nlreq_use(r, &made_link);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, lsock_in_ms(5000)), -ERANGE);
	why = lsock_netlink_why(n);
	ck_assert_uint_eq(why->offset, 32);
	ck_assert_str_eq(why->path, "link.mtu");
	ck_assert_uint_eq(why->policy_type, NL_ATTR_TYPE_U32);
	ck_assert_int_gt(lsock_nlerror_format(why, text, sizeof(text)), 0);
	ck_assert_int_eq(strncmp(text, "RTM_GETLINK: ERANGE: ", 21), 0);
	ck_assert_ptr_nonnull(strstr(text, " (link.mtu)"));
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}

/* The number of a family of generic netlink. */
static uint16_t find_family(struct lsock_netlink *n, struct lsock_nlreq *r, const char *name)
{
	const struct genlmsghdr head = { .cmd = CTRL_CMD_GETFAMILY, .version = 2 };
	const struct nlmsghdr *reply;
	struct lsock_nlattrs attributes;
	uint16_t number = 0;

	lsock_nlreq_begin(r, GENL_ID_CTRL, 0, &head, sizeof(head));
	lsock_nlreq_put_text(r, CTRL_ATTR_FAMILY_NAME, name, strlen(name));
	if (lsock_netlink_call(n, r, &reply, lsock_in_ms(5000)) != 1)
		skip("this kernel has no family \"%s\"", name);
	ck_assert_int_eq(lsock_nlattrs_of(reply, sizeof(head), &attributes), 0);
	ck_assert_int_eq(lsock_nlattrs_u16(&attributes, CTRL_ATTR_FAMILY_ID, &number), 0);
	return number;
}

TEST(missing_is_named)
{
	static const struct lsock_nlrow rows[] = {
		[1] = { .name = "ifindex", .type = LSOCK_NLROW_U32 },
	};
	static const struct lsock_nlset netdev = {
		.size = sizeof(netdev), .name = "netdev", .header = 4, .rows = rows,
		.row_size = sizeof(rows[0]), .count = COUNT_OF(rows),
	};
	const struct genlmsghdr head = { .cmd = 1, .version = 1 };	/* which device? */
	const struct lsock_nlerror *why;
	struct lsock_netlink *n;
	struct lsock_nlreq *r = talk_request();

	enter_netns();
	ck_assert_int_eq(lsock_netlink_open(NETLINK_GENERIC, NULL, &n), 0);
	lsock_nlreq_begin(r, find_family(n, r, "netdev"), 0, &head, sizeof(head));
	lsock_nlreq_use(r, &netdev);
	ck_assert_int_eq(lsock_netlink_call(n, r, NULL, lsock_in_ms(5000)), -EINVAL);
	why = lsock_netlink_why(n);
	ck_assert_uint_eq(why->missing, 1);
	ck_assert_uint_eq(why->nest_offset, 0);
	ck_assert_str_eq(why->missing_path, "netdev.ifindex");
	lsock_nlreq_free(r);
	lsock_netlink_free(n);
}
