/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* AF_VSOCK, which is a level, too. */
#include <sys/socket.h>
#include <sys/time.h>
#include <linux/vm_sockets.h>

#include "options/rows.h"

static const int vsock_families[] = { AF_VSOCK, 0 };

/* Datagram sockets of it have none of these. */
#define LEVEL .level = AF_VSOCK, .families = vsock_families, .protocol = -1, \
	.types = STREAM | SEQPACKET

const struct lsock_option lsock__options_vsock[] = {
#include "options/vsock.def"
	END_OF_ROWS
};
