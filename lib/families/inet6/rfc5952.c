/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/inet6/rfc5952.h"

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

	for (at = first; at < scan->end && (digit = lsock__hex_digit(*at)) >= 0; at++) {
		if (at - first == 4)
			return lsock__scan_refuse(scan, first, -EINVAL,
						  "a group has at most four digits");
		group = group << 4 | (uint32_t) digit;
	}
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

/* The longest run of zero groups, the first of equal ones; runs of one group are not shortened. */
static int longest_run(const uint16_t group[GROUPS], int *ret_length)
{
	int best = GROUPS, length = 1, run = 0, i;

	for (i = 0; i < GROUPS; i++) {
		run = group[i] == 0 ? run + 1 : 0;
		if (run > length) {
			length = run;
			best = i + 1 - run;
		}
	}
	*ret_length = length;
	return best;
}

void lsock__ip6_format(struct lsock__out *out, const struct in6_addr *address)
{
	const uint16_t *group = address->s6_addr16;
	int begin, length, i;
	uint32_t quad;

	if (IN6_IS_ADDR_V4MAPPED(address)) {
		memcpy(&quad, address->s6_addr + 12, sizeof(quad));
		lsock__out_text(out, "::ffff:");
		lsock__quad_format(out, quad);
		return;
	}
	begin = longest_run(group, &length);
	for (i = 0; i < GROUPS; i++) {
		if (i == begin) {
			lsock__out_char(out, ':');
			lsock__out_char(out, ':');
			i += length - 1;
			continue;
		}
		if (i > 0 && i != begin + length)
			lsock__out_char(out, ':');
		lsock__out_hex(out, ntohs(group[i]), 1);
	}
}
