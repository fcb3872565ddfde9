/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * Operations of the library that test-fault.c makes fail, each at every one of its calls.
 * An operation is run on a scene of its own: sockets that are in the state it needs.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <linux_sock/linux_sock.h>

#include "tests/fault/fault.h"

/* Whatever a run may write on success only; painted before it. */
struct outputs {
	int fds[2];
	int number;
	uint64_t wide;
	uint32_t ask;
	size_t size;
	struct lsock_addr addr;
	struct lsock_identity identity;
	struct lsock_socket *sockets[2];
	struct lsock_stream *stream;
	struct lsock_netlink *netlink;
	FILE *file;
	const void *data;
	const struct lsock_form *form;
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char buf[128];
};

struct scene {
	int fd, peer;			/* -1: none */
	int others[4], made[2];
	struct lsock_socket *socket;	/* NULL: none */
	struct lsock_socket *objects[2];	/* that the operation made */
	struct lsock_stream *stream;
	struct lsock_lookup *lookup;
	struct lsock_netlink *netlink;
	struct lsock_nlreq *request;
	FILE *file;
	struct lsock_addr addr;
	int64_t patience;		/* ms that the operation may take */
	bool started;			/* an attempt to connect, which goes on */
	size_t sent, drained;
	struct lsock_why why;
	struct outputs out;
};

/* What comes of an error instead of the result itself. */
#define TOLD 100001	/* the error is the result */
#define CLEAN 100002	/* the same as if it had not been */
#define NEVER 100003	/* it cannot come here, or is answered by going on for ever */

/* Errors that are not simply told.  The first that fits counts. */
struct rule {
	const char *call;	/* NULL: the end */
	int error;		/* 0: any */
	int once;		/* where that call alone fails */
	int always;		/* where each later one does, too */
};

/* fault-rules.c: of what moves bytes under a deadline, and whole datagrams; without a deadline. */
extern const struct rule transfer_rules[];
extern const struct rule datagram_rules[];
extern const struct rule untimed_rules[];

struct op {
	const char *name;
	void (*set_up)(struct scene *s);
	int (*run)(struct scene *s);	/* what is made goes to made, objects; 0 for an fd */
	int clean;			/* its result when nothing fails */
	void (*check)(struct scene *s);	/* the outputs of a clean run */
	int (*again)(struct scene *s);	/* after a failure, with a clean end; NULL: run */
	fault_hook *hook;		/* its argument is the scene */
	const struct rule *rules;	/* NULL: every error is told */
	int fds;			/* descriptors that a clean run opens */
	bool vain;			/* waits for what never comes: short deadlines only */
	bool final;			/* closes its descriptor in any case: no second run */
};

/* Behind the three may stand further members, as .clean = 5. */
#define OP(of_name, of_set_up, of_run, ...)						\
	{ .name = of_name, .set_up = of_set_up, .run = of_run, __VA_ARGS__ }

/* Each ends with a name that is NULL. */
extern const struct op descriptor_ops[];	/* fault-descriptor.c */
extern const struct op connect_ops[];		/* fault-connect.c */
extern const struct op create_ops[];		/* fault-create.c */
extern const struct op io_ops[];		/* fault-io.c */
extern const struct op addr_ops[];		/* fault-addr.c */
extern const struct op lookup_ops[];		/* fault-lookup.c */
extern const struct op request_ops[];		/* fault-request.c */
extern const struct op netlink_ops[];		/* fault-netlink.c */
extern const struct op names_ops[];		/* fault-names.c */
extern const struct op makefile_ops[];		/* fault-makefile.c */
extern const struct op object_ops[];		/* fault-object.c */
extern const struct op object_connect_ops[];	/* fault-object-connect.c */
extern const struct op object_io_ops[];		/* fault-object-io.c */
extern const struct op sendfile_ops[];		/* fault-sendfile.c */
extern const struct op stream_ops[];		/* fault-stream.c */
extern const struct op option_ops[];		/* fault-option.c */
extern const struct op message_ops[];		/* fault-message.c */

/*
 * Nothing is asked for by these, which call through pointers, so that it cannot be read from the
 * code (tests/tree/check-calls.sh): fault-pure.c.
 */
extern const struct op pure_ops[];

/* Until when the run may wait. */
struct lsock_deadline until(const struct scene *s);

/* Scenes of descriptors, which are O_NONBLOCK. */
void scene_unix_pair(struct scene *s);		/* fd, peer: a stream */
void scene_seqpacket_pair(struct scene *s);
void scene_foreign(struct scene *s);		/* the same; fd as it comes from elsewhere */
void scene_full_pair(struct scene *s);		/* nothing more can be sent over fd */
void scene_narrow_pair(struct scene *s);	/* few bytes can be sent over fd at a time */
void scene_told_pair(struct scene *s);		/* "hello" lies ready at fd */
void scene_inet_socket(struct scene *s);	/* fd: a stream; addr: loopback */
void scene_inet_listener(struct scene *s);	/* fd: a new client; peer: listens at addr */
void scene_unix_listener(struct scene *s);
void scene_full_listener(struct scene *s);	/* no more connections go into its backlog */
void scene_pending(struct scene *s);		/* fd: listens; peer: has connected to it */
void scene_idle(struct scene *s);		/* fd: listens, nobody connects */
void scene_udp(struct scene *s);		/* fd: bound to addr; peer: sent "hello" to it */
void scene_full_dgram(struct scene *s);		/* fd: unconnected; the queue of addr is full */

void scene_tipc(struct scene *s);		/* socket: connected to others[0]; may skip */

/*
 * Is fd of scene_foreign() as it was?  Its way back is a call, too: where that one failed nothing
 * is promised.
 */
void is_foreign(const struct scene *s);

/* One more client for scene_pending(). */
void scene_connect_again(struct scene *s);

/* Reads what lies ready at peer, counting it in drained; a hook, too: before each wait. */
void scene_drain(struct scene *s);
void drain_hook(void *arg, const char *call, int error);

/*
 * Interrupted, or to go on by itself: connect(2) happens before its error comes.  And it is called
 * once for an attempt.
 */
void connect_hook(void *arg, const char *call, int error);

/* Makes fd the scene's socket object, with its patience for a timeout. */
void scene_object(struct scene *s);
void scene_object_timeout(struct scene *s, int64_t ns);

void scene_patience(struct scene *s, int64_t ms);
void scene_begin(struct scene *s);
void scene_end(struct scene *s);
