/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Files whose bytes go to a socket. */
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * sendfile(2) and splice(2) have no MSG_NOSIGNAL.  The SIGPIPE that they raise is one of the
 * calling thread's, and comes before they return: it is held back, and taken away in the end.
 */
struct lsock__sigpipe {
	sigset_t before;
	bool pending;	/* one is the program's own */
};

void lsock__sys_hold_sigpipe(struct lsock__sigpipe *ret_held);
void lsock__sys_release_sigpipe(const struct lsock__sigpipe *held, bool raised);

/* From offset; -1: from the file's own position, which moves. */
ssize_t lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size);

/* From a pipe; flags are SPLICE_F_. */
ssize_t lsock__sys_splice(int fd, int pipe, size_t size, unsigned flags);

ssize_t lsock__sys_pread(int file, void *buf, size_t size, int64_t offset);
int64_t lsock__sys_lseek(int file, int64_t offset, int whence);

/* S_IFREG, S_IFIFO, ... of <sys/stat.h>. */
int lsock__sys_file_type(int file);
