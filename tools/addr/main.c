/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lsock-addr: explains addresses of any family, from text, names or the kernel's bytes. */
#include <errno.h>
#include <getopt.h>
#include <libsmartcols.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tools/addr/batch.h"
#include "tools/addr/resolve.h"
#include "tools/common/json.h"
#include "tools/common/tool.h"

enum { SOCKADDR = UCHAR_MAX + 1 };
#define MS_DEFAULT 5000		/* for the look-ups of one argument */

static const struct tool_option options[] = {
	{ 'b', "batch", NULL, "one escaped text a line (\\\\ and \\xHH) on standard input,\n"
	  "one line of answer each" },
	{ 'j', "json", NULL, "one JSON object a line" },
	{ 'r', "resolve", NULL, "HOST[:SERVICE] is looked up, and addresses are given with the\n"
	  "names of their hosts" },
	{ 't', "type", "TYPE", "with --resolve: for stream, dgram or raw sockets only" },
	{ 'w', "timeout", "TIME", "with --resolve: how long the look-ups of one argument may\n"
	  "take: 250ms, 3s, 1m (5s)" },
	{ SOCKADDR, "sockaddr", "HEX", "a sockaddr in hexadecimal; all arguments are such then" },
	{ 0 },
};

const struct tool tool = {
	.name = "lsock-addr",
	.synopsis = "[-j] TEXT...\n-r [-j] [-t TYPE] [-w TIME] TEXT...\n"
		    "[-j] [-r [-w TIME]] --sockaddr HEX...\n[-j] --batch",
	.about = "Explains socket addresses of any family.",
	.options = options,
	.host_hint = "--resolve looks up the name of a host",
};

static void add_row(struct libscols_table *table, const char *key, const char *value)
{
	struct libscols_line *line = tool_need(scols_table_new_line(table, NULL));

	if (scols_line_set_data(line, 0, key) != 0 || scols_line_set_data(line, 1, value) != 0)
		tool_need(NULL);
}

static void add_hex(struct libscols_table *table, const char *key, const void *bytes, size_t n)
{
	char *hex = tool_hex(bytes, n), *text = tool_printed("%s (%zu bytes)", hex, n);

	add_row(table, key, text);
	free(text);
	free(hex);
}

static char *field_text(const struct lsock_field *field, const struct lsock_value *value)
{
	if (field->kind != LSOCK_KIND_NUMBER)
		return tool_escaped(value->data, value->size);
	if (field->flags & LSOCK_FIELD_U64)
		return tool_printed("%llu", (unsigned long long) value->number);
	return tool_printed("%lld", (long long) value->number);
}

static void add_field(struct libscols_table *table, const struct lsock_field *field,
		      const struct lsock_value *value)
{
	char *text = field_text(field, value);

	add_row(table, field->name, text);
	free(text);
}

static void add_fields(struct libscols_table *table, const struct lsock_addr *addr)
{
	struct lsock_value values[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
	const struct lsock_form *form;
	int i, count;

	count = lsock_addr_to_fields(addr, scratch, sizeof(scratch), values, LSOCK_FIELDS_MAX,
				     &form);
	if (count < 0)
		return;
	add_row(table, "form", form->name);
	for (i = 0; i < count; i++)
		add_field(table, &form->fields[i], &values[i]);
}

static void add_family(struct libscols_table *table, const struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);
	char text[64];

	snprintf(text, sizeof(text), "%s (AF %d)", row ? row->name : "unknown",
		 addr->u.sa.sa_family);
	add_row(table, "family", text);
}

/* What bind(2) or connect(2) would not take, which only bytes from outside can hold. */
static void add_check(struct libscols_table *table, const struct lsock_addr *addr)
{
	struct lsock_why why = { 0 };
	int r = lsock_addr_check(addr, &why);
	char *text;

	if (r >= 0)
		return;
	text = tool_why_text(r, &why);
	add_row(table, "check", text);
	free(text);
}

/* What is known of it by look-ups. */
static void add_resolved(struct libscols_table *table, const struct lsock_addr *addr,
			 const struct addr_name *name)
{
	char *text = addr_socket_text(addr);

	if (text)
		add_row(table, "socket", text);
	free(text);
	if (name->host[0] == '\0')
		return;
	text = tool_escaped(name->host, strlen(name->host));
	add_row(table, "name", text);
	free(text);
}

static void show_table(const struct lsock_addr *addr, const struct addr_name *name)
{
	struct libscols_table *table = tool_need(scols_new_table());

	scols_table_enable_noheadings(table, 1);
	/* All values are printable ASCII; it would escape what looks like an escape. */
	scols_table_enable_noencoding(table, 1);
	tool_need(scols_table_new_column(table, "KEY", 0, 0));
	tool_need(scols_table_new_column(table, "VALUE", 0, 0));
	add_row(table, "address", tool_addr_text(addr).text);
	add_family(table, addr);
	add_fields(table, addr);
	if (name)
		add_resolved(table, addr, name);
	add_hex(table, "sockaddr", &addr->u, addr->len);
	add_check(table, addr);
	scols_table_set_termforce(table, SCOLS_TERMFORCE_NEVER);
	scols_print_table(table);
	scols_unref_table(table);
}

static void show_json(const struct lsock_addr *addr, const char *text,
		      const struct addr_name *name)
{
	json_t *object = tool_json_addr(addr);
	struct lsock_why why = { 0 };
	int r = lsock_addr_check(addr, &why);

	if (r < 0)
		tool_json_error(object, "check", r, why.message);
	if (name) {
		tool_json_bytes(object, "text", text, strlen(text));
		addr_resolved_json(object, addr, name);
	}
	tool_json_print(object, stdout);
}

struct request {
	const char **sockaddrs;		/* room for all arguments */
	int sockaddr_count;
	bool batch, json, resolve;
	int type;			/* SOCK_ number; 0: any */
	int64_t ms;			/* 0: not said */
	bool shown;			/* something was, already */
};

/* text is what it is made of; name NULL: nothing was looked up. */
static void show(struct request *request, const struct lsock_addr *addr, const char *text,
		 const struct addr_name *name)
{
	if (request->json) {
		show_json(addr, text, name);
		return;
	}
	if (request->shown)
		putchar('\n');
	request->shown = true;
	show_table(addr, name);
}

/* The same and its name, where names are wanted; returns the exit code. */
static int show_named(struct request *request, const struct lsock_addr *addr, const char *text,
		      const char *canonical, struct lsock_deadline until)
{
	struct addr_name name;

	if (!request->resolve) {
		show(request, addr, text, NULL);
		return TOOL_YES;
	}
	addr_find_name(addr, canonical, until, &name);
	show(request, addr, text, &name);
	if (name.error < 0 && !request->json)
		tool_fail("name", tool_addr_text(addr).text, name.error, NULL);
	return addr_resolve_status(name.error);
}

/* Digits in pairs; blanks may stand between the bytes. */
static int read_hex(const char *text, unsigned char *bytes, size_t *ret_n, struct lsock_why *why)
{
	const char *at = text;
	size_t n = 0;

	while (*at) {
		int high = tool_hex_digit(at[0]);
		int low = high < 0 ? -1 : tool_hex_digit(at[1]);

		if (*at == ' ') {
			at++;
			continue;
		}
		if (low < 0) {
			*why = (struct lsock_why){
				.message = "two hexadecimal digits make a byte",
				.column = (size_t) (at - text) + (high < 0 ? 1 : 2),
			};
			return -EINVAL;
		}
		bytes[n++] = (unsigned char) (high << 4 | low);
		at += 2;
	}
	*ret_n = n;
	return 0;
}

/* Why the kernel's bytes are no address of their family: too few of them, or what is in them. */
static void explain_bytes(const unsigned char *bytes, size_t n, struct lsock_why *why)
{
	struct lsock_addr addr = { .protocol = LSOCK_PROTOCOL_UNSAID };
	size_t room = n < sizeof(addr.u) ? n : sizeof(addr.u);

	memcpy(&addr.u, bytes, room);
	addr.len = (socklen_t) room;
	if (lsock_addr_check(&addr, why) >= 0 || why->message == NULL)
		why->message = "these bytes are no address of their family";
	why->column = 0;
}

static int from_bytes(const char *text, struct lsock_addr *ret_addr, struct lsock_why *why)
{
	unsigned char *bytes = tool_need(malloc(strlen(text) / 2 + 1));
	size_t n;
	int r;

	r = read_hex(text, bytes, &n, why);
	if (r >= 0) {
		r = lsock_addr_from(bytes, n < INT_MAX ? (socklen_t) n : INT_MAX, ret_addr);
		if (r < 0)
			explain_bytes(bytes, n, why);
	}
	free(bytes);
	return r;
}

static int refuse(const struct request *request, const char *text, int err,
		  const struct lsock_why *why)
{
	if (request->json)
		tool_json_print(addr_refusal_json(text, strlen(text), err, why), stdout);
	else
		tool_refused(text, strlen(text), err, why);
	return addr_resolve_status(err);
}

static int worse(int status, int other)
{
	return other > status ? other : status;
}

static int resolve(struct request *request, const char *text)
{
	struct lsock_deadline until = lsock_in_ms(request->ms);
	struct lsock_answer *answer;
	struct lsock_why why = { 0 };
	int r = addr_resolve(text, request->type, until, &answer, &why), status = TOOL_YES;
	size_t i;

	if (r < 0)
		return refuse(request, text, r, &why);
	for (i = 0; i < lsock_answer_count(answer); i++)
		status = worse(status, show_named(request, lsock_answer_at(answer, i), text,
						  lsock_answer_name(answer), until));
	lsock_answer_free(answer);
	return status;
}

static int explain(struct request *request, const char *text, bool bytes)
{
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	int r, status;

	if (request->resolve && !bytes)
		return resolve(request, text);
	r = bytes ? from_bytes(text, &addr, &why) :
		    lsock_addr_parse(text, strlen(text), &addr, &why);
	if (r < 0) {
		status = refuse(request, text, r, &why);
		if (!bytes && !request->json)
			tool_suggest(text, r);
		return status;
	}
	return show_named(request, &addr, text, NULL, lsock_in_ms(request->ms));
}

/* The options' arguments, then those that remain: all of one kind. */
static int explain_all(struct request *request, char **rest, int count)
{
	bool bytes = request->sockaddr_count > 0;
	int i, status = TOOL_YES;

	for (i = 0; i < request->sockaddr_count + count; i++) {
		const char *text = i < request->sockaddr_count ? request->sockaddrs[i] :
				   rest[i - request->sockaddr_count];

		status = worse(status, explain(request, text, bytes));
	}
	return status;
}

static int type_argument(void)
{
	int type = tool_type_number(optarg);

	if (type != SOCK_STREAM && type != SOCK_DGRAM && type != SOCK_RAW)
		tool_usage("--type: %s is none of stream, dgram, raw",
			   tool_shown(optarg));
	return type;
}

static void take_option(struct request *request, int letter)
{
	switch (letter) {
	case 'b':
		request->batch = true;
		break;
	case 'j':
		request->json = true;
		break;
	case 'r':
		request->resolve = true;
		break;
	case 't':
		request->type = type_argument();
		break;
	case 'w':
		request->ms = tool_time_argument("timeout", 1);
		break;
	default:
		request->sockaddrs[request->sockaddr_count++] = optarg;
	}
}

static void check_look_ups(struct request *request)
{
	if (!request->resolve && (request->type || request->ms))
		tool_usage("--type and --timeout are for --resolve");
	if (request->type && request->sockaddr_count > 0)
		tool_usage("--type is for texts: bytes have a name, whatever the socket");
	if (request->ms == 0)
		request->ms = MS_DEFAULT;
}

static int run(struct request *request, char **rest, int count)
{
	if (request->batch && request->sockaddr_count + count > 0)
		tool_usage("--batch takes its addresses from standard input");
	if (request->batch && request->resolve)
		tool_usage("--batch looks nothing up");
	check_look_ups(request);
	if (request->batch)
		return addr_batch(request->json);
	if (request->sockaddr_count + count == 0)
		tool_usage("no address is given");
	return explain_all(request, rest, count);
}

int main(int argc, char **argv)
{
	struct request request = { 0 };
	int letter, status;

	tool_begin();
	request.sockaddrs = tool_need(calloc((size_t) argc + 1, sizeof(request.sockaddrs[0])));
	while ((letter = tool_option(argc, argv)) != -1)
		take_option(&request, letter);
	status = run(&request, argv + optind, argc - optind);
	free(request.sockaddrs);
	return tool_end(status);
}
