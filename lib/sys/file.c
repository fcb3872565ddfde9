/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sys/fault.h"

static_assert(sizeof(off_t) == sizeof(int64_t), "files are longer than that");

static void pipe_set(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGPIPE);
}

void lsock__sys_hold_sigpipe(struct lsock__sigpipe *ret_held)
{
	sigset_t set, pending;

	pipe_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, &ret_held->before);
	/* Only where the program blocks it can one be pending. */
	ret_held->pending = false;
	if (sigismember(&ret_held->before, SIGPIPE) == 1 && sigpending(&pending) == 0)
		ret_held->pending = sigismember(&pending, SIGPIPE) == 1;
}

void lsock__sys_release_sigpipe(const struct lsock__sigpipe *held, bool raised)
{
	static const struct timespec at_once = { 0, 0 };
	sigset_t set;

	pipe_set(&set);
	if (raised && !held->pending)
		(void) sigtimedwait(&set, NULL, &at_once);	/* perhaps none was raised */
	pthread_sigmask(SIG_SETMASK, &held->before, NULL);
}

ssize_t lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size)
{
	off_t from = offset;
	ssize_t n;

	FAULT("sendfile");
	n = sendfile(fd, file, offset < 0 ? NULL : &from, size);
	return n < 0 ? -errno : n;
}

ssize_t lsock__sys_splice(int fd, int pipe, size_t size, unsigned flags)
{
	ssize_t n;

	FAULT("splice");
	n = splice(pipe, NULL, fd, NULL, size, flags);
	return n < 0 ? -errno : n;
}

ssize_t lsock__sys_pread(int file, void *buf, size_t size, int64_t offset)
{
	ssize_t n;

	FAULT("pread");
	n = pread(file, buf, size, offset);
	return n < 0 ? -errno : n;
}

int64_t lsock__sys_lseek(int file, int64_t offset, int whence)
{
	off_t at;

	FAULT("lseek");
	at = lseek(file, offset, whence);
	return at < 0 ? -errno : at;
}

int lsock__sys_file_type(int file)
{
	struct stat status;

	FAULT("fstat");
	if (fstat(file, &status) < 0)
		return -errno;
	return (int) (status.st_mode & S_IFMT);
}
