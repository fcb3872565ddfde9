/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What lsock-cat tells on standard error: its standard output holds data only. */
#include <string.h>

#include "tools/cat/cat.h"
#include "tools/common/json.h"
#include "tools/common/tool.h"

/* "listening on" becomes "listening". */
static void set_event(json_t *object, const char *event)
{
	char word[32];

	snprintf(word, sizeof(word), "%.*s", (int) strcspn(event, " "), event);
	tool_json_text(object, "event", word);
}

/* The kernel's netlink addresses do not tell the protocol, which is that of our own. */
static struct tool_text text_of(const struct cat_request *request, const struct lsock_addr *addr)
{
	struct lsock_addr whole = *addr;

	if (whole.protocol == LSOCK_PROTOCOL_UNSAID)
		whole.protocol = request->address.protocol;
	return tool_addr_text(&whole);
}

void cat_say_address(const struct cat_request *request, const char *event,
		     const struct lsock_addr *addr)
{
	json_t *object;

	if (request->json) {
		object = tool_json_object();
		set_event(object, event);
		tool_json_text(object, "address", text_of(request, addr).text);
		tool_json_print(object, stderr);
	} else if (request->verbose) {
		fprintf(stderr, "%s: %s %s\n", tool.name, event, text_of(request, addr).text);
	}
}

void cat_say_message(const struct cat_request *request, size_t size,
		     const struct lsock_addr *from)
{
	json_t *object;

	if (request->json) {
		object = tool_json_object();
		tool_json_text(object, "event", "message");
		tool_json_number(object, "size", (int64_t) size);
		tool_json_text(object, "from", text_of(request, from).text);
		tool_json_print(object, stderr);
	} else if (request->verbose || request->hex) {
		fprintf(stderr, "%s: message of %zu bytes from %s\n", tool.name, size,
			text_of(request, from).text);
	}
}

void cat_say_end(const struct cat_request *request, uint64_t received, uint64_t sent)
{
	json_t *object;

	if (request->json) {
		object = tool_json_object();
		tool_json_text(object, "event", "end");
		tool_json_number(object, "received", (int64_t) received);
		tool_json_number(object, "sent", (int64_t) sent);
		tool_json_print(object, stderr);
	} else if (request->verbose) {
		fprintf(stderr, "%s: end: received %llu bytes, sent %llu bytes\n", tool.name,
			(unsigned long long) received, (unsigned long long) sent);
	}
}

#define ROW 16

static void print_row(char direction, uint64_t offset, const unsigned char *bytes, size_t n)
{
	size_t i;

	fprintf(stderr, "%c %08llx ", direction, (unsigned long long) offset);
	for (i = 0; i < ROW; i++)
		if (i < n)
			fprintf(stderr, " %02x", bytes[i]);
		else
			fputs("   ", stderr);
	fputs("  |", stderr);
	for (i = 0; i < n; i++)
		fputc(bytes[i] >= ' ' && bytes[i] <= '~' ? bytes[i] : '.', stderr);
	fputs("|\n", stderr);
}

void cat_say_bytes(const struct cat_request *request, char direction, uint64_t offset,
		   const void *bytes, size_t n)
{
	const unsigned char *at = bytes;
	size_t i;

	if (!request->hex)
		return;
	for (i = 0; i < n; i += ROW)
		print_row(direction, offset + i, at + i, n - i < ROW ? n - i : ROW);
}
