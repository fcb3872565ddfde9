/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* lsock-cat: what its parts share. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/linux_sock.h>

/* What the command line asks for. */
struct cat_request {
	struct lsock_addr address, source;	/* source.len 0: the kernel chooses */
	const struct lsock_family *row;
	int type, protocol;
	bool listen, keep, echo, hex, raw, verbose, json;
	int64_t wait_ms;	/* below 0: no deadline */
	int64_t linger_ms;
	size_t block;		/* longest message that standard input makes */
};

/* A socket with somebody behind it. */
struct cat_socket {
	int fd;
	bool messages;		/* keeps their boundaries */
	bool connected;		/* has an end, and one peer */
	bool ended;		/* the peer has been told of our end */
	bool answers;		/* to is the last sender, once there was one */
	struct lsock_addr to;	/* len 0: the peer of the connection */
};

/* The deadline of the request from now on. */
struct lsock_deadline cat_deadline(const struct cat_request *request);

/* Exits with a complaint where they fail. */
void cat_connect(const struct cat_request *request, struct cat_socket *ret_socket);
int cat_listen(const struct cat_request *request);	/* fd */
/* 0, or the exit code with which it ends. */
int cat_accept(const struct cat_request *request, int listener, struct cat_socket *ret_socket);
/* The listener of a family without connections is its socket. */
struct cat_socket cat_bound(int fd);
void cat_close(const struct cat_request *request, const struct cat_socket *socket);

bool cat_has_connections(int type);

/* Without waiting: -EAGAIN.  *ret_end: nothing came, for the peer has ended. */
ssize_t cat_send(const struct cat_socket *socket, const void *bytes, size_t n);
ssize_t cat_receive(const struct cat_socket *socket, void *buf, size_t size,
		    struct lsock_addr *ret_from, bool *ret_end);
/*
 * What became of what was sent: 0: the peer's host has it, or the family does not tell; -EAGAIN:
 * not all of it yet; else the error that broke the connection off.  *ret_untaken: bytes on the way.
 */
int cat_fate(const struct cat_socket *socket, size_t *ret_untaken);

/* Moves bytes both ways until both have ended; returns the exit code. */
int cat_relay(const struct cat_request *request, struct cat_socket *socket);

/* A complaint about the request's address at this step ("bind"), with what mends it. */
void cat_fail(const struct cat_request *request, const char *step, int err);

/*
 * Standard input and output, never written to or read from where they might block.  Results as
 * read(2) and write(2), but -errno; -EAGAIN: not now.
 */
ssize_t cat_read_stdin(void *buf, size_t size);
ssize_t cat_write_stdout(const struct cat_request *request, const void *buf, size_t size);
/* The peer has ended, and whoever reads our output shall know. */
int cat_close_stdout(void);
/* Once it has ended, it has for all connections. */
bool cat_stdin_has_ended(void);
bool cat_stdin_is_terminal(void);

/* Events, on standard error: text with -v, objects with -j. */
void cat_say_address(const struct cat_request *request, const char *event,
		     const struct lsock_addr *addr);
void cat_say_message(const struct cat_request *request, size_t size,
		     const struct lsock_addr *from);
void cat_say_end(const struct cat_request *request, uint64_t received, uint64_t sent);
/* A dump of what went through, at its offset. */
void cat_say_bytes(const struct cat_request *request, char direction, uint64_t offset,
		   const void *bytes, size_t n);

bool cat_is_path(const struct lsock_addr *addr);
/* The file of a bound path is removed when the tool ends, by a signal too. */
void cat_own_path(const struct lsock_addr *bound);
void cat_remove_path(void);
