/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* From addresses to sockets, which lsock-cat connects, accepts or binds, and closes at its end. */
#include <errno.h>
#include <stdlib.h>

#include "tools/cat/cat.h"
#include "tools/common/tool.h"

#define BACKLOG 64

struct lsock_deadline cat_deadline(const struct cat_request *request)
{
	return request->wait_ms < 0 ? lsock_forever() : lsock_in_ms(request->wait_ms);
}

bool cat_has_connections(int type)
{
	return type == SOCK_STREAM || type == SOCK_SEQPACKET;
}

static _Noreturn void give_up(const struct cat_request *request, const char *what, int err,
			      int status)
{
	cat_fail(request, what, err);
	cat_remove_path();
	exit(status);
}

/* Where no peer has a part in it, none can have refused. */
static _Noreturn void give_up_alone(const struct cat_request *request, const char *what, int err)
{
	int status = tool_status_of(err);

	give_up(request, what, err, status == TOOL_NO ? TOOL_SYSTEM : status);
}

static int open_socket(const struct cat_request *request)
{
	int fd = lsock_open(request->row->af, request->type, request->protocol);

	if (fd < 0)
		give_up_alone(request, "socket", fd);
	return fd;
}

static void bind_socket(const struct cat_request *request, int fd, const struct lsock_addr *addr)
{
	int r = lsock_bind(fd, addr);

	if (r < 0)
		give_up_alone(request, "bind", r);
	cat_own_path(addr);
}

/*
 * Datagrams without an address of their own cannot be answered.  Where an address may be nothing
 * but its family (AF_UNIX), binding to that lets the kernel make one up.
 */
static void bind_source(const struct cat_request *request, int fd)
{
	struct lsock_addr nameless = {
		.len = sizeof(sa_family_t),
		.protocol = LSOCK_PROTOCOL_UNSAID,
	};

	nameless.u.sa.sa_family = (sa_family_t) request->row->af;
	if (request->source.len > 0)
		bind_socket(request, fd, &request->source);
	else if (!cat_has_connections(request->type) &&
		 request->row->shortest == sizeof(sa_family_t))
		(void) lsock_bind(fd, &nameless);
}

static void tell_peer(const struct cat_request *request, int fd)
{
	struct lsock_addr peer;

	if (lsock_getpeername(fd, &peer) < 0 || peer.len == 0)
		peer = request->address;
	cat_say_address(request, "connected to", &peer);
}

/* Families without connect(2) send to the address each time, and receive where they are bound. */
static void use_unconnected(const struct cat_request *request, int fd,
			    struct cat_socket *ret_socket)
{
	if (request->source.len == 0)
		bind_socket(request, fd, &request->address);
	*ret_socket = cat_bound(fd);
	ret_socket->to = request->address;
	ret_socket->answers = false;
}

void cat_connect(const struct cat_request *request, struct cat_socket *ret_socket)
{
	int fd = open_socket(request), r;

	bind_source(request, fd);
	r = lsock_connect(fd, &request->address, cat_deadline(request));
	if (r == -EOPNOTSUPP && !cat_has_connections(request->type)) {
		use_unconnected(request, fd, ret_socket);
		return;
	}
	if (r < 0)
		give_up(request, "connect", r, tool_status_of(r));
	*ret_socket = (struct cat_socket){
		.fd = fd,
		.messages = request->type != SOCK_STREAM,
		.connected = cat_has_connections(request->type),
	};
	tell_peer(request, fd);
}

/*
 * The address that a peer can use.  The kernel completes it (a port), but may also tell a name of
 * another kind than the one that was asked for (TIPC: the socket's id): then that one is told.
 */
static void tell_bound(const struct cat_request *request, int fd)
{
	const struct lsock_form *asked = NULL, *told = NULL;
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
	struct lsock_addr bound;

	(void) lsock_addr_to_fields(&request->address, scratch, sizeof(scratch), values,
				    LSOCK_FIELDS_MAX, &asked);
	if (lsock_getsockname(fd, &bound) < 0 ||
	    lsock_addr_to_fields(&bound, scratch, sizeof(scratch), values, LSOCK_FIELDS_MAX,
				 &told) < 0 || told != asked)
		bound = request->address;
	cat_say_address(request, "listening on", &bound);
}

static void let_it_listen(const struct cat_request *request, int fd)
{
	int r = cat_has_connections(request->type) ?
		lsock_listen(fd, request->keep ? BACKLOG : 1) : 0;

	if (r < 0)
		give_up_alone(request, "listen", r);
}

int cat_listen(const struct cat_request *request)
{
	const struct lsock_family *row = lsock_family_by_af(request->address.u.sa.sa_family);
	bool first = row && row->flags & LSOCK_FAMILY_LISTEN_FIRST;
	int fd = open_socket(request);

	/* Of use to TCP alone, which else refuses the port for a minute; others take no notice. */
	if (request->type == SOCK_STREAM)
		(void) lsock_setsockopt_int(fd, SOL_SOCKET, SO_REUSEADDR, 1);
	if (first)
		let_it_listen(request, fd);
	bind_socket(request, fd, &request->address);
	if (!first)
		let_it_listen(request, fd);
	tell_bound(request, fd);
	return fd;
}

int cat_accept(const struct cat_request *request, int listener, struct cat_socket *ret_socket)
{
	struct lsock_addr peer;
	int fd;

	fd = lsock_accept(listener, &peer,
			  request->keep ? lsock_forever() : cat_deadline(request));
	if (fd < 0) {
		cat_fail(request, "accept", fd);
		return tool_status_of(fd);
	}
	*ret_socket = (struct cat_socket){
		.fd = fd,
		.messages = request->type != SOCK_STREAM,
		.connected = true,
	};
	cat_say_address(request, "connection from", &peer);
	return 0;
}

struct cat_socket cat_bound(int fd)
{
	return (struct cat_socket){ .fd = fd, .messages = true, .answers = true };
}

void cat_close(const struct cat_request *request, const struct cat_socket *socket)
{
	if (socket->connected && request->row->flags & LSOCK_FAMILY_CLOSE_SHUTDOWN)
		(void) lsock_shutdown(socket->fd, SHUT_RDWR);
	(void) lsock_close(socket->fd);
}
