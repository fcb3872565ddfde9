/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A file to a socket.  No byte may be taken from the file and not sent, so that each way leaves
 * them where they are until they are sent: sendfile(2) puts the file's position back, splice(2)
 * leaves them in the pipe; where these cannot be used pread(2) and MSG_PEEK do.  What has none of
 * the four, as a terminal, is refused.  The buffer of the last two is freed with the call.
 */
#include "core/sendfile.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux_sock/sockopt.h>
#include <linux_sock/stream.h>

#include "base/export.h"
#include "core/blocking.h"
#include "core/transfer.h"
#include "core/wait.h"
#include "sys/file.h"

#define PIECE (UINT64_C(1) << 20)	/* until it is moved nobody looks at the deadline */
#define BUFFER_SIZE 65536

struct delivery {
	int fd, file;
	bool blocks;
	bool moves;		/* offset has to become the file's own position */
	int64_t offset;		/* -1: the file's own position */
	uint64_t sent, rest;
	unsigned lies;		/* of poll, in a row */
	bool raised;		/* there may be a SIGPIPE from it */
	/* One piece: 1: go on, 0: the file has ended, or an error. */
	int (*move)(struct delivery *d);
	void *buf;
	struct lsock_deadline until;
};

static size_t next_piece(const struct delivery *d, uint64_t most)
{
	return (size_t) (d->rest < most ? d->rest : most);
}

static void count_sent(struct delivery *d, size_t n)
{
	d->sent += n;
	d->rest -= n;
	if (d->offset >= 0)
		d->offset += (int64_t) n;
}

/* After a call that gave n, not more than 0. */
static int try_again(struct delivery *d, ssize_t n)
{
	int r;

	if (!lsock__was_refused(n))
		return (int) n;
	if (d->blocks && n == -EINTR && !(d->until.flags & LSOCK_DEADLINE_SIGNALS))
		return 1;
	if (d->blocks)
		return (int) n;
	r = lsock__wait_again(d->fd, POLLOUT, (int) n, &d->lies, d->until);
	return r < 0 ? r : 1;
}

/*
 * Of a piece, n bytes or why none.  A part of it may have gone out before the error that raised
 * SIGPIPE; that error stays, so that no later try is refused.
 */
static int moved(struct delivery *d, ssize_t n, size_t piece)
{
	if (n != 0)
		d->raised = n < (ssize_t) piece && !lsock__was_refused(n);
	if (n <= 0)
		return try_again(d, n);
	count_sent(d, (size_t) n);
	d->lies = 0;
	return 1;
}

/* Of what lies in the buffer. */
static int send_buffer(struct delivery *d, size_t size, size_t *ret_sent)
{
	struct lsock__transfer t = {
		.fd = d->fd, .how = LSOCK__SENDS,
		.flags = MSG_NOSIGNAL | (d->blocks ? 0 : MSG_DONTWAIT),
		.buf = d->buf, .size = size, .until = d->until,
	};
	int r = lsock__transfer_all(&t, ret_sent);

	count_sent(d, *ret_sent);
	return r < 0 ? r : 1;
}

static int move_by_pread(struct delivery *d)
{
	ssize_t n = lsock__sys_pread(d->file, d->buf, next_piece(d, BUFFER_SIZE), d->offset);
	size_t sent;

	if (n <= 0)
		return try_again(d, n);
	d->lies = 0;
	return send_buffer(d, (size_t) n, &sent);
}

/* EAGAIN says that the pipe is empty, or that the socket is full. */
static int move_by_splice(struct delivery *d)
{
	unsigned flags = SPLICE_F_MOVE | (d->blocks ? 0 : SPLICE_F_NONBLOCK);
	size_t piece = next_piece(d, PIECE);
	ssize_t n = lsock__sys_splice(d->fd, d->file, piece, flags);
	int r = moved(d, n, piece);

	if (r <= 0 || n != -EAGAIN)
		return r;
	r = lsock__wait(d->file, POLLIN, d->until);
	return r < 0 ? r : 1;
}

/* Takes from a socket what was peeked at, and has been sent. */
static int take_away(int fd, char *buf, size_t size)
{
	struct lsock__transfer t = {
		.fd = fd, .flags = MSG_DONTWAIT, .buf = buf, .size = size, .until = lsock_nowait(),
	};
	ssize_t n;

	for (; t.size > 0; t.size -= (size_t) n) {
		n = lsock__transfer(&t);
		if (n <= 0)
			return n == 0 || n == -EAGAIN ? -EIO : (int) n;	/* somebody else did */
	}
	return 0;
}

static int move_by_peek(struct delivery *d)
{
	struct lsock__transfer in = {
		.fd = d->file, .flags = MSG_PEEK | (d->blocks ? 0 : MSG_DONTWAIT),
		.buf = d->buf, .size = next_piece(d, BUFFER_SIZE), .until = d->until,
	};
	ssize_t n = lsock__transfer(&in);
	size_t sent;
	int r, taken;

	if (n <= 0)
		return (int) n;
	r = send_buffer(d, (size_t) n, &sent);
	taken = take_away(d->file, d->buf, sent);
	return taken < 0 ? taken : r;
}

static int use_buffer(struct delivery *d, int (*move)(struct delivery *d))
{
	d->buf = lsock__sys_alloc(BUFFER_SIZE);
	if (d->buf == NULL)
		return -ENOMEM;
	d->move = move;
	return 1;
}

static int use_pread(struct delivery *d)
{
	if (d->offset < 0) {
		d->offset = lsock__sys_lseek(d->file, 0, SEEK_CUR);
		if (d->offset < 0)
			return (int) d->offset;
		d->moves = true;
	}
	return use_buffer(d, move_by_pread);
}

static int use_peek(struct delivery *d)
{
	int type, r;

	r = lsock_getsockopt_int(d->file, SOL_SOCKET, SO_TYPE, &type);
	if (r < 0)
		return r;
	return type == SOCK_STREAM ? use_buffer(d, move_by_peek) : -ESPIPE;
}

/* sendfile(2) does not know this kind of file; of pipes and sockets no offset came so far. */
static int find_another_way(struct delivery *d)
{
	int type = lsock__sys_file_type(d->file);

	if (type < 0)
		return type;
	switch ((mode_t) type) {
	case S_IFREG:
	case S_IFBLK:
		return use_pread(d);
	case S_IFIFO:
		d->move = move_by_splice;
		return 1;
	case S_IFSOCK:
		return use_peek(d);
	case S_IFDIR:
		return -EISDIR;
	default:
		return -ESPIPE;
	}
}

static int move_by_sendfile(struct delivery *d)
{
	size_t piece = next_piece(d, PIECE);
	ssize_t n = lsock__sys_sendfile(d->fd, d->file, d->offset, piece);

	if ((n == -EINVAL || n == -ENOSYS) && d->sent == 0)
		return find_another_way(d);
	return moved(d, n, piece);
}

/* Only what has moved something has had its try. */
static int may_move_more(const struct delivery *d, bool moved_some)
{
	int r = moved_some ? lsock__may_go_on(d->until) : 0;

	return r < 0 ? r : 1;
}

static int deliver(struct delivery *d)
{
	uint64_t before;
	int r = 1;

	while (r > 0 && d->rest > 0) {
		before = d->sent;
		r = d->move(d);
		if (r > 0 && d->rest > 0)
			r = may_move_more(d, d->sent != before);
	}
	return r < 0 ? r : 0;
}

static int finish(struct delivery *d, int r)
{
	int64_t at = d->moves ? lsock__sys_lseek(d->file, d->offset, SEEK_SET) : 0;

	lsock__sys_free(d->buf);
	return r == 0 && at < 0 ? (int) at : r;
}

int lsock__sendfile(int fd, bool blocks, int file, int64_t offset, uint64_t count,
		    uint64_t *ret_sent, struct lsock_deadline until)
{
	struct delivery d = {
		.fd = fd, .blocks = blocks, .file = file,
		.offset = offset, .rest = count, .move = move_by_sendfile, .until = until,
	};
	struct lsock__sigpipe held;
	int r = -EINVAL;

	if (offset >= -1) {
		lsock__sys_hold_sigpipe(&held);
		r = finish(&d, deliver(&d));
		lsock__sys_release_sigpipe(&held, d.raised);
	}
	if (ret_sent)
		*ret_sent = d.sent;
	return r;
}

/* A stream, and one that can keep a deadline. */
static int check_sink(int fd)
{
	int type, r;

	r = lsock_getsockopt_int(fd, SOL_SOCKET, SO_TYPE, &type);
	if (r < 0)
		return r;
	return type == SOCK_STREAM ? lsock__refuse_blocking(fd) : -EOPNOTSUPP;
}

LSOCK_API int lsock_sendfile(int fd, int file, int64_t offset, uint64_t count, uint64_t *ret_sent,
			     struct lsock_deadline until)
{
	int r = check_sink(fd);

	if (r == 0)
		return lsock__sendfile(fd, false, file, offset, count, ret_sent, until);
	if (ret_sent)
		*ret_sent = 0;
	return r;
}
