/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From offsets of messages to names, in messages of every shape, whole and broken. */
#include <check.h>
#include <errno.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "netlink/path.h"
#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"
#include "tests/netlink/made.h"

static void assert_path(const struct lsock_nlset *set, struct made *made, uint32_t offset,
			const char *want)
{
	char text[256] = "untouched";
	int r = lsock_nlset_path(set, made_message(made), offset, text, sizeof(text));

	ck_assert_msg(r == (want ? (int) strlen(want) : -ENOENT), "%u gives %d", offset, r);
	ck_assert_str_eq(text, want ? want : "untouched");
}

TEST(header_goes_by_its_members)
{
	struct made made;

	made_begin(&made, RTM_NEWROUTE, 0, sizeof(struct rtmsg));
	assert_path(&made_route, &made, 16, "route.family");
	assert_path(&made_route, &made, 17, "route.dst-len");
	assert_path(&made_route, &made, 24, "route.flags");
	assert_path(&made_route, &made, 27, "route.flags");
	assert_path(&made_route, &made, 18, NULL);	/* of no row */
	assert_path(&made_route, &made, 28, NULL);	/* the end */
	made_begin(&made, RTM_NEWLINK, 0, sizeof(struct ifinfomsg));
	assert_path(&made_link, &made, 17, NULL);	/* padding */
	made.len = 17;					/* shorter than its header */
	assert_path(&made_route, &made, 16, "route.family");
	assert_path(&made_route, &made, 17, NULL);
}

TEST(attributes_go_by_rows_or_numbers)
{
	struct made made;
	uint32_t oif, known, unknown, far;

	made_begin(&made, RTM_NEWROUTE, 0, sizeof(struct rtmsg));
	oif = made_put_u32(&made, RTA_OIF, 1);
	known = made_put(&made, RTA_GATEWAY, "\x0a\0\0", 3);
	unknown = made_put_u32(&made, RTA_PRIORITY, 1);
	far = made_put_u32(&made, 0x1fff, 1);
	assert_path(&made_route, &made, oif, "route.oif");
	assert_path(&made_route, &made, oif + 7, "route.oif");
	assert_path(&made_route, &made, known, "route.gateway");
	assert_path(&made_route, &made, known + 7, NULL);	/* what aligns the next */
	assert_path(&made_route, &made, unknown, "route.6");
	assert_path(&made_route, &made, far, "route.8191");
	assert_path(&made_route, &made, far + 8, NULL);
	assert_path(&made_route, &made, UINT32_MAX, NULL);
}

TEST(nests_join_their_names)
{
	struct made made;
	uint32_t nest, mtu, odd, flagged, within;

	made_begin(&made, RTM_NEWROUTE, 0, sizeof(struct rtmsg));
	nest = made_nest(&made, RTA_METRICS | NLA_F_NESTED);
	mtu = made_put_u32(&made, RTAX_MTU, 1400);
	odd = made_put_u32(&made, 40, 1);
	made_end(&made, nest);
	flagged = made_nest(&made, 77 | NLA_F_NESTED);
	within = made_put_u32(&made, 3, 0);
	made_end(&made, flagged);
	assert_path(&made_route, &made, nest, "route.metrics");
	assert_path(&made_route, &made, mtu, "route.metrics.mtu");
	assert_path(&made_route, &made, mtu + 4, "route.metrics.mtu");
	assert_path(&made_route, &made, odd, "route.metrics.40");
	assert_path(&made_route, &made, flagged, "route.77");
	assert_path(&made_route, &made, within, "route.77.3");
}

TEST(words_choose_what_is_nested)
{
	static const struct {
		const char *kind, *path;
		size_t size;
	} rows[] = {
		{ "vlan", "link.linkinfo.data.id", 5 },
		{ "vlan", "link.linkinfo.data.id", 4 },	/* without a NUL */
		{ "vla", "link.linkinfo.data.1", 4 },
		{ "vlan2", "link.linkinfo.data.1", 6 },
		{ "", "link.linkinfo.data.1", 0 },
	};
	uint32_t outer, data, id;
	struct made made;
	size_t k;

	for (k = 0; k < COUNT_OF(rows); k++) {
		made_begin(&made, RTM_NEWLINK, 0, sizeof(struct ifinfomsg));
		outer = made_nest(&made, IFLA_LINKINFO);
		made_put(&made, IFLA_INFO_KIND, "bond", 5);	/* the last one counts */
		data = made_nest(&made, IFLA_INFO_DATA);
		id = made_put(&made, 1, "\x07", 2);
		made_end(&made, data);
		made_put(&made, IFLA_INFO_KIND, rows[k].kind, rows[k].size);
		made_end(&made, outer);
		assert_path(&made_link, &made, id, rows[k].path);
	}
}

TEST(numbers_choose_what_is_nested)
{
	const uint16_t one = 1, two = 2;
	const struct {
		unsigned type;
		const void *payload;
		size_t size;
		const char *path;
	} rows[] = {
		{ RTA_ENCAP_TYPE, &one, 2, "route.encap.id" },
		{ RTA_ENCAP_TYPE, &two, 2, "route.encap.1" },
		{ RTA_ENCAP_TYPE, "\1\0\0\0\0\0\0\0\0", 9, "route.encap.1" },
		{ RTA_ENCAP_TYPE, NULL, 0, "route.encap.1" },
		{ RTA_MARK, "\0\0\2\1", 4, "route.encap.1" },	/* metrics, which have no 1 */
		{ RTA_PRIORITY, &one, 2, "route.encap.1" },
	};
	uint32_t nest, id, mtu;
	struct made made;
	size_t k;

	for (k = 0; k < COUNT_OF(rows); k++) {
		made_begin(&made, RTM_NEWROUTE, 0, sizeof(struct rtmsg));
		nest = made_nest(&made, RTA_ENCAP);
		id = made_put(&made, 1, "\x07", 2);
		mtu = made_put_u32(&made, RTAX_MTU, 2);
		made_end(&made, nest);
		made_put(&made, rows[k].type, rows[k].payload, rows[k].size);
		assert_path(&made_route, &made, id, rows[k].path);
		assert_path(&made_route, &made, mtu,
			    rows[k].type == RTA_MARK ? "route.encap.mtu" : "route.encap.2");
	}
}

/* In linkinfo, of kind "tower". */
static uint32_t begin_tower(struct made *made, uint32_t *ret_data)
{
	uint32_t outer;

	made_begin(made, RTM_NEWLINK, 0, sizeof(struct ifinfomsg));
	outer = made_nest(made, IFLA_LINKINFO);
	made_put(made, IFLA_INFO_KIND, "tower", 5);
	*ret_data = made_nest(made, IFLA_INFO_DATA);
	made_add(made, "\1\0ownr", 6);
	return outer;
}

TEST(nests_have_headers_and_arrays)
{
	uint32_t outer, data, floors, one, height;
	struct made made;

	outer = begin_tower(&made, &data);
	floors = made_nest(&made, 2);
	one = made_nest(&made, 1);
	made_put_u32(&made, 2, 9);
	height = made_put_u32(&made, 1, 3);
	made_end(&made, one);
	made_end(&made, floors);
	made_end(&made, data);
	made_end(&made, outer);
	assert_path(&made_link, &made, data + 4, "link.linkinfo.data.storeys");
	assert_path(&made_link, &made, data + 9, "link.linkinfo.data.owner");
	assert_path(&made_link, &made, data + 10, "link.linkinfo.data");	/* padding of it */
	assert_path(&made_link, &made, floors, "link.linkinfo.data.floors");
	assert_path(&made_link, &made, one, "link.linkinfo.data.floors.1");
	assert_path(&made_link, &made, height, "link.linkinfo.data.floors.1.height");
}

TEST(deep_nests_end_at_16)
{
	uint32_t outer, nests[30];
	struct made made;
	char text[256];
	size_t k, dots = 0;
	int r;

	outer = begin_tower(&made, &nests[0]);
	for (k = 1; k < COUNT_OF(nests); k++) {
		nests[k] = made_nest(&made, 1);
		made_add(&made, "\1\0ownr", 6);
	}
	for (k = COUNT_OF(nests); k-- > 0;)
		made_end(&made, nests[k]);
	made_end(&made, outer);
	r = lsock_nlset_path(&made_link, made_message(&made), nests[29], text, sizeof(text));
	ck_assert_int_eq(r, (int) strlen(text));
	for (k = 0; text[k]; k++)
		dots += text[k] == '.';
	ck_assert_uint_eq(dots, 16);
}

TEST(text_is_cut_as_snprintf_does)
{
	static const char want[] = "route.oif";
	char text[sizeof(want) + 1];
	struct made made;
	size_t size;

	made_begin(&made, RTM_NEWROUTE, 0, sizeof(struct rtmsg));
	made_put_u32(&made, RTA_OIF, 1);
	ck_assert_int_eq(lsock_nlset_path(&made_route, made_message(&made), 28, NULL, 0), 9);
	for (size = 1; size <= sizeof(text); size++) {
		memset(text, '#', sizeof(text));
		ck_assert_int_eq(lsock_nlset_path(&made_route, made_message(&made), 28, text, size),
				 9);
		ck_assert_uint_eq(strlen(text), size > 9 ? 9 : size - 1);
		ck_assert_int_eq(strncmp(text, want, strlen(text)), 0);
	}
}

TEST(what_cannot_be_known_is_refused)
{
	struct made made;
	char text[32];

	made_begin(&made, RTM_NEWROUTE, 0, sizeof(struct rtmsg));
	made_put_u32(&made, RTA_OIF, 1);
	assert_path(NULL, &made, 28, NULL);
	assert_path(&made_route, &made, 0, NULL);
	assert_path(&made_route, &made, 15, NULL);
	made.len = 15;
	assert_path(&made_route, &made, 14, NULL);
	ck_assert_int_eq(lsock_nlset_path(&made_route, (const void *) (made.bytes + 1), 28, text,
					  sizeof(text)), -EINVAL);
}

/* At the end of memory, of that length, whatever stood behind it. */
static void try_offsets(const struct lsock_nlset *set, const void *bytes, size_t len)
{
	struct nlmsghdr *message = (void *) bytes_tight(bytes, NLMSG_ALIGN(len));
	char text[64];
	uint32_t offset;
	int r;

	message->nlmsg_len = (uint32_t) len;
	for (offset = 0; offset < len + 4; offset++) {
		r = lsock_nlset_path(set, message, offset, text, sizeof(text));
		ck_assert(r == -ENOENT || (r > 0 && memchr(text, 0, sizeof(text))));
		ck_assert(r == -ENOENT || (offset >= 16 && offset < len));
	}
}

TEST(cut_messages_are_read_to_their_end)
{
	uint32_t outer, data, floors;
	struct made made;
	size_t len;

	outer = begin_tower(&made, &data);
	floors = made_nest(&made, 2);
	made_put_u32(&made, 1, 3);
	made_end(&made, floors);
	made_end(&made, data);
	made_end(&made, outer);
	for (len = sizeof(struct nlmsghdr); len <= made.len; len++) {
		try_offsets(&made_link, made.bytes, len);
		try_offsets(&made_route, made.bytes, len);
		try_offsets(&made_tower, made.bytes, len);
	}
}

TEST(random_bytes_are_survived)
{
	struct made made;
	size_t k, len, place;

	for (k = 0; k < 2000; k++) {
		len = 16 + random_index(120);
		random_fill(made.bytes, sizeof(made.bytes));
		for (place = 28; place < len; place += 4 + random_index(24)) {
			made.bytes[place & ~3u] = (char) random_index(64);	/* likely lengths */
			made.bytes[(place & ~3u) + 1] = 0;
			made.bytes[(place & ~3u) + 2] = (char) random_index(24);
			made.bytes[(place & ~3u) + 3] = (char) (random_index(2) << 7);
		}
		try_offsets(random_index(2) ? &made_route : &made_link, made.bytes, len);
	}
}
