/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/value.h"

#include <errno.h>
#include <string.h>

#include <linux_sock/sockopt.h>

/* No value of the kernel is longer; nor one of those that answer EINVAL where there is no room. */
#define VALUE_MAX ((size_t) 1 << 20)
#define VALUE_EINVAL_MAX ((size_t) 1 << 12)

static int read_into(int fd, const struct lsock_option *option, struct lsock__option_data *data,
		     size_t room)
{
	size_t len = room;
	int r = lsock__data_room(data, room);

	if (r == 0)
		r = lsock_getsockopt(fd, option->level, option->number, data->at, &len);
	if (r == 0)
		data->len = len;
	return r;
}

/*
 * With room for more, so that nothing is cut unseen.  Some options, as SO_NETNS_COOKIE, refuse any
 * length but that of their value.
 */
int lsock__option_read_size(int fd, const struct lsock_option *option, size_t size,
			    struct lsock__option_data *data)
{
	size_t room = 2 * size > data->room ? 2 * size : data->room;
	int r = read_into(fd, option, data, room);

	return r == -EINVAL ? read_into(fd, option, data, size) : r;
}

/*
 * A value may have been cut where it fills all its room.  Without room for all of it some options
 * fail with ERANGE (SO_PEERSEC, SO_PEERGROUPS) or EINVAL (TCP_SAVED_SYN), and some
 * (NETLINK_LIST_MEMBERSHIPS) tell how long it would be.
 */
static bool read_is_cut(int r, const struct lsock__option_data *data, size_t room)
{
	if (r == -EINVAL)
		return room < VALUE_EINVAL_MAX;
	return r == -ERANGE || (r == 0 && data->len >= room);
}

static int read_growing(int fd, const struct lsock_option *option, struct lsock__option_data *data)
{
	size_t room = data->room;
	int r = read_into(fd, option, data, room);

	while (read_is_cut(r, data, room) && room < VALUE_MAX) {
		room *= 4;
		r = read_into(fd, option, data, room);
	}
	if (r == 0 && data->len > room)
		return -EMSGSIZE;
	return r;
}

int lsock__option_read(int fd, const struct lsock_option *option, struct lsock__option_data *data)
{
	if (option->form->get != NULL)
		return option->form->get(fd, option, data);
	if (option->value_size > 0)
		return lsock__option_read_size(fd, option, option->value_size, data);
	return read_growing(fd, option, data);
}

static bool is_same(const struct lsock_option *option, const struct lsock__option_data *told,
		    const struct lsock__option_data *got)
{
	if (option->form->same != NULL)
		return option->form->same(told, got);
	return told->len == got->len && memcmp(told->at, got->at, got->len) == 0;
}

/* What cannot be read back has been set all the same. */
static int read_back(int fd, const struct lsock_option *option,
		     const struct lsock__option_data *told)
{
	struct lsock__option_data got;
	int r;

	if (!(option->flags & LSOCK_OPTION_READ))
		return 0;
	lsock__data_begin(&got);
	r = lsock__option_read(fd, option, &got);
	r = r == 0 && !is_same(option, told, &got);
	lsock__data_end(&got);
	return r;
}

int lsock__option_write(int fd, const struct lsock_option *option,
			const struct lsock__option_data *data)
{
	int r;

	if (option->form->set != NULL)
		r = option->form->set(fd, option, data);
	else
		r = lsock_setsockopt(fd, option->level, option->number,
				     data->len > 0 ? data->at : NULL, data->len);
	return r < 0 ? r : read_back(fd, option, data);
}

static int parse_number(const struct lsock_option *option, struct lsock__scan *scan,
			struct lsock__option_data *data)
{
	int64_t number = 0;
	int r = option->form->scan(option, scan, &number);

	if (r == 0)
		option->form->encode(option, number, data);
	return r;
}

int lsock__option_parse(const struct lsock_option *option, const char *text, size_t len,
			struct lsock__option_data *data, struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	int r;

	if (lsock__form_is_number(option))
		r = parse_number(option, &scan, data);
	else
		r = option->form->parse(option, &scan, data);
	if (r == 0 && scan.at != scan.end)
		r = lsock__scan_refuse(&scan, scan.at, -EINVAL,
				       "unexpected text behind the value");
	return r;
}

int lsock__option_format(const struct lsock_option *option,
			 const struct lsock__option_data *data, struct lsock__out *out)
{
	int64_t number = 0;
	int r;

	if (!lsock__form_is_number(option))
		return option->form->format(option, data, out);
	r = option->form->decode(option, data, &number);
	if (r == 0)
		option->form->print(option, number, out);
	return r;
}
