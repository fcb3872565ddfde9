/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Standard input and output without O_NONBLOCK, which belongs to the open file that a shell and
 * other processes share: poll(2) says when, and no more is written than fits then.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tools/cat/cat.h"
#include "tools/common/tool.h"

static bool stdin_ended;

bool cat_stdin_has_ended(void)
{
	return stdin_ended;
}

bool cat_stdin_is_terminal(void)
{
	return isatty(STDIN_FILENO);
}

ssize_t cat_read_stdin(void *buf, size_t size)
{
	ssize_t n = read(STDIN_FILENO, buf, size);

	if (n > 0)
		return n;
	if (n < 0 && (errno == EINTR || errno == EAGAIN))
		return -EAGAIN;
	stdin_ended = true;
	return n < 0 && errno != EBADF ? -errno : 0;	/* EBADF: there is none */
}

enum output { UNKNOWN, WHOLE, PIECES, SOCKET, TERMINAL };

/* A pipe that is writable has room for PIPE_BUF bytes, and may block for more. */
static enum output kind_of_stdout(void)
{
	struct lsock_identity identity;
	struct stat file;

	if (isatty(STDOUT_FILENO))
		return TERMINAL;
	if (lsock_identify(STDOUT_FILENO, &identity) >= 0)
		return SOCKET;
	if (fstat(STDOUT_FILENO, &file) == 0 && S_ISREG(file.st_mode))
		return WHOLE;
	return PIECES;
}

/* Bytes that a terminal might obey are shown as \xHH. */
static size_t make_safe(const unsigned char *bytes, size_t n, char *to)
{
	static const char digits_of[] = "0123456789abcdef";
	char *at = to;
	size_t i;

	for (i = 0; i < n; i++) {
		if ((bytes[i] >= ' ' && bytes[i] <= '~') || bytes[i] == '\n' || bytes[i] == '\t') {
			*at++ = (char) bytes[i];
			continue;
		}
		*at++ = '\\';
		*at++ = 'x';
		*at++ = digits_of[bytes[i] >> 4];
		*at++ = digits_of[bytes[i] & 0xf];
	}
	return (size_t) (at - to);
}

static ssize_t write_some(const void *buf, size_t size)
{
	ssize_t n = write(STDOUT_FILENO, buf, size);

	if (n >= 0)
		return n;
	return errno == EINTR ? -EAGAIN : -errno;
}

static ssize_t write_terminal(const void *buf, size_t size)
{
	char text[4 * 512];
	size_t taken = size < 512 ? size : 512, len = make_safe(buf, taken, text), done = 0;

	while (done < len) {
		ssize_t n = write_some(text + done, len - done);

		if (n < 0 && n != -EAGAIN)
			return n;
		done += n > 0 ? (size_t) n : 0;
	}
	return (ssize_t) taken;
}

ssize_t cat_write_stdout(const struct cat_request *request, const void *buf, size_t size)
{
	static enum output kind;

	if (kind == UNKNOWN)
		kind = kind_of_stdout();
	if (kind == TERMINAL && request->hex)
		return (ssize_t) size;	/* the dump shows it */
	if (kind == TERMINAL && !request->raw)
		return write_terminal(buf, size);
	if (kind == SOCKET)
		return lsock_send(STDOUT_FILENO, buf, size, 0, lsock_nowait());
	return write_some(buf, kind == WHOLE || size < PIPE_BUF ? size : PIPE_BUF);
}

int cat_close_stdout(void)
{
	return close(STDOUT_FILENO) < 0 && errno != EINTR ? -errno : 0;
}
