/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tools/addr/batch.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tools/common/json.h"
#include "tools/common/tool.h"

/* The longest text that is read, and a byte more that makes it too long. */
#define TEXT_ROOM (LSOCK_ADDR_TEXT_MAX + 1)

/* A line of any length, unescaped as it comes. */
struct line {
	char text[TEXT_ROOM];
	size_t len;		/* of the text; may be more than there is room for */
	size_t column;		/* bytes of the line so far */
	size_t nul;		/* column of the text's first NUL */
	size_t bad;		/* column of the line's first bad escape */
	int state;		/* 0, or how far an escape has come */
	int high;
	bool any;
};

enum { PLAIN, BACKSLASH, HIGH, LOW };

static void line_put(struct line *line, char byte)
{
	if (line->len < TEXT_ROOM)
		line->text[line->len] = byte;
	line->len++;
	if (byte == '\0' && line->nul == 0)
		line->nul = line->len;
	line->state = PLAIN;
}

static void line_bad(struct line *line)
{
	if (line->bad == 0)
		line->bad = line->column;
	line->state = PLAIN;
}

static void line_digit(struct line *line, char byte)
{
	int digit = tool_hex_digit(byte);

	if (digit < 0) {
		line_bad(line);
	} else if (line->state == HIGH) {
		line->high = digit;
		line->state = LOW;
	} else {
		line_put(line, (char) (line->high << 4 | digit));
	}
}

static void line_byte(struct line *line, char byte)
{
	line->column++;
	line->any = true;
	if (line->state == PLAIN && byte == '\\')
		line->state = BACKSLASH;
	else if (line->state == PLAIN)
		line_put(line, byte);
	else if (line->state != BACKSLASH)
		line_digit(line, byte);
	else if (byte == '\\')
		line_put(line, byte);
	else if (byte == 'x')
		line->state = HIGH;
	else
		line_bad(line);
}

/* The library's own order of refusals: a NUL anywhere, the length, the grammar. */
static int line_parse(struct line *line, struct lsock_addr *ret_addr, struct lsock_why *why)
{
	if (line->state != PLAIN) {
		line->column++;
		line_bad(line);
	}
	if (line->bad) {
		*why = (struct lsock_why){
			.message = "the escapes of a line are \\\\ and \\xHH",
			.column = line->bad,
		};
		return -EINVAL;
	}
	if (line->nul > TEXT_ROOM) {
		*why = (struct lsock_why){ .message = "a NUL byte in the text",
					   .column = line->nul };
		return -EINVAL;
	}
	return lsock_addr_parse(line->text, line->len < TEXT_ROOM ? line->len : TEXT_ROOM, ret_addr,
				why);
}

json_t *addr_refusal_json(const char *text, size_t len, int err, const struct lsock_why *why)
{
	json_t *object = tool_json_object(), *error = tool_json_object();

	tool_json_bytes(object, "text", text, len);
	tool_json_text(error, "errno", lsock_error_name(err));
	tool_json_text(error, "message", why->message ? why->message : lsock_strerror(err));
	if (why->column)
		tool_json_number(error, "column", (int64_t) why->column);
	if (why->field)
		tool_json_text(error, "field", why->field);
	if (err == -ERANGE) {
		tool_json_number(error, "min", why->min);
		tool_json_number(error, "max", why->max);
	}
	tool_json_set(object, "error", error);
	return object;
}

static void print_json(const struct line *line, int r, const struct lsock_addr *addr,
		       const struct lsock_why *why)
{
	size_t kept = line->len < TEXT_ROOM ? line->len : TEXT_ROOM;

	tool_json_print(r < 0 ? addr_refusal_json(line->text, kept, r, why) : tool_json_addr(addr),
			stdout);
}

static void print_line(int r, const struct lsock_addr *addr, const struct lsock_why *why)
{
	char *reason;

	if (r >= 0) {
		printf("ok\t%s\n", tool_addr_text(addr).text);
		return;
	}
	reason = tool_why_text(r, why);
	printf("error\t%s\t%zu\t%s\n", lsock_error_name(r), why->column, reason);
	free(reason);
}

static bool answer(struct line *line, bool json)
{
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	int r = line_parse(line, &addr, &why);

	if (json)
		print_json(line, r, &addr, &why);
	else
		print_line(r, &addr, &why);
	memset(line, 0, sizeof(*line));
	return r >= 0;
}

/* Bytes read, 0 at the end, -1 on an error.  Whoever waits for an answer has it before we wait. */
static ssize_t read_more(char *buf, size_t size)
{
	ssize_t n;

	fflush(stdout);
	do
		n = read(STDIN_FILENO, buf, size);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		tool_fail("standard input", NULL, -errno, NULL);
	return n;
}

int addr_batch(bool json)
{
	static char buf[1 << 16];
	static struct line line;
	bool all = true;
	ssize_t n, i;

	while ((n = read_more(buf, sizeof(buf))) > 0 && !ferror(stdout))
		for (i = 0; i < n; i++) {
			if (buf[i] == '\n')
				all &= answer(&line, json);
			else
				line_byte(&line, buf[i]);
		}
	if (line.any && n == 0)
		all &= answer(&line, json);
	if (n < 0)
		return TOOL_SYSTEM;
	return all ? TOOL_YES : TOOL_NO;
}
