/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "netlink/groups.h"

#include <errno.h>
#include <limits.h>

#include <linux_sock/sockopt.h>

#include "netlink/limits.h"
#include "sys/sys.h"

#define ROOM_FIRST 8

static struct lsock__membership *membership_of(const struct lsock_netlink *netlink, uint32_t group)
{
	size_t i;

	for (i = 0; i < netlink->group_count; i++)
		if (netlink->groups[i].group == group)
			return &netlink->groups[i];
	return NULL;
}

static int make_room_for_group(struct lsock_netlink *netlink)
{
	size_t room = netlink->group_room ? 2 * netlink->group_room : ROOM_FIRST;
	struct lsock__membership *groups;

	if (netlink->group_count < netlink->group_room)
		return 0;
	groups = lsock__sys_realloc(netlink->groups, room * sizeof(*groups));
	if (groups == NULL)
		return -ENOMEM;
	netlink->groups = groups;
	netlink->group_room = room;
	return 0;
}

/* Behind make_room_for_group(). */
static void remember(struct lsock_netlink *netlink, uint32_t group)
{
	netlink->groups[netlink->group_count++] =
		(struct lsock__membership){ .group = group, .count = 1 };
	netlink->machine.listens = true;
}

static void forget(struct lsock_netlink *netlink, struct lsock__membership *membership)
{
	*membership = netlink->groups[--netlink->group_count];
	netlink->machine.listens = netlink->group_count > 0;
}

static int enter(struct lsock_netlink *netlink, uint32_t group)
{
	int r = make_room_for_group(netlink);

	if (r == 0)
		r = lsock__limits_for_groups(netlink);
	if (r == 0)
		r = lsock_setsockopt_int(netlink->fd, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP,
					 (int) group);
	if (r == 0)
		remember(netlink, group);
	return r < 0 ? lsock__netlink_fail(netlink, r, NULL) : 0;
}

static int may_join(struct lsock_netlink *netlink)
{
	int r = lsock__netlink_usable(netlink);

	if (r < 0)
		return r;
	if (netlink->machine.pending.live > 0)
		return lsock__netlink_fail(netlink, -EDEADLK,
					   "events would take the answers with them: groups need a "
					   "conversation of their own");
	return 0;
}

LSOCK_API int lsock_netlink_join(struct lsock_netlink *netlink, uint32_t group)
{
	struct lsock__membership *membership;
	int r = may_join(netlink);

	if (r < 0)
		return r;
	if (group == 0 || group > INT_MAX)
		return lsock__netlink_fail(netlink, -EINVAL, "that is no number of a group");
	membership = membership_of(netlink, group);
	if (membership == NULL)
		return enter(netlink, group);
	membership->count++;
	return 0;
}

LSOCK_API int lsock_netlink_leave(struct lsock_netlink *netlink, uint32_t group)
{
	struct lsock__membership *membership = membership_of(netlink, group);
	int r = lsock__netlink_usable(netlink);

	if (r < 0)
		return r;
	if (membership == NULL)
		return lsock__netlink_fail(netlink, -ENOENT, "that group was not joined");
	if (membership->count > 1) {
		membership->count--;
		return 0;
	}
	r = lsock_setsockopt_int(netlink->fd, SOL_NETLINK, NETLINK_DROP_MEMBERSHIP, (int) group);
	if (r < 0)
		return lsock__netlink_fail(netlink, r, NULL);
	forget(netlink, membership);
	return 0;
}

/* ---- names */

struct name {
	const char *text;
	size_t len;
};

/* The one behind *name, which is {0} at first. */
static bool next_name(const char *names, struct name *name)
{
	name->text = name->text ? name->text + name->len : names;
	name->text += strspn(name->text, " ");
	name->len = strcspn(name->text, " ");
	return name->len > 0;
}

static bool is_name(const struct name *name, const char *word)
{
	return strncmp(name->text, word, name->len) == 0 && word[name->len] == '\0';
}

/* Those of generic netlink are known by the kernel alone: "family/group". */
static int group_number(const struct lsock_netlink *netlink, const struct name *name,
		     uint32_t *ret_group)
{
	const struct lsock_word *word;

	for (word = netlink->machine.quirks->groups; word && word->word; word++) {
		if (is_name(name, word->word)) {
			*ret_group = (uint32_t) word->number;
			return 0;
		}
	}
	return -ENOENT;
}

static void leave_names(struct lsock_netlink *netlink, const char *names, const char *end)
{
	struct name name = { .text = NULL };
	uint32_t group;

	while (next_name(names, &name) && name.text < end)
		if (group_number(netlink, &name, &group) == 0)
			(void) lsock_netlink_leave(netlink, group);	/* the first error counts */
}

/* All are known before the first is joined; where one cannot be, those before are left again. */
static int join_names(struct lsock_netlink *netlink, const char *names)
{
	struct name name = { .text = NULL };
	struct lsock_nlerror why;
	uint32_t group;
	int r = 0;

	while (r == 0 && next_name(names, &name)) {
		r = group_number(netlink, &name, &group);
		if (r == 0)
			r = lsock_netlink_join(netlink, group);
	}
	if (r < 0) {
		why = netlink->machine.why;
		leave_names(netlink, names, name.text);
		netlink->machine.why = why;
	}
	return r;
}

static int know_names(struct lsock_netlink *netlink, const char *names)
{
	struct name name = { .text = NULL };
	uint32_t group;

	while (next_name(names, &name))
		if (group_number(netlink, &name, &group) < 0)
			return lsock__netlink_fail(netlink, -ENOENT, "no group has that name");
	return 0;
}

LSOCK_API int lsock_netlink_join_names(struct lsock_netlink *netlink, const char *names,
				       struct lsock_deadline until)
{
	int r = may_join(netlink);

	(void) until;	/* nobody is asked */
	if (r == 0)
		r = know_names(netlink, names);
	return r == 0 ? join_names(netlink, names) : r;
}

/* ---- of an adopted socket */

/* The kernel says how many bytes it has, and fills in what there is room for. */
int lsock__groups_read(struct lsock_netlink *netlink)
{
	uint32_t bits[128];
	size_t size = sizeof(bits), i;
	int r;

	r = lsock_getsockopt(netlink->fd, SOL_NETLINK, NETLINK_LIST_MEMBERSHIPS, bits, &size);
	for (i = 0; r == 0 && i < 8 * size && i < 8 * sizeof(bits); i++) {
		if (!(bits[i / 32] >> i % 32 & 1))
			continue;
		r = make_room_for_group(netlink);
		if (r == 0)
			remember(netlink, (uint32_t) i + 1);
	}
	return r;
}
