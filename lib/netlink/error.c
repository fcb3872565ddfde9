/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What an answer says of an error: a number, then the request or its header once more, then
 * attributes.  Behind the number of NLMSG_DONE these follow at once; it may have no number either.
 * All of it is copied into a value of the caller's.
 */
#include "netlink/error.h"

#include <string.h>

#include "base/out.h"
#include "netlink/path.h"
#include "netlink/walk.h"

#define ERRNO_MAX 4095

struct answer {
	int32_t error;
	const struct nlmsghdr *echo;	/* NULL: none */
	const struct nlmsghdr *request;	/* NULL: nobody has it */
	struct lsock_nlattrs said;
};

/* ---- where things are */

static size_t left_behind(const struct nlmsghdr *message, size_t at)
{
	return message->nlmsg_len > at ? message->nlmsg_len - at : 0;
}

static int take_number(const struct nlmsghdr *message, int32_t *ret_error)
{
	bool is_done = message->nlmsg_type == NLMSG_DONE;
	int32_t error = 0;

	if (left_behind(message, sizeof(*message)) >= sizeof(error))
		memcpy(&error, message + 1, sizeof(error));
	else if (!is_done)
		return -EBADMSG;
	if (is_done && error > 0)
		error = 0;	/* of what was dumped, in some kernels */
	if (error > 0 || error < -ERRNO_MAX)
		return -EBADMSG;
	*ret_error = error;
	return 0;
}

/* How much of the message is the request again, padded: more than there is if it is malformed. */
static size_t echoed(const struct nlmsghdr *message, const struct nlmsghdr *echo)
{
	if (message->nlmsg_flags & NLM_F_CAPPED)
		return sizeof(*echo);
	return echo->nlmsg_len < sizeof(*echo) ? SIZE_MAX : echo->nlmsg_len;
}

/* Of an NLMSG_ERROR: *at comes behind it. */
static int take_echo(const struct nlmsghdr *message, struct answer *answer, size_t *at)
{
	const struct nlmsghdr *echo = (const void *) ((const char *) message + *at);
	size_t left = left_behind(message, *at);

	if (left < sizeof(*echo) || left < echoed(message, echo))
		return -EBADMSG;
	answer->echo = echo;
	if (answer->request == NULL && !(message->nlmsg_flags & NLM_F_CAPPED))
		answer->request = echo;
	*at += lsock__nl_align(echoed(message, echo));
	return 0;
}

static int take_said(const struct nlmsghdr *message, size_t at, struct lsock_nlattrs *ret_said)
{
	struct lsock_bytes area = { .size = 0 };

	if (message->nlmsg_flags & NLM_F_ACK_TLVS && left_behind(message, at) > 0)
		area = (struct lsock_bytes){
			.data = (const char *) message + at, .size = left_behind(message, at),
		};
	return lsock_nlattrs_in(area, ret_said);
}

static int take(const struct nlmsghdr *message, struct answer *answer)
{
	size_t at = sizeof(*message) + sizeof(answer->error);
	int r;

	if (message->nlmsg_len < sizeof(*message))
		return -EBADMSG;
	if (message->nlmsg_type != NLMSG_ERROR && message->nlmsg_type != NLMSG_DONE)
		return -ENOMSG;
	r = take_number(message, &answer->error);
	if (r == 0 && message->nlmsg_type == NLMSG_ERROR)
		r = take_echo(message, answer, &at);
	return r < 0 ? r : take_said(message, at, &answer->said);
}

/* ---- what they say; of another length than they had they say nothing */

/* The kernel's words are whatever bytes, and lines of a log are made of them. */
static void read_words(const struct lsock_nlattrs *said, struct lsock_nlerror *error)
{
	struct lsock__out out = { .buf = error->message, .size = sizeof(error->message) };
	struct lsock_bytes words = lsock_nlattrs_area(said, NLMSGERR_ATTR_MSG);

	if (words.size > 0)
		lsock__out_escaped(&out, words.data, strnlen(words.data, words.size));
	lsock__out_end(&out);
}

static void read_cookie(const struct lsock_nlattrs *said, struct lsock_nlerror *error)
{
	struct lsock_bytes cookie = lsock_nlattrs_area(said, NLMSGERR_ATTR_COOKIE);

	if (cookie.size == 0 || cookie.size > sizeof(error->cookie))
		return;
	memcpy(error->cookie, cookie.data, cookie.size);
	error->cookie_size = (uint32_t) cookie.size;
}

/* The kernel gives one pair of limits, by the type's kind. */
static void read_policy(const struct lsock_nlattrs *said, struct lsock_nlerror *error)
{
	struct lsock_bytes area = lsock_nlattrs_area(said, NLMSGERR_ATTR_POLICY);
	struct lsock_nlattrs policy;

	if (area.size == 0 || lsock_nlattrs_in(area, &policy) < 0)
		return;
	lsock_nlattrs_u32(&policy, NL_POLICY_TYPE_ATTR_TYPE, &error->policy_type);
	lsock_nlattrs_u64(&policy, NL_POLICY_TYPE_ATTR_MIN_VALUE_S, &error->min);
	lsock_nlattrs_u64(&policy, NL_POLICY_TYPE_ATTR_MAX_VALUE_S, &error->max);
	lsock_nlattrs_u64(&policy, NL_POLICY_TYPE_ATTR_MIN_VALUE_U, &error->min);
	lsock_nlattrs_u64(&policy, NL_POLICY_TYPE_ATTR_MAX_VALUE_U, &error->max);
	lsock_nlattr_uint(lsock_nlattrs_at(&policy, NL_POLICY_TYPE_ATTR_MIN_LENGTH), &error->min);
	lsock_nlattr_uint(lsock_nlattrs_at(&policy, NL_POLICY_TYPE_ATTR_MAX_LENGTH), &error->max);
	lsock_nlattr_uint(lsock_nlattrs_at(&policy, NL_POLICY_TYPE_ATTR_BITFIELD32_MASK),
			  &error->mask);
	lsock_nlattrs_u64(&policy, NL_POLICY_TYPE_ATTR_MASK, &error->mask);
}

static void read_path(const struct answer *answer, const struct lsock_nlset *set,
		      struct lsock_nlerror *error)
{
	struct lsock__out out = { .buf = error->path, .size = sizeof(error->path) };

	lsock_nlattrs_u32(&answer->said, NLMSGERR_ATTR_OFFS, &error->offset);
	if (answer->request && error->offset)
		/* Where there is no name, there is none to be told. */
		(void) lsock__path_put(set, answer->request, error->offset, &out);
	lsock__out_end(&out);
}

static void read_missing(const struct answer *answer, const struct lsock_nlset *set,
			 struct lsock_nlerror *error)
{
	struct lsock__out out = { .buf = error->missing_path, .size = sizeof(error->missing_path) };
	uint32_t type;

	if (lsock_nlattrs_u32(&answer->said, NLMSGERR_ATTR_MISS_TYPE, &type) < 0 ||
	    type > UINT16_MAX)
		return;
	error->missing = (uint16_t) type;
	lsock_nlattrs_u32(&answer->said, NLMSGERR_ATTR_MISS_NEST, &error->nest_offset);
	/* As above. */
	(void) lsock__path_put_missing(set, answer->request, error->nest_offset, error->missing,
				       &out);
	lsock__out_end(&out);
}

static void fill(int error, int origin, struct lsock_nlerror *ret_error)
{
	memset(ret_error, 0, sizeof(*ret_error));
	ret_error->size = sizeof(*ret_error);
	ret_error->error = error;
	ret_error->origin = origin;
}

int lsock__nlerror_read(const struct nlmsghdr *answer, const struct nlmsghdr *request,
			const struct lsock_nlset *set, struct lsock_nlerror *ret_error)
{
	struct answer parts = { .request = request };
	const struct nlmsghdr *typed;
	int r;

	if (!lsock__nl_is_aligned(answer) || !lsock__nl_is_aligned(request))
		return -EINVAL;
	r = take(answer, &parts);
	if (r < 0)
		return r;
	fill(parts.error, LSOCK_NLERROR_KERNEL, ret_error);
	typed = request ? request : parts.echo;
	ret_error->type = typed ? typed->nlmsg_type : 0;
	read_words(&parts.said, ret_error);
	read_cookie(&parts.said, ret_error);
	read_policy(&parts.said, ret_error);
	read_path(&parts, set, ret_error);
	read_missing(&parts, set, ret_error);
	return 0;
}

/* ---- what others say */

void lsock__nlerror_system(int error, struct lsock_nlerror *ret_error)
{
	fill(error, LSOCK_NLERROR_SYSTEM, ret_error);
}

void lsock__nlerror_library(int error, const char *message, struct lsock_nlerror *ret_error)
{
	struct lsock__out out = { .buf = ret_error->message, .size = sizeof(ret_error->message) };

	fill(error, LSOCK_NLERROR_LIBRARY, ret_error);
	if (message)
		lsock__out_text(&out, message);
	lsock__out_end(&out);
}

LSOCK_API int lsock_nlerror_read(const struct nlmsghdr *answer, const struct nlmsghdr *request,
				 const struct lsock_nlset *set, struct lsock_nlerror *ret_error)
{
	return lsock__nlerror_read(answer, request, set, ret_error);
}
