/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/ends.h"

#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

struct ends ends_of(const int fds[2])
{
	struct ends ends = { .other = fds[1] };

	ck_assert_int_eq(lsock_socket_adopt(fds[0], &ends.socket), 0);
	return ends;
}

struct ends unix_ends(int type)
{
	int fds[2];

	unix_pair(type, fds);
	return ends_of(fds);
}

void close_ends(struct ends *ends)
{
	lsock_socket_free(ends->socket);
	close(ends->other);
}
