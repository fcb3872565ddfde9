/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/rfc5952.h"

#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "families/quad.h"

#define GROUPS 8

/* What has been read: groups, in network order, before the "::" and behind it. */
struct groups {
	uint16_t group[GROUPS];
	int count;
	int gap;	/* how many groups stand before "::"; -1: none was seen */
};

/* The dotted tail takes the room of two groups. */
static int tail_parse(struct lsock__scan *scan, struct groups *groups)
{
	const char *first = scan->at;
	uint32_t quad;
	int r;

	r = lsock__quad_parse(scan, &quad);
	if (r < 0)
		return r;
	if (groups->count > GROUPS - 2)
		return lsock__scan_refuse(scan, first, -EINVAL, "more than eight groups");
	memcpy(&groups->group[groups->count], &quad, sizeof(quad));
	groups->count += 2;
	return 0;
}

/* 1: a group, 0: the dotted tail, with which the address ends. */
static int group_parse(struct lsock__scan *scan, struct groups *groups)
{
	const char *first = scan->at, *at;
	uint32_t group = 0;
	int digit;

	for (at = first; at < scan->end && (digit = lsock__hex_digit(*at)) >= 0; at++)
		group = group << 4 | (uint32_t) digit;
	if (at - first > 4)
		return lsock__scan_refuse(scan, first, -EINVAL, "a group has at most four digits");
	if (at == first)
		return lsock__scan_refuse(scan, first, -EINVAL, "hexadecimal digits are expected");
	if (at < scan->end && *at == '.')
		return tail_parse(scan, groups);
	scan->at = at;
	if (groups->count == GROUPS)
		return lsock__scan_refuse(scan, first, -EINVAL, "more than eight groups");
	groups->group[groups->count++] = htons((uint16_t) group);
	return 1;
}

/* Behind a group: 1: another one follows, 0: the address ends here. */
static int colons_parse(struct lsock__scan *scan, struct groups *groups)
{
	const char *first = scan->at;

	if (!lsock__scan_char(scan, ':'))
		return 0;
	if (!lsock__scan_char(scan, ':'))
		return 1;
	if (groups->gap >= 0)
		return lsock__scan_refuse(scan, first, -EINVAL, "\"::\" may stand once");
	groups->gap = groups->count;
	return scan->at < scan->end && lsock__hex_digit(*scan->at) >= 0;
}

static int groups_parse(struct lsock__scan *scan, struct groups *groups)
{
	int r = 1;

	if (lsock__scan_word(scan, "::")) {
		groups->gap = 0;
		r = scan->at < scan->end && lsock__hex_digit(*scan->at) >= 0;
	}
	while (r > 0) {
		r = group_parse(scan, groups);
		if (r > 0)
			r = colons_parse(scan, groups);
	}
	return r;
}

/* The groups behind "::" are the last ones. */
static void groups_place(const struct groups *groups, struct in6_addr *ret_address)
{
	int i, left_out = GROUPS - groups->count;

	memset(ret_address, 0, sizeof(*ret_address));
	for (i = 0; i < groups->count; i++)
		ret_address->s6_addr16[i < groups->gap ? i : i + left_out] = groups->group[i];
}

int lsock__ip6_parse(struct lsock__scan *scan, struct in6_addr *ret_address)
{
	struct groups groups = { .gap = -1 };
	int r;

	r = groups_parse(scan, &groups);
	if (r < 0)
		return r;
	if (groups.gap < 0 && groups.count < GROUPS)
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "fewer than eight groups");
	if (groups.gap >= 0 && groups.count == GROUPS)
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "\"::\" stands for no group");
	groups_place(&groups, ret_address);
	return 0;
}

/* A bit of each group that is zero, the lowest that of the first. */
static unsigned zero_groups(const uint16_t group[GROUPS])
{
	unsigned zeros = 0;
	int i;

#pragma GCC unroll 8
	for (i = GROUPS - 1; i >= 0; i--)
		zeros = zeros << 1 | (group[i] == 0);
	return zeros;
}

/*
 * The longest run of zero groups, the first of equal ones; runs of one group are not shortened.
 * Each round takes the last group off every run, so that the longest ones are left.
 */
static int longest_run(unsigned zeros, int *ret_length)
{
	int length = 1;

	for (; zeros & zeros >> 1; zeros &= zeros >> 1)
		length++;
	*ret_length = length;
	return length > 1 ? __builtin_ctz(zeros) : GROUPS;
}

static char *put_groups(char *at, const uint16_t group[GROUPS])
{
	int length, begin = longest_run(zero_groups(group), &length), i;

	for (i = 0; i < GROUPS; i++) {
		if (i == begin) {
			*at++ = ':';
			*at++ = ':';
			i += length - 1;
			continue;
		}
		if (i > 0 && i != begin + length)
			*at++ = ':';
		at = lsock__put_hex(at, ntohs(group[i]), 1);
	}
	return at;
}

char *lsock__ip6_put(char *at, const struct in6_addr *address)
{
	static const char mapped[] = "::ffff:";
	uint32_t quad;

	if (!IN6_IS_ADDR_V4MAPPED(address))
		return put_groups(at, address->s6_addr16);
	memcpy(at, mapped, sizeof(mapped) - 1);
	memcpy(&quad, address->s6_addr + 12, sizeof(quad));
	return lsock__quad_put(at + sizeof(mapped) - 1, quad);
}

void lsock__ip6_format(struct lsock__out *out, const struct in6_addr *address)
{
	char spare[LSOCK__IP6_MAX], *room = lsock__out_room(out, spare, sizeof(spare));

	lsock__out_wrote(out, room, spare, lsock__ip6_put(room, address));
}
