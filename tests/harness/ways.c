/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/ways.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <linux_sock/error.h>

#include "tests/harness/harness.h"

#define CONNECTION_TYPES (LSOCK_TYPE_BIT(SOCK_STREAM) | LSOCK_TYPE_BIT(SOCK_SEQPACKET))
#define LONG_MS 5000	/* what must happen does so well before */

static const struct {
	int type;
	const char *name;
} types[] = {
	{ SOCK_STREAM, "stream" },
	{ SOCK_SEQPACKET, "seqpacket" },
	{ SOCK_DGRAM, "dgram" },
	{ SOCK_RDM, "rdm" },
	{ SOCK_RAW, "raw" },
};

/* The i-th type of the rows' that is among wanted; false: there are only *i of them. */
static bool find_way(uint32_t wanted, int *i, struct way *ret_way, const char **ret_type)
{
	const struct lsock_family *row;
	size_t r, t;

	for (r = 0; (row = lsock_family_at(r)) != NULL; r++) {
		for (t = 0; t < COUNT_OF(types); t++) {
			if (!(row->types & wanted & LSOCK_TYPE_BIT(types[t].type)))
				continue;
			if (row->loopback == NULL || (*i)-- > 0)
				continue;
			*ret_way = (struct way){ .row = row, .type = types[t].type };
			*ret_type = types[t].name;
			return true;
		}
	}
	return false;
}

static int way_count(uint32_t wanted)
{
	const char *type;
	struct way way;
	int left = INT32_MAX;

	(void) find_way(wanted, &left, &way, &type);
	return INT32_MAX - left;
}

static const char *way_label(uint32_t wanted, int i)
{
	static char label[64];
	const char *type;
	struct way way;

	if (!find_way(wanted, &i, &way, &type))
		return NULL;
	snprintf(label, sizeof(label), "%s %s", way.row->name, type);
	return label;
}

int connection_count(void)
{
	return way_count(CONNECTION_TYPES);
}

const char *connection_label(int i)
{
	return way_label(CONNECTION_TYPES, i);
}

int message_count(void)
{
	return way_count(~CONNECTION_TYPES);
}

const char *message_label(int i)
{
	return way_label(~CONNECTION_TYPES, i);
}

static void skip_way(const struct way *way, const char *call)
{
	if (way->row->module)
		skip("%s: %s: %s (module %s)", way->row->name, call, strerror(errno),
		     way->row->module);
	skip("%s: %s: %s", way->row->name, call, strerror(errno));
}

static int open_or_skip(const struct way *way)
{
	int type = way->type | SOCK_CLOEXEC | SOCK_NONBLOCK;
	int fd = socket(way->row->af, type, way->protocol);

	if (fd < 0 && (errno == EPERM || errno == EACCES)) {
		enter_netns();	/* where an ordinary user may */
		fd = socket(way->row->af, type, way->protocol);
	}
	if (fd < 0)
		skip_way(way, "socket");
	return fd;
}

/* Where a type needs a protocol any will do: 253 is for experiments. */
static void complete_way(struct way *way)
{
	const char *text = way->row->loopback;
	int fd, r;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &way->loopback, NULL), 0);
	if (way->loopback.protocol != LSOCK_PROTOCOL_UNSAID)
		way->protocol = way->loopback.protocol;
	else if (way->type == SOCK_RAW)
		way->protocol = 253;
	fd = open_or_skip(way);
	r = bind(fd, &way->loopback.u.sa, way->loopback.len);
	close(fd);
	if (r < 0)
		skip_way(way, "bind");
}

struct way need_connection(int i)
{
	const char *type;
	struct way way;

	ck_assert(find_way(CONNECTION_TYPES, &i, &way, &type));
	complete_way(&way);
	return way;
}

struct way need_messages(int i)
{
	const char *type;
	struct way way;

	ck_assert(find_way(~CONNECTION_TYPES, &i, &way, &type));
	complete_way(&way);
	return way;
}

struct way need_way(int af, int type)
{
	struct way way = { .row = lsock_family_by_af(af), .type = type };

	ck_assert_ptr_nonnull(way.row);
	complete_way(&way);
	return way;
}

int way_open(const struct way *way)
{
	int fd = socket(way->row->af, way->type | SOCK_CLOEXEC | SOCK_NONBLOCK, way->protocol);

	ck_assert_msg(fd >= 0, "%s: socket: %s", way->row->name, strerror(errno));
	return fd;
}

int way_bound(const struct way *way, struct lsock_addr *ret_name)
{
	socklen_t len = sizeof(ret_name->u);
	int fd = way_open(way);

	ck_assert_int_eq(bind(fd, &way->loopback.u.sa, way->loopback.len), 0);
	*ret_name = (struct lsock_addr){ .protocol = way->loopback.protocol };
	ck_assert_int_eq(getsockname(fd, &ret_name->u.sa, &len), 0);
	ret_name->len = len;
	return fd;
}

int way_listen(const struct way *way, int backlog, struct lsock_addr *ret_name)
{
	int fd = way_bound(way, ret_name);

	ck_assert_int_eq(listen(fd, backlog), 0);
	return fd;
}

static void await(int fd, short events)
{
	struct pollfd fds = { .fd = fd, .events = events };
	int r = poll(&fds, 1, LONG_MS);

	ck_assert_msg(r == 1, "poll for %#x: %d", (unsigned) events, r);
}

int way_dial(const struct way *way, const struct lsock_addr *name)
{
	int fd = way_open(way);
	int r = connect(fd, &name->u.sa, name->len);

	ck_assert_msg(r == 0 || errno == EINPROGRESS, "%s: connect: %s", way->row->name,
		      strerror(errno));
	return fd;
}

static void pair_of_messages(const struct way *way, int ret_fds[2])
{
	struct lsock_addr names[2];
	int i;

	for (i = 0; i < 2; i++)
		ret_fds[i] = way_bound(way, &names[i]);
	for (i = 0; i < 2; i++)
		ck_assert_int_eq(connect(ret_fds[i], &names[1 - i].u.sa, names[1 - i].len), 0);
}

void way_pair(const struct way *way, int ret_fds[2])
{
	struct lsock_addr name;
	int listener;

	if (!(LSOCK_TYPE_BIT(way->type) & CONNECTION_TYPES)) {
		pair_of_messages(way, ret_fds);
		return;
	}
	listener = way_listen(way, 1, &name);
	ret_fds[0] = way_dial(way, &name);
	await(listener, POLLIN);
	ret_fds[1] = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
	ck_assert_int_ge(ret_fds[1], 0);
	await(ret_fds[0], POLLOUT);
	close(listener);
}

static struct lsock_socket *object_of(const struct way *way)
{
	struct lsock_socket *socket = NULL;
	int r = lsock_socket_open(way->row->af, way->type, way->protocol, &socket);

	ck_assert_msg(r == 0, "%s: %s", way->row->name, lsock_strerror(r));
	return socket;
}

/* In TIPC a connection is one when it has been accepted, and not before. */
void way_objects(const struct way *way, struct lsock_socket *ret_pair[2])
{
	struct lsock_socket *listener = object_of(way);
	struct lsock_addr name;
	int r;

	ret_pair[0] = object_of(way);
	ck_assert_int_eq(lsock_socket_bind(listener, &way->loopback), 0);
	ck_assert_int_eq(lsock_socket_listen(listener, 1), 0);
	ck_assert_int_eq(lsock_socket_getsockname(listener, &name), 0);
	ck_assert_int_eq(lsock_socket_settimeout(listener, 5000 * MS), 0);
	ck_assert_int_eq(lsock_socket_settimeout(ret_pair[0], 0), 0);
	r = lsock_socket_connect(ret_pair[0], &name);
	ck_assert_msg(r == 0 || r == -EINPROGRESS, "%s", lsock_strerror(r));
	ck_assert_int_eq(lsock_socket_accept(listener, &ret_pair[1], NULL), 0);
	ck_assert_int_eq(lsock_socket_settimeout(ret_pair[0], 5000 * MS), 0);
	ck_assert_int_eq(lsock_socket_settimeout(ret_pair[1], 5000 * MS), 0);
	if (r == -EINPROGRESS)
		ck_assert_int_eq(lsock_socket_connect(ret_pair[0], &name), 0);
	lsock_socket_free(listener);
}

bool same_end(const struct lsock_addr *a, const struct lsock_addr *b)
{
	if (a->u.sa.sa_family == AF_VSOCK && b->u.sa.sa_family == AF_VSOCK)
		return lsock_addr_port(a) == lsock_addr_port(b);
	return lsock_addr_equal(a, b);
}
