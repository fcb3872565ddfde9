/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Files that are sent, in each of the four ways. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/fault/fault-op.h"

/* Many times what scene_narrow_pair() takes at once: of bytes, and of pages of a file. */
#define MUCH 30000
#define MUCH_OF_PAGES 400000
#define FILE_OF(s) ((s)->others[0])

/* The program is linked with --wrap: a kernel can be had that has no sendfile(2) for any file. */
static bool no_sendfile;

ssize_t __real_lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size);
ssize_t __wrap_lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size);

ssize_t __wrap_lsock__sys_sendfile(int fd, int file, int64_t offset, size_t size)
{
	return no_sendfile ? -EINVAL : __real_lsock__sys_sendfile(fd, file, offset, size);
}

static const struct rule sendfile_rules[] = {
	{ "sendfile", EAGAIN, CLEAN, -ETIME },
	{ "sendfile", EINTR, CLEAN, -ETIME },
	{ "sendfile", EINVAL, CLEAN, CLEAN },	/* there are other ways */
	{ "sendfile", ENOSYS, CLEAN, CLEAN },
	{ "splice", EAGAIN, CLEAN, -ETIME },
	{ "splice", EINTR, CLEAN, -ETIME },
	{ "pread", EAGAIN, CLEAN, -ETIME },
	{ "pread", EINTR, CLEAN, -ETIME },
	{ "send", EAGAIN, CLEAN, -ETIME },
	{ "send", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* Once something was sent by it there is no other way. */
static const struct rule narrow_rules[] = {
	{ "sendfile", EAGAIN, CLEAN, -ETIME },
	{ "sendfile", EINTR, CLEAN, -ETIME },
	{ "sendfile", EINVAL, NEVER, NEVER },
	{ "sendfile", ENOSYS, NEVER, NEVER },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* What was sent is taken behind it: to be refused there is to have been robbed. */
static const struct rule peek_rules[] = {
	{ "recv", EAGAIN, NEVER, NEVER },
	{ "recv", EINTR, CLEAN, NEVER },
	{ "sendfile", EAGAIN, CLEAN, -ETIME },
	{ "sendfile", EINTR, CLEAN, -ETIME },
	{ "sendfile", EINVAL, CLEAN, CLEAN },
	{ "sendfile", ENOSYS, CLEAN, CLEAN },
	{ "send", EAGAIN, CLEAN, -ETIME },
	{ "send", EINTR, CLEAN, -ETIME },
	{ "ppoll", EINTR, CLEAN, -ETIME },
	{ NULL, 0, 0, 0 },
};

/* A descriptor that blocks: EAGAIN is SO_SNDTIMEO. */
static const struct rule sendfile_untimed_rules[] = {
	{ "sendfile", EINTR, CLEAN, NEVER },
	{ "sendfile", EINVAL, CLEAN, CLEAN },
	{ "sendfile", ENOSYS, CLEAN, CLEAN },
	{ "pread", EINTR, CLEAN, NEVER },
	{ "send", EINTR, CLEAN, NEVER },
	{ NULL, 0, 0, 0 },
};

static void with_file(struct scene *s, size_t size)
{
	FILE_OF(s) = memfd_create("source", MFD_CLOEXEC);
	ck_assert_int_ge(FILE_OF(s), 0);
	ck_assert_int_eq(ftruncate(FILE_OF(s), (off_t) size), 0);
	no_sendfile = false;
}

static void file(struct scene *s)
{
	scene_unix_pair(s);
	with_file(s, MUCH);
}

static void file_by_pread(struct scene *s)
{
	file(s);
	no_sendfile = true;
}

static void file_narrow(struct scene *s)
{
	scene_narrow_pair(s);
	with_file(s, MUCH_OF_PAGES);
}

static void file_narrow_by_pread(struct scene *s)
{
	scene_narrow_pair(s);
	with_file(s, MUCH);
	no_sendfile = true;
}

/* Five bytes in it, and both ends are open. */
static void pipe_source(struct scene *s)
{
	scene_unix_pair(s);
	ck_assert_int_eq(pipe2(s->others, O_CLOEXEC), 0);
	ck_assert_int_eq(write(s->others[1], "hello", 5), 5);
	no_sendfile = false;
}

static void pipe_source_empty(struct scene *s)
{
	char buf[5];

	pipe_source(s);
	ck_assert_int_eq(read(FILE_OF(s), buf, 5), 5);
}

static void socket_source(struct scene *s)
{
	scene_unix_pair(s);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, s->others), 0);
	ck_assert_int_eq(send(s->others[1], "hello", 5, MSG_NOSIGNAL), 5);
	no_sendfile = false;
}

static void object(struct scene *s)
{
	file(s);
	scene_object(s);
}

static void object_blocking(struct scene *s)
{
	file(s);
	scene_object_timeout(s, -1);
}

static void object_blocking_by_pread(struct scene *s)
{
	object_blocking(s);
	no_sendfile = true;
}

/* What is counted has gone out, and nothing else. */
static int counted(struct scene *s, int r, uint64_t sent, uint64_t wanted)
{
	scene_drain(s);
	ck_assert_uint_eq(sent, s->drained);
	if (r == 0)
		ck_assert_uint_eq(sent, wanted);
	s->drained = 0;
	return r;
}

static int send_run(struct scene *s)
{
	uint64_t sent = UINT64_MAX;
	int r = lsock_sendfile(s->fd, FILE_OF(s), 10, 5, &sent, until(s));

	return counted(s, r, sent, 5);
}

/* Where the position could not be set it is as it was. */
static int send_much_run(struct scene *s)
{
	uint64_t sent = UINT64_MAX;
	off_t at;
	int r;

	ck_assert_int_eq(lseek(FILE_OF(s), 0, SEEK_SET), 0);
	r = lsock_sendfile(s->fd, FILE_OF(s), -1, LSOCK_TO_END, &sent, until(s));
	at = lseek(FILE_OF(s), 0, SEEK_CUR);
	if (fault_calls_of("lseek") == 0 || r == 0)
		ck_assert_uint_eq(sent, (uint64_t) at);
	return counted(s, r, sent, no_sendfile ? MUCH : MUCH_OF_PAGES);
}

static int send_hello_run(struct scene *s)
{
	uint64_t sent = UINT64_MAX;
	int r = lsock_sendfile(s->fd, FILE_OF(s), -1, 5, &sent, until(s));

	return counted(s, r, sent, 5);
}

static int object_run(struct scene *s)
{
	uint64_t sent = UINT64_MAX;
	int r = lsock_socket_sendfile(s->socket, FILE_OF(s), 10, 5, &sent);

	return counted(s, r, sent, 5);
}

const struct op sendfile_ops[] = {
	OP("lsock_sendfile", file, send_run, .rules = sendfile_rules),
	OP("lsock_sendfile by pread", file_by_pread, send_run, .rules = sendfile_rules),
	OP("lsock_sendfile of much", file_narrow, send_much_run, .hook = drain_hook,
	   .rules = narrow_rules),
	OP("lsock_sendfile of much by pread", file_narrow_by_pread, send_much_run,
	   .hook = drain_hook, .rules = sendfile_rules),
	OP("lsock_sendfile into a full queue", file_narrow, send_much_run, .clean = -ETIME,
	   .rules = narrow_rules, .vain = true),
	OP("lsock_sendfile of a pipe", pipe_source, send_hello_run, .rules = sendfile_rules),
	OP("lsock_sendfile of an empty pipe", pipe_source_empty, send_hello_run, .clean = -ETIME,
	   .rules = sendfile_rules, .vain = true),
	OP("lsock_sendfile of a socket", socket_source, send_hello_run, .rules = peek_rules),
	OP("lsock_socket_sendfile", object, object_run, .rules = sendfile_rules),
	OP("lsock_socket_sendfile, blocking", object_blocking, object_run,
	   .rules = sendfile_untimed_rules),
	OP("lsock_socket_sendfile by pread, blocking", object_blocking_by_pread, object_run,
	   .rules = sendfile_untimed_rules),
	{ .name = NULL },
};
