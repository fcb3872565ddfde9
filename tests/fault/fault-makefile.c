/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* stdio streams over objects, and objects over duplicates. */
#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"

/* An error of stdio; EAGAIN is its word for a timeout that has passed. */
static int stdio_error(void)
{
	return errno == EAGAIN ? -ETIME : -errno;
}

static void object(struct scene *s)
{
	scene_told_pair(s);
	scene_object(s);
}

static void make(struct scene *s, const char *mode)
{
	ck_assert_int_eq(lsock_socket_makefile(s->socket, mode, &s->file), 0);
}

static void reading(struct scene *s)
{
	object(s);
	make(s, "r");
}

static void writing(struct scene *s)
{
	object(s);
	make(s, "w");
}

static void full(struct scene *s)
{
	scene_full_pair(s);
	scene_object(s);
	make(s, "w");
}

/* The last of a connection that is to be shut down first. */
static void last_of_tipc(struct scene *s)
{
	scene_tipc(s);
	make(s, "r");
	s->socket = lsock_socket_free(s->socket);
}

static void last(struct scene *s)
{
	reading(s);
	s->socket = lsock_socket_free(s->socket);
}

static int makefile_run(struct scene *s)
{
	int r = lsock_socket_makefile(s->socket, "r", &s->out.file);

	if (r == 0)
		s->file = s->out.file;
	return r;
}

static int read_run(struct scene *s)
{
	int c;

	clearerr(s->file);
	c = fgetc(s->file);
	return c == EOF ? stdio_error() : c;
}

static int write_run(struct scene *s)
{
	ck_assert_int_ge(fputs("hello", s->file), 0);
	return fflush(s->file) == EOF ? stdio_error() : 0;
}

/* No more can be written to the old one. */
static int write_again(struct scene *s)
{
	ck_assert_int_ge(fputs("x", s->file), 0);
	ck_assert_int_eq(fflush(s->file), EOF);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_eq(fclose(s->file), EOF);
	make(s, "w");
	return write_run(s);
}

static void arrived_check(struct scene *s)
{
	scene_drain(s);
	ck_assert_uint_eq(s->drained, 5);
}

static int fclose_run(struct scene *s)
{
	FILE *file = s->file;

	s->file = NULL;
	return fclose(file) == EOF ? -errno : 0;
}

static const struct rule close_rules[] = {
	{ "shutdown", 0, CLEAN, CLEAN },
	{ "close", EINTR, CLEAN, CLEAN },
	{ "close", ECONNRESET, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static int detach_run(struct scene *s)
{
	int fd = lsock_socket_detach(s->socket);

	if (fd < 0)
		return fd;
	s->made[0] = fd;
	return 0;
}

static void detach_check(struct scene *s)
{
	ck_assert_int_eq(lsock_socket_fileno(s->socket), -EBADF);
	ck_assert_int_eq(fgetc(s->file), 'h');
}

/* The timeout of 0 is what makes the descriptor O_NONBLOCK. */
static void foreign(struct scene *s)
{
	scene_foreign(s);
	ck_assert_int_eq(lsock_setdefaulttimeout(0), 0);
}

static int fromfd_run(struct scene *s)
{
	int r = lsock_socket_fromfd(s->fd, &s->out.sockets[0]);

	if (r == 0)
		s->objects[0] = s->out.sockets[0];
	else
		is_foreign(s);
	return r;
}

static void fromfd_check(struct scene *s)
{
	ck_assert_int_eq(fcntl(s->fd, F_GETFD), 0);
	ck_assert_int_eq(fcntl(lsock_socket_fileno(s->objects[0]), F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(lsock_socket_type(s->objects[0]), SOCK_SEQPACKET);
}

const struct op makefile_ops[] = {
	OP("lsock_socket_makefile", object, makefile_run),
	OP("fgetc of a file", reading, read_run, .clean = 'h', .rules = transfer_rules),
	OP("fflush of a file", writing, write_run, .again = write_again, .check = arrived_check,
	   .rules = transfer_rules),
	OP("fflush of a file into a full queue", full, write_run, .clean = -ETIME,
	   .again = write_again, .rules = transfer_rules, .vain = true),
	OP("fclose of the last file", last, fclose_run, .rules = close_rules, .fds = -1,
	   .final = true),
	OP("fclose of the last file of tipc", last_of_tipc, fclose_run, .rules = close_rules,
	   .fds = -1, .final = true),
	OP("lsock_socket_detach with a file", reading, detach_run, .check = detach_check,
	   .fds = 1),
	OP("lsock_socket_fromfd", foreign, fromfd_run, .check = fromfd_check, .fds = 1),
	{ .name = NULL },
};
