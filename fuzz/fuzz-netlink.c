/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Netlink from bytes of chance: the first byte says how long a fixed header is, the others are a
 * datagram.  Each message is walked, indexed and read with all getters, and so are its nests; what
 * comes of it has to keep the promises of nlmsg.h.  Then it is written once more by nlreq.h, and
 * has to come out as it went in.  "make fuzz" links it with libFuzzer, "make check" with replay.c,
 * which runs the corpus.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/linux_sock.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define DEEP 4

#define CHECK(holds)									\
	do {										\
		if (!(holds)) {								\
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #holds);	\
			abort();							\
		}									\
	} while (0)

static bool lies_in(struct lsock_bytes part, struct lsock_bytes whole)
{
	const char *begin = part.data, *end = (const char *) whole.data + whole.size;

	return begin >= (const char *) whole.data && begin <= end &&
	       part.size <= (size_t) (end - begin);
}

/* ---- One attribute */

static void check_numbers(const struct nlattr *attribute, size_t size)
{
	uint8_t u8;
	uint16_t u16, be16;
	uint32_t u32, be32, selector;
	uint64_t u64, be64;
	int32_t s32;
	int64_t s64;

	CHECK(lsock_nlattr_u8(attribute, &u8) == (size == 1 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_u16(attribute, &u16) == (size == 2 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_u32(attribute, &u32) == (size == 4 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_s32(attribute, &s32) == (size == 4 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_u64(attribute, &u64) == (size == 8 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_s64(attribute, &s64) == (size == 8 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_bitfield(attribute, &u32, &selector) == (size == 8 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_uint(attribute, &u64) == (size == 4 || size == 8 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_sint(attribute, &s64) == (size == 4 || size == 8 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_be16(attribute, &be16) == (size == 2 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_be32(attribute, &be32) == (size == 4 ? 0 : -EBADMSG));
	CHECK(lsock_nlattr_be64(attribute, &be64) == (size == 8 ? 0 : -EBADMSG));
	CHECK(size != 2 || htons(be16) == u16);
}

static void check_bytes(const struct nlattr *attribute, struct lsock_bytes payload)
{
	struct lsock_ip ip = { .family = 0 };
	const char *text;
	size_t len;
	int r = lsock_nlattr_ip(attribute, &ip);

	CHECK(r == (payload.size == 4 || payload.size == 16 ? 0 : -EBADMSG));
	CHECK(r < 0 || ip.family == (payload.size == 4 ? AF_INET : AF_INET6));
	CHECK(r < 0 || memcmp(ip.bytes, payload.data, payload.size) == 0);
	r = lsock_nlattr_text(attribute, &text, &len);
	CHECK(r == 0 || r == -EBADMSG);
	if (r == 0) {
		CHECK(text == payload.data && len <= payload.size && len + 1 >= payload.size);
		CHECK(memchr(text, '\0', payload.size) == (len < payload.size ? text + len : NULL));
	}
}

/* ---- Many */

static void check_area(struct lsock_bytes area, unsigned depth);

static void check_attribute(const struct nlattr *attribute, struct lsock_bytes area, unsigned depth)
{
	struct lsock_bytes payload = lsock_nlattr_area(attribute);

	CHECK(lies_in(payload, area));
	check_numbers(attribute, payload.size);
	check_bytes(attribute, payload);
	if (depth < DEEP)
		check_area(payload, depth + 1);
}

/* How many of each type, those beyond the index in the last one. */
struct types {
	unsigned count[LSOCK_NLATTRS_MAX + 1];
};

static void count_type(struct types *types, const struct nlattr *attribute)
{
	unsigned type = lsock_nlattr_type(attribute);

	types->count[type < LSOCK_NLATTRS_MAX ? type : LSOCK_NLATTRS_MAX]++;
}

static void check_found(const struct lsock_nlattrs *attributes, unsigned type, bool is_there,
			struct lsock_bytes area)
{
	const struct nlattr *found = lsock_nlattrs_at(attributes, type);

	CHECK((found != NULL) == is_there);
	CHECK(lsock_nlattrs_has(attributes, type) == is_there);
	CHECK(!is_there || lsock_nlattr_type(found) == type);
	CHECK(!is_there || lies_in(lsock_nlattrs_area(attributes, type), area));
}

/* An index has what a walk finds, if that comes to the end. */
static void check_index(struct lsock_bytes area, const struct types *types, int end)
{
	struct lsock_nlattrs attributes;
	unsigned type;

	CHECK(lsock_nlattrs_in(area, &attributes) == end);
	for (type = 0; type < LSOCK_NLATTRS_MAX; type++)
		check_found(&attributes, type, end == 0 && types->count[type] > 0, area);
	check_found(&attributes, LSOCK_NLATTRS_MAX, false, area);
	CHECK(attributes.beyond == (end == 0 ? types->count[LSOCK_NLATTRS_MAX] : 0));
}

static void check_area(struct lsock_bytes area, unsigned depth)
{
	const struct nlattr *attribute = NULL;
	struct types types = { { 0 } };
	int r;

	while ((r = lsock_nlattr_next(area, &attribute)) > 0) {
		count_type(&types, attribute);
		check_attribute(attribute, area, depth);
	}
	CHECK(r == 0 || r == -EBADMSG);
	CHECK(lsock_nlattr_next(area, &attribute) == r);
	check_index(area, &types, r);
}

/* ---- Written once more */

static bool write_area(struct lsock_nlreq *request, struct lsock_bytes area)
{
	const struct nlattr *attribute = NULL;
	int r;

	while ((r = lsock_nlattr_next(area, &attribute)) > 0) {
		struct lsock_bytes payload = lsock_nlattr_area(attribute);

		CHECK(lsock_nlreq_put(request, attribute->nla_type, payload.data,
				      payload.size) == 0);
	}
	return r == 0;
}

static void check_written(const struct lsock_nlreq *request, struct lsock_bytes area, size_t header)
{
	const struct nlattr *ours = NULL, *theirs = NULL;
	struct lsock_bytes written;

	CHECK(lsock_nlmsg_area(lsock_nlreq_message(request), header, &written) == 0);
	while (lsock_nlattr_next(area, &theirs) > 0) {
		CHECK(lsock_nlattr_next(written, &ours) == 1);
		CHECK(memcmp(ours, theirs, theirs->nla_len) == 0);
	}
	CHECK(lsock_nlattr_next(written, &ours) == 0);
}

static void write_message(struct lsock_nlreq *request, const struct nlmsghdr *message,
			  struct lsock_bytes area, size_t header)
{
	CHECK(lsock_nlreq_begin(request, message->nlmsg_type, message->nlmsg_flags, message + 1,
				header) == 0);
	if (write_area(request, area))
		check_written(request, area, header);
	CHECK(lsock_nlreq_nest(request, 1) == 0);
	(void) write_area(request, area);
	CHECK(lsock_nlreq_cancel(request) == 0);
}

static void check_message(struct lsock_nlreq *request, const struct nlmsghdr *message,
			  struct lsock_bytes datagram, size_t header)
{
	struct lsock_bytes whole = { message, message->nlmsg_len }, area;
	struct lsock_nlattrs attributes;
	int r = lsock_nlmsg_area(message, header, &area);

	CHECK(lies_in(whole, datagram));
	CHECK(r == (whole.size < sizeof(*message) + header ? -EBADMSG : 0));
	if (r < 0)
		return;
	CHECK(area.size == 0 || lies_in(area, whole));
	check_area(area, 0);
	r = lsock_nlattrs_of(message, header, &attributes);
	CHECK(attributes.head == (r == 0 ? message + 1 : NULL));
	write_message(request, message, area, header);
}

static void walk(struct lsock_bytes datagram, size_t header)
{
	const struct nlmsghdr *message = NULL;
	struct lsock_nlreq *request;
	int r;

	CHECK(lsock_nlreq_new(&request) == 0);
	while ((r = lsock_nlmsg_next(datagram.data, datagram.size, &message)) > 0)
		check_message(request, message, datagram, header);
	CHECK(r == 0 || r == -EBADMSG);
	CHECK(lsock_nlmsg_next(datagram.data, datagram.size, &message) == r);
	lsock_nlreq_free(request);
}

/* In memory of its own, so that who reads beyond it is seen. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy;

	if (size == 0)
		return 0;
	copy = malloc(size > 1 ? size - 1 : 1);
	CHECK(copy);
	memcpy(copy, data + 1, size - 1);
	walk((struct lsock_bytes){ copy, size - 1 }, data[0] % 64);
	free(copy);
	return 0;
}
