/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Foreign bytes as safe text, numbers, names of types, refused addresses. */
#include "tools/common/tool.h"

#include <errno.h>
#include <getopt.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char digits_of[] = "0123456789abcdef";

/* Bytes as text; a backslash as it is, or as two. */
static char *printable(const char *bytes, size_t n, bool doubles)
{
	char *text = tool_need(malloc(4 * n + 1)), *to = text;
	size_t i;

	for (i = 0; i < n; i++) {
		unsigned char byte = (unsigned char) bytes[i];

		if (byte >= ' ' && byte <= '~') {
			if (doubles && byte == '\\')
				*to++ = '\\';
			*to++ = bytes[i];
			continue;
		}
		*to++ = '\\';
		*to++ = 'x';
		*to++ = digits_of[byte >> 4];
		*to++ = digits_of[byte & 0xf];
	}
	*to = '\0';
	return text;
}

char *tool_escaped(const char *bytes, size_t n)
{
	return printable(bytes, n, true);
}

char *tool_shown(const char *text)
{
	return printable(text, strlen(text), false);
}

char *tool_hex(const void *bytes, size_t n)
{
	const unsigned char *from = bytes;
	char *text = tool_need(malloc(2 * n + 1));
	size_t i;

	for (i = 0; i < n; i++) {
		text[2 * i] = digits_of[from[i] >> 4];
		text[2 * i + 1] = digits_of[from[i] & 0xf];
	}
	text[2 * n] = '\0';
	return text;
}

int tool_hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

struct tool_text tool_addr_text(const struct lsock_addr *addr)
{
	struct tool_text text;

	if (lsock_addr_format(addr, text.text, sizeof(text.text)) < 0)
		memcpy(text.text, "-", 2);
	return text;
}

bool tool_parse_number(const char *text, uint64_t max, uint64_t *ret_number)
{
	uint64_t number = 0;

	if (*text == '\0')
		return false;
	for (; *text; text++) {
		uint64_t digit = (uint64_t) (*text - '0');

		if (*text < '0' || *text > '9' || number > (max - digit) / 10 || digit > max)
			return false;
		number = number * 10 + digit;
	}
	*ret_number = number;
	return true;
}

/* How many ms a unit has; 0: it is none. */
static int64_t unit_ms(const char *unit)
{
	static const struct {
		const char *name;
		int64_t ms;
	} units[] = { { "", 1000 }, { "ms", 1 }, { "s", 1000 }, { "m", 60000 }, { "h", 3600000 } };
	size_t i;

	for (i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (strcmp(unit, units[i].name) == 0)
			return units[i].ms;
	return 0;
}

static int64_t digits_value(const char *text, size_t n)
{
	int64_t value = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

/* Up to nine digits before the point and three behind it, so that nothing can overflow. */
int64_t tool_parse_ms(const char *text)
{
	static const int64_t scales[] = { 1, 10, 100, 1000 };
	size_t whole = strspn(text, "0123456789"), fraction = 0;
	const char *part = text + whole, *unit = part;

	if (*unit == '.') {
		part++;
		fraction = strspn(part, "0123456789");
		unit = part + fraction;
		if (fraction == 0)
			return -1;
	}
	if (whole == 0 || whole > 9 || fraction > 3 || unit_ms(unit) == 0)
		return -1;
	return digits_value(text, whole) * unit_ms(unit) +
	       digits_value(part, fraction) * unit_ms(unit) / scales[fraction];
}

int64_t tool_time_argument(const char *option, int64_t min)
{
	int64_t ms = tool_parse_ms(optarg);

	if (ms < min)
		tool_usage("--%s: %s is no time such as 250ms, 3s, 1m", option,
			   tool_shown(optarg));
	return ms;
}

char *tool_printed(const char *format, ...)
{
	va_list arguments;
	char *text;
	int n;

	va_start(arguments, format);
	n = vasprintf(&text, format, arguments);
	va_end(arguments);
	return tool_need(n < 0 ? NULL : text);
}

char *tool_why_text(int err, const struct lsock_why *why)
{
	const char *message = why->message ? why->message : lsock_strerror(err);

	if (err == -ERANGE)
		return tool_printed("%s (%s: %lld to %lld)", message,
				    why->field ? why->field : "number", (long long) why->min,
				    (long long) why->max);
	if (why->field)
		return tool_printed("%s (%s)", message, why->field);
	return tool_printed("%s", message);
}

/* How many bytes of text a clipped message shows before and behind the place that counts. */
#define SHOWN_BEFORE 48
#define SHOWN_BEHIND 24

void tool_refused(const char *text, size_t len, int err, const struct lsock_why *why)
{
	size_t at = why->column > 0 ? why->column - 1 : 0;
	size_t first, end;
	char *before, *behind, *reason, *shown;

	at = at < len ? at : len;
	first = at > SHOWN_BEFORE ? at - SHOWN_BEFORE : 0;
	end = len - at > SHOWN_BEHIND ? at + SHOWN_BEHIND : len;
	before = printable(text + first, at - first, false);
	behind = printable(text + at, end - at, false);
	reason = tool_why_text(err, why);
	shown = tool_printed("%s%s%s%s", first > 0 ? "..." : "", before, behind,
			     end < len ? "..." : "");
	fflush(stdout);
	if (why->column == 0)
		fprintf(stderr, "%s: address: %s: %s (%s)\n", tool.name, shown, reason,
			lsock_error_name(err));
	else
		fprintf(stderr, "%s: address, column %zu: %s: %s (%s)\n\t%s\n\t%*s^\n", tool.name,
			why->column, shown, reason, lsock_error_name(err), shown,
			(int) (strlen(before) + (first > 0 ? 3 : 0)), "");
	free(before);
	free(behind);
	free(reason);
	free(shown);
}

/* What other tools take: a port alone, behind ":" or "*:". */
static const char *lone_port(const char *text)
{
	size_t skipped = *text == '*' && text[1] == ':' ? 2 : *text == ':';
	uint64_t port;

	return tool_parse_number(text + skipped, UINT16_MAX, &port) ? text + skipped : NULL;
}

static void suggest_port(const char *port)
{
	fprintf(stderr, "%s: a port needs a host: 127.0.0.1:%s or [::1]:%s is this one, "
		"0.0.0.0:%s or [::]:%s all its addresses\n", tool.name, port, port, port, port);
}

/* Without a wait nobody is asked for a name, and that somebody would have to be is what is told. */
static void suggest_host(const char *text, int err)
{
	struct lsock_answer *answer;
	int r;

	if (tool.host_hint == NULL || (err != -EINVAL && err != -EAFNOSUPPORT))
		return;
	r = lsock_resolve(text, NULL, lsock_nowait(), &answer, NULL);
	if (r == 0)
		lsock_answer_free(answer);
	if (r == -EAGAIN)
		fprintf(stderr, "%s: %s\n", tool.name, tool.host_hint);
}

void tool_suggest(const char *text, int err)
{
	const char *port = lone_port(text);

	if (port)
		suggest_port(port);
	else
		suggest_host(text, err);
}

void tool_address_argument(const char *text, struct lsock_addr *ret_addr)
{
	struct lsock_why why = { 0 };
	int r = lsock_addr_parse(text, strlen(text), ret_addr, &why);

	if (r >= 0)
		return;
	tool_refused(text, strlen(text), r, &why);
	tool_suggest(text, r);
	exit(TOOL_USAGE);
}
