/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The rows of AF_VSOCK, which is a level, too. */
#include <sys/socket.h>
#include <sys/time.h>
#include <linux/vm_sockets.h>

#include "options/rows.h"

/* Datagram sockets of it have none of these. */
#define LEVEL .level = AF_VSOCK, FAMILIES(AF_VSOCK), .protocol = -1, \
	.types = STREAM | SEQPACKET

static const struct lsock__option_row rows[] = {
#include "options/vsock.def"
};

OPTION_LEVEL(vsock);
