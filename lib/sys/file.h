/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Files whose bytes go to a socket. */
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/* From offset; -1: from the file's own position, which moves.  No SIGPIPE is left behind. */
ssize_t lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size);

/* From a pipe; flags are SPLICE_F_.  No SIGPIPE is left behind. */
ssize_t lsock__sys_splice(int fd, int pipe, size_t size, unsigned flags);

ssize_t lsock__sys_pread(int file, void *buf, size_t size, int64_t offset);
int64_t lsock__sys_lseek(int file, int64_t offset, int whence);

/* S_IFREG, S_IFIFO, ... of <sys/stat.h>. */
int lsock__sys_file_type(int file);
