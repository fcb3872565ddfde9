/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * bench-io: bytes in and out through a descriptor and a socket object.
 *   bench-io                                     all tables
 *   bench-io count | wall | object               one of them
 *   bench-io repeat TRANSPORT OPERATION WAY N    N calls for count.sh
 */
#include <errno.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/socket.h>

#include "bench.h"
#include "bench-io.h"

/* An object is what malloc gave: the whole of its chunk can be asked for. */
static void io_object(void)
{
	struct lsock_socket *socket;
	size_t size;
	int r;

	r = lsock_socket_open(AF_UNIX, SOCK_STREAM, 0, &socket);
	if (r < 0)
		bench_fail("lsock_socket_open", r);
	size = malloc_usable_size(socket);
	printf("\nSocket object: %zu bytes (at most 56: %s), receive buffer apart.\n", size,
	       bench_verdict((double) size, 56));
	lsock_socket_free(socket);
}

static int usage(void)
{
	fputs("usage: bench-io [count|wall|object]\n"
	      "       bench-io repeat TRANSPORT OPERATION WAY N\n", stderr);
	return 2;
}

int main(int argc, char **argv)
{
	const char *part = argc > 1 ? argv[1] : "all";
	bool all = strcmp(part, "all") == 0;

	if (strcmp(part, "repeat") == 0 && argc == 6)
		return io_repeat(argv[2], argv[3], argv[4], (unsigned) strtoul(argv[5], NULL, 10)) ?
		       0 : usage();
	if (argc > 2 || !(all || strcmp(part, "count") == 0 || strcmp(part, "wall") == 0 ||
			  strcmp(part, "object") == 0))
		return usage();
	if (all || strcmp(part, "count") == 0)
		io_count();
	if (all || strcmp(part, "wall") == 0)
		io_wall();
	if (all || strcmp(part, "object") == 0)
		io_object();
	return 0;
}
