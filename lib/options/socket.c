/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of SOL_SOCKET. */
#include <asm/socket.h>		/* first: what the C library lacks, and no more */
#include <linux/filter.h>
#include <sys/socket.h>
#include <sys/time.h>

#include "options/members.h"
#include "options/rows.h"

#define LEVEL .level = SOL_SOCKET, .protocol = -1

const struct lsock_word lsock__words_socket_type[] = {
	{ "stream", SOCK_STREAM }, { "dgram", SOCK_DGRAM }, { "raw", SOCK_RAW },
	{ "rdm", SOCK_RDM }, { "seqpacket", SOCK_SEQPACKET }, { "packet", SOCK_PACKET },
	{ NULL, 0 },
};

const struct lsock_word lsock__words_linger[] = { { "off", -1 }, { NULL, 0 } };

static const struct lsock__option_member credential_members[] = {
	{ "pid", 4, true, false }, { "uid", 4, false, false }, { "gid", 4, false, false },
	{ "", 0, false, false },
};

static const struct lsock__option_member memory_members[] = {
	{ "rmem_alloc", 4, false, false }, { "rcvbuf", 4, false, false },
	{ "wmem_alloc", 4, false, false }, { "sndbuf", 4, false, false },
	{ "fwd_alloc", 4, false, false }, { "wmem_queued", 4, false, false },
	{ "optmem", 4, false, false }, { "backlog", 4, false, false },
	{ "drops", 4, false, false }, { "", 0, false, false },
};

static const struct lsock__option_member txtime_members[] = {
	{ "clockid", 4, true, false }, { "flags", 4, false, true }, { "", 0, false, false },
};

/* Kernels before 5.14 have the first of them only. */
static const struct lsock__option_member timestamping_members[] = {
	{ "flags", 4, false, true }, { "bind_phc", 4, true, false }, { "", 0, false, false },
};

const struct lsock_option_form lsock__form_credentials = MEMBERS_FORM(credential_members);
const struct lsock_option_form lsock__form_memory = MEMBERS_FORM(memory_members);
const struct lsock_option_form lsock__form_txtime = MEMBERS_FORM(txtime_members);
const struct lsock_option_form lsock__form_timestamping = MEMBERS_FORM(timestamping_members);

#define BYTES_UP_TO(n) .max = n

static const struct lsock__option_row rows[] = {
#include "options/socket.def"
};

OPTION_LEVEL(socket);
