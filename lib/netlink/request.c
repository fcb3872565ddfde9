/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A request, which owns its buffer.  libmnl puts the pieces in, after what it does not look at has
 * been looked at here: that an attribute's length goes into 16 bits, and that there is room.  The
 * buffer is zero where nothing has been written, for libmnl 1.0.4 leaves padding as it was.
 */
#include "netlink/request.h"

#include <arpa/inet.h>
#include <endian.h>
#include <errno.h>
#include <libmnl/libmnl.h>
#include <string.h>

#include "base/export.h"
#include "netlink/walk.h"
#include "sys/sys.h"

#define ROOM_FIRST 512
#define PAYLOAD_MAX (UINT16_MAX - sizeof(struct nlattr))

static struct nlmsghdr *written(const struct lsock_nlreq *request)
{
	return (struct nlmsghdr *) (void *) request->buf;
}

static int fail(struct lsock_nlreq *request, int error)
{
	if (request->error == 0)
		request->error = error;
	return request->error;
}

/* Doubled, so that a message of n bytes is copied n times at most. */
static int grow(struct lsock_nlreq *request, size_t size)
{
	size_t room = request->room ? request->room : ROOM_FIRST;
	char *buf;

	while (room < size)
		room *= 2;
	buf = lsock__sys_realloc(request->buf, room);
	if (buf == NULL)
		return fail(request, -ENOMEM);
	memset(buf + request->room, 0, room - request->room);
	request->buf = buf;
	request->room = room;
	return 0;
}

/* Room for so many bytes more behind what is there, padding included. */
static int make_room(struct lsock_nlreq *request, size_t more)
{
	size_t used = request->buf ? lsock__nl_align(written(request)->nlmsg_len) : 0;

	if (more > UINT32_MAX / 2 - used)
		return fail(request, -EMSGSIZE);
	return used + more <= request->room ? 0 : grow(request, used + more);
}

LSOCK_API int lsock_nlreq_new(struct lsock_nlreq **ret_request)
{
	struct lsock_nlreq *request = lsock__sys_alloc(sizeof(*request));

	if (request == NULL)
		return -ENOMEM;
	*request = (struct lsock_nlreq){ .error = -EINVAL };	/* nothing was begun */
	*ret_request = request;
	return 0;
}

LSOCK_API struct lsock_nlreq *lsock_nlreq_free(struct lsock_nlreq *request)
{
	if (request) {
		lsock__sys_free(request->buf);
		lsock__sys_free(request);
	}
	return NULL;
}

static void empty(struct lsock_nlreq *request)
{
	if (request->buf)
		memset(request->buf, 0, lsock__nl_align(written(request)->nlmsg_len));
	request->error = 0;
	request->depth = 0;
	request->set = NULL;
}

LSOCK_API int lsock_nlreq_begin(struct lsock_nlreq *request, uint16_t type, uint16_t flags,
				const void *head, size_t size)
{
	struct nlmsghdr *message;
	void *extra;

	empty(request);
	if (size > PAYLOAD_MAX)
		return fail(request, -EMSGSIZE);
	if (make_room(request, sizeof(*message) + lsock__nl_align(size)) < 0)
		return request->error;
	message = mnl_nlmsg_put_header(request->buf);
	message->nlmsg_type = type;
	message->nlmsg_flags = flags | NLM_F_REQUEST;
	extra = mnl_nlmsg_put_extra_header(message, size);	/* zeros */
	if (head)
		memcpy(extra, head, size);
	return 0;
}

LSOCK_API void lsock_nlreq_use(struct lsock_nlreq *request, const struct lsock_nlset *set)
{
	request->set = set;
}

LSOCK_API int lsock_nlreq_put(struct lsock_nlreq *request, uint16_t type, const void *data,
			      size_t size)
{
	if (request->error < 0)
		return request->error;
	if (data == NULL && size > 0)
		return fail(request, -EINVAL);
	if (size > PAYLOAD_MAX)
		return fail(request, -EMSGSIZE);
	if (make_room(request, sizeof(struct nlattr) + lsock__nl_align(size)) < 0)
		return request->error;
	if (!mnl_attr_put_check(written(request), request->room, type, size, data ? data : ""))
		return fail(request, -EMSGSIZE);
	return 0;
}

LSOCK_API int lsock_nlreq_put_u8(struct lsock_nlreq *request, uint16_t type, uint8_t value)
{
	return lsock_nlreq_put(request, type, &value, sizeof(value));
}

LSOCK_API int lsock_nlreq_put_u16(struct lsock_nlreq *request, uint16_t type, uint16_t value)
{
	return lsock_nlreq_put(request, type, &value, sizeof(value));
}

LSOCK_API int lsock_nlreq_put_u32(struct lsock_nlreq *request, uint16_t type, uint32_t value)
{
	return lsock_nlreq_put(request, type, &value, sizeof(value));
}

LSOCK_API int lsock_nlreq_put_u64(struct lsock_nlreq *request, uint16_t type, uint64_t value)
{
	return lsock_nlreq_put(request, type, &value, sizeof(value));
}

LSOCK_API int lsock_nlreq_put_s32(struct lsock_nlreq *request, uint16_t type, int32_t value)
{
	return lsock_nlreq_put(request, type, &value, sizeof(value));
}

LSOCK_API int lsock_nlreq_put_be16(struct lsock_nlreq *request, uint16_t type, uint16_t value)
{
	return lsock_nlreq_put_u16(request, type, htons(value));
}

LSOCK_API int lsock_nlreq_put_be32(struct lsock_nlreq *request, uint16_t type, uint32_t value)
{
	return lsock_nlreq_put_u32(request, type, htonl(value));
}

LSOCK_API int lsock_nlreq_put_be64(struct lsock_nlreq *request, uint16_t type, uint64_t value)
{
	return lsock_nlreq_put_u64(request, type, htobe64(value));
}

LSOCK_API int lsock_nlreq_put_flag(struct lsock_nlreq *request, uint16_t type)
{
	return lsock_nlreq_put(request, type, NULL, 0);
}

LSOCK_API int lsock_nlreq_put_ip(struct lsock_nlreq *request, uint16_t type,
				 const struct lsock_ip *ip)
{
	if (ip->family != AF_INET && ip->family != AF_INET6)
		return fail(request, -EINVAL);
	return lsock_nlreq_put(request, type, ip->bytes, ip->family == AF_INET ? 4 : 16);
}

/* The NUL is the byte behind it, which is zero: it is only counted. */
LSOCK_API int lsock_nlreq_put_text(struct lsock_nlreq *request, uint16_t type, const char *text,
				   size_t len)
{
	struct nlmsghdr *message;
	struct nlattr *attribute;

	if (request->error < 0)
		return request->error;
	if (len > 0 && memchr(text, '\0', len))
		return fail(request, -EINVAL);
	if (len >= PAYLOAD_MAX)
		return fail(request, -EMSGSIZE);
	if (make_room(request, sizeof(*attribute) + lsock__nl_align(len + 1)) < 0)
		return request->error;
	message = written(request);
	attribute = mnl_nlmsg_get_payload_tail(message);
	if (!mnl_attr_put_check(message, request->room, type, len, text ? text : ""))
		return fail(request, -EMSGSIZE);
	attribute->nla_len++;
	message->nlmsg_len = (uint32_t) ((size_t) ((char *) attribute - request->buf) +
					 lsock__nl_align(attribute->nla_len));
	return 0;
}

LSOCK_API int lsock_nlreq_nest(struct lsock_nlreq *request, uint16_t type)
{
	struct nlattr *nest;

	if (request->error < 0)
		return request->error;
	if (request->depth == LSOCK__NESTS_MAX)
		return fail(request, -EINVAL);
	if (make_room(request, sizeof(*nest)) < 0)
		return request->error;
	nest = mnl_attr_nest_start_check(written(request), request->room, type);
	if (nest == NULL)
		return fail(request, -EMSGSIZE);
	request->nests[request->depth++] = (uint32_t) ((char *) nest - request->buf);
	return 0;
}

/* The innermost nest that is open, which is open no longer; NULL: there is none. */
static struct nlattr *close_nest(struct lsock_nlreq *request)
{
	if (request->error < 0)
		return NULL;
	if (request->depth == 0) {
		(void) fail(request, -EINVAL);	/* which has stuck: the caller gives that */
		return NULL;
	}
	return (struct nlattr *) (void *) (request->buf + request->nests[--request->depth]);
}

LSOCK_API int lsock_nlreq_end(struct lsock_nlreq *request)
{
	struct nlattr *nest = close_nest(request);

	if (nest == NULL)
		return request->error;
	if ((char *) mnl_nlmsg_get_payload_tail(written(request)) - (char *) nest > UINT16_MAX)
		return fail(request, -EMSGSIZE);	/* libmnl would cut it to 16 bits */
	mnl_attr_nest_end(written(request), nest);
	return 0;
}

LSOCK_API int lsock_nlreq_cancel(struct lsock_nlreq *request)
{
	struct nlattr *nest = close_nest(request);
	char *end;

	if (nest == NULL)
		return request->error;
	end = mnl_nlmsg_get_payload_tail(written(request));
	mnl_attr_nest_cancel(written(request), nest);
	memset(nest, 0, (size_t) (end - (char *) nest));
	return 0;
}

LSOCK_API int lsock_nlreq_error(const struct lsock_nlreq *request)
{
	return request->error;
}

int lsock__nlreq_take(const struct lsock_nlreq *request, const struct nlmsghdr **ret_message)
{
	if (request->error < 0)
		return request->error;
	if (request->depth > 0)
		return -EINVAL;
	*ret_message = written(request);
	return 0;
}

LSOCK_API const struct nlmsghdr *lsock_nlreq_message(const struct lsock_nlreq *request)
{
	return request->error < 0 ? NULL : written(request);
}
