/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SOL_SOCKET. */
#include <asm/socket.h>		/* first: what the C library lacks, and no more */
#include <linux/filter.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "options/members.h"
#include "options/rows.h"

#define LEVEL .level = SOL_SOCKET, .protocol = -1

static const int unix_only[] = { AF_UNIX, 0 };
static const int credentials[] = { AF_UNIX, AF_NETLINK, 0 };
static const int inet_both[] = { AF_INET, AF_INET6, 0 };
static const int packet_only[] = { AF_PACKET, 0 };
static const int inet_unix[] = { AF_INET, AF_INET6, AF_UNIX, 0 };
static const int inet_vsock[] = { AF_INET, AF_INET6, AF_VSOCK, 0 };

static const struct lsock_option_word socket_types[] = {
	{ "stream", SOCK_STREAM }, { "dgram", SOCK_DGRAM }, { "raw", SOCK_RAW },
	{ "rdm", SOCK_RDM }, { "seqpacket", SOCK_SEQPACKET }, { "packet", SOCK_PACKET },
	{ NULL, 0 },
};

static const struct lsock_option_word linger_words[] = { { "off", -1 }, { NULL, 0 } };

static const struct lsock__option_member credential_members[] = {
	{ "pid", 4, true, false }, { "uid", 4, false, false }, { "gid", 4, false, false },
	{ NULL, 0, false, false },
};

static const struct lsock__option_member memory_members[] = {
	{ "rmem_alloc", 4, false, false }, { "rcvbuf", 4, false, false },
	{ "wmem_alloc", 4, false, false }, { "sndbuf", 4, false, false },
	{ "fwd_alloc", 4, false, false }, { "wmem_queued", 4, false, false },
	{ "optmem", 4, false, false }, { "backlog", 4, false, false },
	{ "drops", 4, false, false }, { NULL, 0, false, false },
};

static const struct lsock__option_member txtime_members[] = {
	{ "clockid", 4, true, false }, { "flags", 4, false, true }, { NULL, 0, false, false },
};

/* Kernels before 5.14 have the first of them only. */
static const struct lsock__option_member timestamping_members[] = {
	{ "flags", 4, false, true }, { "bind_phc", 4, true, false }, { NULL, 0, false, false },
};

static const struct lsock_option_form form_credentials = MEMBERS_FORM(credential_members);
static const struct lsock_option_form form_memory = MEMBERS_FORM(memory_members);
static const struct lsock_option_form form_txtime = MEMBERS_FORM(txtime_members);
static const struct lsock_option_form form_timestamping = MEMBERS_FORM(timestamping_members);

#define BYTES_UP_TO(n) .max = n

const struct lsock_option lsock__options_socket[] = {
#include "options/socket.def"
	END_OF_ROWS
};
