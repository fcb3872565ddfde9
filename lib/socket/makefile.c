/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A stdio stream over an object's descriptor.  The file is one more holder of both the object and
 * the descriptor, until it is closed.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/export.h"
#include "core/transfer.h"
#include "socket/object.h"
#include "sys/cookie.h"

struct file {
	struct lsock__cookie cookie;	/* first: it is the same address */
	struct lsock_socket *socket;
	int error;			/* what the first write that failed gave; then all fail */
	bool ended;			/* TIPC tells it once, and stdio may ask again */
};

/* Programs that use stdio know this one. */
static int as_stdio(ssize_t r)
{
	return r == -ETIME ? -EAGAIN : (int) r;
}

/* The descriptor is the file's own: the object may have been closed. */
static struct lsock__transfer file_transfer(const struct file *file, const void *buf, size_t size)
{
	return (struct lsock__transfer){
		.flags = lsock__object_blocks(file->socket) ? 0 : MSG_DONTWAIT,
		.buf = (void *) buf, .size = size, .fd = file->socket->descriptor,
		.until = lsock__object_until(file->socket),
	};
}

static ssize_t file_read(struct lsock__cookie *cookie, void *buf, size_t size)
{
	struct file *file = (struct file *) cookie;
	struct lsock__transfer transfer = file_transfer(file, buf, size);
	ssize_t n;

	if (file->ended)
		return 0;
	n = lsock__transfer(&transfer);
	file->ended = n == 0;
	return n < 0 ? as_stdio(n) : n;
}

/* stdio drops what a write did not take: to send what comes behind it would be to leave a gap. */
static int file_write(struct lsock__cookie *cookie, const void *buf, size_t size, size_t *ret_sent)
{
	struct file *file = (struct file *) cookie;
	struct lsock__transfer transfer = file_transfer(file, buf, size);

	*ret_sent = 0;
	if (file->error < 0)
		return -EPIPE;
	transfer.how |= LSOCK__SENDS;
	transfer.flags |= MSG_NOSIGNAL;
	file->error = as_stdio(lsock__transfer_all(&transfer, ret_sent));
	return file->error;
}

/* Who looks at fclose() alone must be told, too. */
static int file_close(struct lsock__cookie *cookie)
{
	struct file *file = (struct file *) cookie;
	int error = file->error, r = lsock__object_release(file->socket);

	lsock__sys_free(file);
	return error < 0 ? error : r;
}

static int check_mode(const char *mode)
{
	static const char *const modes[] = { "r", "w", "rb", "wb" };
	size_t i;

	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (strcmp(mode, modes[i]) == 0)
			return 0;
	return -EINVAL;
}

static int open_file(struct lsock_socket *socket, const char *mode, FILE **ret_file)
{
	struct file *file = lsock__sys_alloc(sizeof(*file));
	int r;

	if (file == NULL)
		return -ENOMEM;
	*file = (struct file){
		.cookie = { .read = file_read, .write = file_write, .close = file_close },
		.socket = socket,
	};
	r = lsock__sys_fopencookie(&file->cookie, *mode == 'r' ? "r" : "w", ret_file);
	if (r < 0)
		lsock__sys_free(file);
	return r;
}

LSOCK_API int lsock_socket_makefile(struct lsock_socket *socket, const char *mode, FILE **ret_file)
{
	int r = check_mode(mode);

	if (r == 0 && socket->type != SOCK_STREAM)
		r = -EOPNOTSUPP;
	if (r == 0)
		r = lsock__object_hold(socket);
	if (r < 0)
		return r;
	r = open_file(socket, mode, ret_file);
	if (r < 0)
		(void) lsock__object_release(socket);	/* r is the error to tell of */
	return r;
}
