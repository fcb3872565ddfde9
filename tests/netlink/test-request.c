/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Requests as bytes, and what they allocate; that the kernel takes them: test-request-live.c. */
#include <linux_sock/linux_sock.h>

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

#include "netlink/request.h"
#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/netlink/raw.h"

#define PAYLOAD_MAX 65531

static char long_payload[PAYLOAD_MAX + 1];

static struct lsock_nlreq *begun(void)
{
	struct lsock_nlreq *request;

	ck_assert_int_eq(lsock_nlreq_new(&request), 0);
	ck_assert_int_eq(lsock_nlreq_begin(request, 20, 0, NULL, 0), 0);
	return request;
}

/* Its attributes. */
static struct lsock_bytes area_of(const struct lsock_nlreq *request)
{
	struct lsock_bytes area;

	ck_assert_int_eq(lsock_nlmsg_area(lsock_nlreq_message(request), 0, &area), 0);
	return area;
}

static const struct nlattr *first_of(const struct lsock_nlreq *request)
{
	const struct nlattr *attribute = NULL;

	ck_assert_int_eq(lsock_nlattr_next(area_of(request), &attribute), 1);
	return attribute;
}

/* All of it, byte for byte. */
static void has_bytes(const struct lsock_nlreq *request, const struct raw *raw)
{
	const struct nlmsghdr *message = lsock_nlreq_message(request);

	ck_assert_uint_eq(message->nlmsg_len, (raw->size + 3) / 4 * 4);
	ck_assert_mem_eq(message, raw->bytes, message->nlmsg_len);
}

/* ---- Beginning */

TEST(nothing_is_there_before_the_first_begin)
{
	const struct nlmsghdr *message = NULL;
	struct lsock_nlreq *request;

	ck_assert_int_eq(lsock_nlreq_new(&request), 0);
	ck_assert_int_eq(lsock_nlreq_error(request), -EINVAL);
	ck_assert_int_eq(lsock_nlreq_put_u32(request, 1, 2), -EINVAL);
	ck_assert_int_eq(lsock_nlreq_nest(request, 1), -EINVAL);
	ck_assert_int_eq(lsock_nlreq_end(request), -EINVAL);
	ck_assert_ptr_null(lsock_nlreq_message(request));
	ck_assert_int_eq(lsock__nlreq_take(request, &message), -EINVAL);
	ck_assert_ptr_null(message);
	ck_assert_ptr_null(lsock_nlreq_free(request));
	ck_assert_ptr_null(lsock_nlreq_free(NULL));
}

TEST(begins_with_its_header)
{
	struct lsock_nlreq *request = begun();
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, 30, 6);

	memcpy(message + 1, "header", 6);
	message->nlmsg_flags = NLM_F_REQUEST | NLM_F_CREATE;
	message->nlmsg_len = 24;
	ck_assert_int_eq(lsock_nlreq_begin(request, 30, NLM_F_CREATE, "header", 6), 0);
	has_bytes(request, &raw);
	memset(message + 1, 0, 6);
	ck_assert_int_eq(lsock_nlreq_begin(request, 30, NLM_F_CREATE, NULL, 6), 0);
	has_bytes(request, &raw);
	lsock_nlreq_free(request);
}

TEST(header_of_any_size_is_held)
{
	struct lsock_nlreq *request = begun();
	size_t n;

	ck_assert_int_eq(lsock_nlreq_begin(request, 30, 0, long_payload, PAYLOAD_MAX), 0);
	ck_assert_uint_eq(lsock_nlreq_message(request)->nlmsg_len, 16 + PAYLOAD_MAX + 1);
	ck_assert_int_eq(lsock_nlreq_begin(request, 30, 0, NULL, PAYLOAD_MAX + 1), -EMSGSIZE);
	for (n = 0; n < 40; n++)
		ck_assert_int_eq(lsock_nlreq_begin(request, 30, 0, "", SIZE_MAX - n), -EMSGSIZE);
	ck_assert_ptr_null(lsock_nlreq_message(request));
	lsock_nlreq_free(request);
}

/* ---- Pieces */

TEST(pieces_are_what_the_kernel_reads)
{
	const struct lsock_ip four = { AF_INET, 24, { 192, 0, 2, 1 } };
	const struct lsock_ip six = { AF_INET6, 64, { 0x20, 1, 0xd, 0xb8, [15] = 1 } };
	struct lsock_nlreq *request = begun();
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, 20, 0);

	message->nlmsg_flags = NLM_F_REQUEST;
	lsock_nlreq_put(request, 1, "abcde", 5);
	raw_attribute(&raw, 1, "abcde", 5);
	lsock_nlreq_put_u8(request, 2, 0x81);
	raw_attribute(&raw, 2, "\x81", 1);
	lsock_nlreq_put_u16(request, 3, 0x8182);
	raw_attribute(&raw, 3, &(uint16_t){ 0x8182 }, 2);
	lsock_nlreq_put_u32(request, 4, 0x81828384);
	raw_attribute(&raw, 4, &(uint32_t){ 0x81828384 }, 4);
	lsock_nlreq_put_u64(request, 5, UINT64_C(1) << 40);
	raw_attribute(&raw, 5, &(uint64_t){ UINT64_C(1) << 40 }, 8);
	lsock_nlreq_put_s32(request, 6, -2);
	raw_attribute(&raw, 6, &(int32_t){ -2 }, 4);
	lsock_nlreq_put_be16(request, 7, 0x8102);
	raw_attribute(&raw, 7, "\x81\x02", 2);
	lsock_nlreq_put_be32(request, 8, 0x81020304);
	raw_attribute(&raw, 8, "\x81\x02\x03\x04", 4);
	lsock_nlreq_put_be64(request, 9, UINT64_C(0x8102030405060708));
	raw_attribute(&raw, 9, "\x81\x02\x03\x04\x05\x06\x07\x08", 8);
	lsock_nlreq_put_flag(request, 10);
	raw_attribute(&raw, 10, NULL, 0);
	lsock_nlreq_put_ip(request, 11, &four);
	raw_attribute(&raw, 11, four.bytes, 4);
	lsock_nlreq_put_ip(request, 12, &six);
	raw_attribute(&raw, 12, six.bytes, 16);
	lsock_nlreq_put_text(request, 13, "eth0", 4);
	raw_attribute(&raw, 13, "eth0", 5);
	lsock_nlreq_put_text(request, 14, "eth", 3);
	raw_attribute(&raw, 14, "eth", 4);
	lsock_nlreq_put_text(request, 15, NULL, 0);
	raw_attribute(&raw, 15, "", 1);
	raw_attribute(&raw, 16, NULL, 0);
	lsock_nlreq_put(request, 16, NULL, 0);
	ck_assert_int_eq(lsock_nlreq_error(request), 0);
	message->nlmsg_len = (uint32_t) raw.size;
	has_bytes(request, &raw);
	lsock_nlreq_free(request);
}

TEST(sizes_up_to_65531)
{
	struct lsock_nlreq *request = begun();

	ck_assert_int_eq(lsock_nlreq_put(request, 1, long_payload, PAYLOAD_MAX), 0);
	ck_assert_uint_eq(first_of(request)->nla_len, 65535);
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	memset(long_payload, 'a', PAYLOAD_MAX);
	ck_assert_int_eq(lsock_nlreq_put_text(request, 1, long_payload, PAYLOAD_MAX - 1), 0);
	ck_assert_uint_eq(first_of(request)->nla_len, 65535);
	lsock_nlreq_free(request);
}

TEST(attribute_over_65535_is_refused)
{
	struct lsock_nlreq *request = begun();

	ck_assert_int_eq(lsock_nlreq_put(request, 1, long_payload, PAYLOAD_MAX + 1), -EMSGSIZE);
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	ck_assert_int_eq(lsock_nlreq_put(request, 1, long_payload, SIZE_MAX), -EMSGSIZE);
	memset(long_payload, 'a', PAYLOAD_MAX);
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	ck_assert_int_eq(lsock_nlreq_put_text(request, 1, long_payload, PAYLOAD_MAX), -EMSGSIZE);
	lsock_nlreq_free(request);
}

/* A nest, too; of 65535 bytes there can be none, for what is in it is padded. */
TEST(nest_over_65535_is_refused)
{
	struct lsock_nlreq *request = begun();

	lsock_nlreq_nest(request, 1);
	lsock_nlreq_put(request, 2, long_payload, 65520);
	lsock_nlreq_put_flag(request, 3);
	ck_assert_int_eq(lsock_nlreq_end(request), 0);
	ck_assert_uint_eq(first_of(request)->nla_len, 65532);
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	lsock_nlreq_nest(request, 1);
	lsock_nlreq_put(request, 2, long_payload, 65520);
	lsock_nlreq_put_u32(request, 3, 1);
	ck_assert_int_eq(lsock_nlreq_end(request), -EMSGSIZE);
	ck_assert_ptr_null(lsock_nlreq_message(request));
	lsock_nlreq_free(request);
}

TEST(message_grows_beyond_an_attribute)
{
	struct lsock_nlreq *request = begun();
	int n;

	for (n = 0; n < 20; n++)
		ck_assert_int_eq(lsock_nlreq_put(request, 1, long_payload, PAYLOAD_MAX), 0);
	ck_assert_uint_eq(lsock_nlreq_message(request)->nlmsg_len, 16 + 20 * 65536);
	lsock_nlreq_free(request);
}

TEST(text_with_a_nul_inside_is_refused)
{
	struct lsock_nlreq *request = begun();

	ck_assert_int_eq(lsock_nlreq_put_text(request, 1, "a\0b", 3), -EINVAL);
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	ck_assert_int_eq(lsock_nlreq_put_text(request, 1, "ab", 3), -EINVAL);
	lsock_nlreq_free(request);
}

TEST(nothing_of_some_size_is_refused)
{
	struct lsock_nlreq *request = begun();

	ck_assert_int_eq(lsock_nlreq_put(request, 1, NULL, 1), -EINVAL);
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	ck_assert_int_eq(lsock_nlreq_put_ip(request, 1, &(struct lsock_ip){ 0, 0, "" }), -EINVAL);
	lsock_nlreq_free(request);
}

/* ---- Errors */

/* Each call that can go on gives the first error, and writes nothing. */
TEST(first_error_sticks)
{
	const struct lsock_ip ip = { AF_INET, 32, { 127, 0, 0, 1 } };
	struct lsock_nlreq *request = begun();
	const struct nlmsghdr *message = NULL;

	lsock_nlreq_put(request, 1, long_payload, PAYLOAD_MAX + 1);
	ck_assert_int_eq(lsock_nlreq_put(request, 1, NULL, 1), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_put_u8(request, 1, 1), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_put_text(request, 1, "a\0", 2), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_put_ip(request, 1, &ip), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_put_ip(request, 1, &(struct lsock_ip){ 0, 0, "" }), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_nest(request, 1), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_end(request), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_cancel(request), -EMSGSIZE);
	ck_assert_int_eq(lsock_nlreq_error(request), -EMSGSIZE);
	ck_assert_int_eq(lsock__nlreq_take(request, &message), -EMSGSIZE);
	ck_assert_ptr_null(message);
	lsock_nlreq_free(request);
}

TEST(begin_forgets_all)
{
	const struct lsock_nlset *set = (const void *) "a set";
	struct lsock_nlreq *request = begun();
	struct raw raw = { .size = 0 };

	lsock_nlreq_use(request, set);
	ck_assert_ptr_eq(request->set, set);
	lsock_nlreq_nest(request, 1);
	lsock_nlreq_put(request, 2, "much of it", 10);
	lsock_nlreq_put(request, 2, NULL, 2);
	ck_assert_int_eq(lsock_nlreq_begin(request, 20, 0, NULL, 0), 0);
	ck_assert_ptr_null(request->set);
	raw_message(&raw, 20, 0)->nlmsg_flags = NLM_F_REQUEST;
	has_bytes(request, &raw);
	ck_assert_int_eq(lsock_nlreq_end(request), -EINVAL);
	lsock_nlreq_free(request);
}

/* ---- Nests */

TEST(nests_16_deep)
{
	struct lsock_nlreq *request = begun();
	struct lsock_bytes area;
	uint16_t n;

	for (n = 0; n < 16; n++)
		ck_assert_int_eq(lsock_nlreq_nest(request, n), 0);
	lsock_nlreq_put_u32(request, 16, 4711);
	for (n = 0; n < 16; n++)
		ck_assert_int_eq(lsock_nlreq_end(request), 0);
	area = area_of(request);
	for (n = 0; n < 17; n++) {
		const struct nlattr *attribute = NULL;

		ck_assert_int_eq(lsock_nlattr_next(area, &attribute), 1);
		ck_assert_uint_eq(attribute->nla_type, n < 16 ? n | NLA_F_NESTED : 16);
		ck_assert_uint_eq(attribute->nla_len, area.size);
		area = lsock_nlattr_area(attribute);
	}
	for (n = 0; n < 16; n++)
		ck_assert_int_eq(lsock_nlreq_nest(request, n), 0);
	ck_assert_int_eq(lsock_nlreq_nest(request, 16), -EINVAL);
	lsock_nlreq_free(request);
}

TEST(cancelled_nest_leaves_no_trace)
{
	struct lsock_nlreq *request = begun();
	struct raw raw = { .size = 0 };
	struct nlmsghdr *message = raw_message(&raw, 20, 0);

	lsock_nlreq_put_u8(request, 1, 1);
	raw_attribute(&raw, 1, "\1", 1);
	lsock_nlreq_nest(request, 2);
	lsock_nlreq_put(request, 3, "\xff\xff\xff\xff\xff\xff\xff", 7);
	ck_assert_int_eq(lsock_nlreq_cancel(request), 0);
	lsock_nlreq_put_u8(request, 4, 4);
	raw_attribute(&raw, 4, "\4", 1);
	lsock_nlreq_put_text(request, 5, "four", 4);
	raw_attribute(&raw, 5, "four", 5);
	message->nlmsg_flags = NLM_F_REQUEST;
	message->nlmsg_len = 44;
	has_bytes(request, &raw);
	ck_assert_int_eq(lsock_nlreq_cancel(request), -EINVAL);
	lsock_nlreq_free(request);
}

TEST(open_nest_is_not_taken)
{
	struct lsock_nlreq *request = begun();
	const struct nlmsghdr *message = NULL;

	lsock_nlreq_nest(request, 1);
	ck_assert_int_eq(lsock__nlreq_take(request, &message), -EINVAL);
	ck_assert_ptr_null(message);
	lsock_nlreq_end(request);
	ck_assert_int_eq(lsock__nlreq_take(request, &message), 0);
	ck_assert_ptr_eq(message, lsock_nlreq_message(request));
	lsock_nlreq_free(request);
}

/* ---- Memory */

static void write_some(struct lsock_nlreq *request, size_t size)
{
	lsock_nlreq_begin(request, 20, 0, NULL, 0);
	lsock_nlreq_nest(request, 1);
	lsock_nlreq_put(request, 2, long_payload, size);
	lsock_nlreq_put_text(request, 3, "text", 4);
	ck_assert_int_eq(lsock_nlreq_end(request), 0);
}

TEST(allocates_nothing_after_its_longest)
{
	struct lsock_nlreq *request = begun();
	int n;

	write_some(request, 60000);
	seam_reset();
	for (n = 0; n < 100; n++)
		write_some(request, random_index(60001));
	ck_assert_uint_eq(seam_count("malloc"), 0);
	write_some(request, 65500);
	ck_assert_uint_eq(seam_count("malloc"), 0);	/* there was room for 65536 */
	lsock_nlreq_free(request);
}

/* Whatever lay there, a request is the same bytes each time: rooms of another are reused. */
TEST(padding_is_zero)
{
	struct lsock_nlreq *request = begun(), *fresh = begun();
	size_t n;

	for (n = 0; n < 64; n++) {
		memset(long_payload, 0xff, 4096);
		write_some(request, 4096 - random_index(64));
		write_some(request, n);
		lsock_nlreq_free(fresh);
		fresh = begun();
		write_some(fresh, n);
		ck_assert_uint_eq(lsock_nlreq_message(request)->nlmsg_len,
				  lsock_nlreq_message(fresh)->nlmsg_len);
		ck_assert_mem_eq(lsock_nlreq_message(request), lsock_nlreq_message(fresh),
				 lsock_nlreq_message(fresh)->nlmsg_len);
	}
	lsock_nlreq_free(request);
	lsock_nlreq_free(fresh);
}

TEST(no_memory_is_an_error_that_sticks)
{
	struct lsock_nlreq *request = begun();

	seam_reset();
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_nlreq_put(request, 1, long_payload, 600), -ENOMEM);
	ck_assert_int_eq(lsock_nlreq_put_u8(request, 1, 1), -ENOMEM);
	seam_reset();
	write_some(request, 600);
	seam_fail("malloc", 1, 1, -ENOMEM);
	ck_assert_int_eq(lsock_nlreq_begin(request, 20, 0, long_payload, 4000), -ENOMEM);
	ck_assert_ptr_null(lsock_nlreq_message(request));
	seam_reset();
	write_some(request, 4000);
	lsock_nlreq_free(request);
}
