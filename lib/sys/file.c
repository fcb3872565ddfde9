/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/file.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "sys/fault.h"

static_assert(sizeof(off_t) == sizeof(int64_t), "files are longer than that");

/*
 * sendfile(2) and splice(2) have no MSG_NOSIGNAL.  The SIGPIPE that they raise is one of the
 * calling thread's, and comes before they return: it is held back, and taken away.
 */
struct held {
	sigset_t before;
	bool pending;	/* one is the program's own */
};

static void pipe_set(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGPIPE);
}

static void hold_sigpipe(struct held *held)
{
	sigset_t set, pending;

	pipe_set(&set);
	pthread_sigmask(SIG_BLOCK, &set, &held->before);
	/* Only where the program blocks it can one be pending. */
	held->pending = false;
	if (sigismember(&held->before, SIGPIPE) == 1 && sigpending(&pending) == 0)
		held->pending = sigismember(&pending, SIGPIPE) == 1;
}

/* A part of what was asked for may have gone out before the error that raised it. */
static void release_sigpipe(const struct held *held, bool raised)
{
	static const struct timespec at_once = { 0, 0 };
	sigset_t set;

	pipe_set(&set);
	if (raised && !held->pending)
		(void) sigtimedwait(&set, NULL, &at_once);	/* perhaps none was raised */
	pthread_sigmask(SIG_SETMASK, &held->before, NULL);
}

static ssize_t raw_sendfile(int fd, int file, off_t *offset, size_t size)
{
	ssize_t n = sendfile(fd, file, offset, size);

	return n < 0 ? -errno : n;
}

ssize_t lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size)
{
	off_t from = offset;
	struct held held;
	ssize_t n;

	FAULT("sendfile");
	hold_sigpipe(&held);
	n = raw_sendfile(fd, file, offset < 0 ? NULL : &from, size);
	release_sigpipe(&held, n < (ssize_t) size);
	return n;
}

static ssize_t raw_splice(int fd, int pipe, size_t size, unsigned flags)
{
	ssize_t n = splice(pipe, NULL, fd, NULL, size, flags);

	return n < 0 ? -errno : n;
}

ssize_t lsock__sys_splice(int fd, int pipe, size_t size, unsigned flags)
{
	struct held held;
	ssize_t n;

	FAULT("splice");
	hold_sigpipe(&held);
	n = raw_splice(fd, pipe, size, flags);
	release_sigpipe(&held, n < (ssize_t) size);
	return n;
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
