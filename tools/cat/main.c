/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lsock-cat: netcat for every family. */
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "tools/cat/cat.h"
#include "tools/common/tool.h"

static const struct tool_option options[] = {
	{ 'l', "listen", NULL, "wait at ADDRESS for a peer" },
	{ 'k', "keep", NULL, "with --listen: one peer after the other, for ever" },
	{ 'e', "echo", NULL, "send back what comes in, instead of using standard input\n"
	  "and output" },
	{ 't', "type", "TYPE", "stream, dgram, seqpacket, rdm or raw (the first of them that\n"
	  "the family has)" },
	{ 'p', "protocol", "N", "protocol number of the socket (that of ADDRESS, or 0)" },
	{ 's', "source", "ADDRESS", "bind to this address before connecting" },
	{ 'w', "timeout", "TIME", "longest wait for the peer, and longest silence: 250ms, 3s, 1m" },
	{ 'q', "linger", "TIME", "how long to wait for answers when standard input has ended\n"
	  "and the peer cannot be told (that of --timeout, or 500ms)" },
	{ 'b', "block", "N", "longest message that standard input makes (32768 bytes)" },
	{ 'x', "hex", NULL, "dump both directions on standard error" },
	{ 'r', "raw", NULL, "bytes as they come, to a terminal too" },
	{ 'v', "verbose", NULL, "say on standard error what happens" },
	{ 'j', "json", NULL, "the same as JSON, one object a line" },
	{ 0 },
};

const struct tool tool = {
	.name = "lsock-cat",
	.synopsis = "[OPTION]... ADDRESS\n[OPTION]... -l ADDRESS",
	.about = "Connects standard input and output to a socket of any family.",
	.options = options,
	.host_hint = "names of hosts are not looked up; lsock-addr --resolve tells their addresses",
};

#define LINGER_MS 500
#define BLOCK 32768
#define BLOCK_MAX (1 << 20)

static uint64_t number_argument(const char *option, uint64_t min, uint64_t max)
{
	uint64_t number;

	if (!tool_parse_number(optarg, max, &number) || number < min)
		tool_usage("--%s: %s is no number of %llu to %llu", option,
			   tool_shown(optarg), (unsigned long long) min,
			   (unsigned long long) max);
	return number;
}

static int type_argument(void)
{
	int type = tool_type_number(optarg);

	if (type == 0)
		tool_usage("--type: %s is no type: stream, dgram, seqpacket, rdm, raw",
			   tool_shown(optarg));
	return type;
}

static void take_flag(struct cat_request *request, int letter)
{
	request->listen |= letter == 'l';
	request->keep |= letter == 'k';
	request->echo |= letter == 'e';
	request->hex |= letter == 'x';
	request->raw |= letter == 'r';
	request->verbose |= letter == 'v';
	request->json |= letter == 'j';
}

static void take_option(struct cat_request *request, int letter)
{
	switch (letter) {
	case 't':
		request->type = type_argument();
		break;
	case 'p':
		request->protocol = (int) number_argument("protocol", 0, 65535);
		break;
	case 's':
		tool_address_argument(optarg, &request->source);
		break;
	case 'w':
		request->wait_ms = tool_time_argument("timeout", 0);
		break;
	case 'q':
		request->linger_ms = tool_time_argument("linger", 0);
		break;
	case 'b':
		request->block = (size_t) number_argument("block", 1, BLOCK_MAX);
		break;
	default:
		take_flag(request, letter);
	}
}

/* Nobody said a type: the address may, or the family's first does. */
static int choose_type(const struct cat_request *request)
{
	const int *type;

	if (request->address.type)
		return request->address.type;
	for (type = tool_types; *type; type++)
		if (request->row->types & LSOCK_TYPE_BIT(*type))
			return *type;
	tool_usage("%s has no socket type", request->row->name);
}

static void check_type(const struct cat_request *request)
{
	char types[64] = "";
	const int *type;

	if (request->row->types & LSOCK_TYPE_BIT(request->type))
		return;
	for (type = tool_types; *type; type++)
		if (request->row->types & LSOCK_TYPE_BIT(*type)) {
			strncat(types, " ", sizeof(types) - strlen(types) - 1);
			strncat(types, tool_type_name(*type), sizeof(types) - strlen(types) - 1);
		}
	tool_usage("--type: %s has no %s sockets, but%s", request->row->name,
		   tool_type_name(request->type), types);
}

static void complete(struct cat_request *request, const char *address)
{
	tool_address_argument(address, &request->address);
	request->row = lsock_family_by_af(request->address.u.sa.sa_family);
	if (request->row == NULL)
		tool_usage("%s: the table has no row for this family",
			   tool_addr_text(&request->address).text);
	if (request->source.len > 0 &&
	    request->source.u.sa.sa_family != request->address.u.sa.sa_family)
		tool_usage("--source: the family is not that of %s",
			   tool_addr_text(&request->address).text);
	if (request->keep && !request->listen)
		tool_usage("--keep needs --listen");
	if (request->source.len > 0 && request->listen)
		tool_usage("--source: with --listen the address is the source");
	if (request->type == 0)
		request->type = choose_type(request);
	check_type(request);
	if (request->protocol < 0)
		request->protocol = request->address.protocol == LSOCK_PROTOCOL_UNSAID ?
				    0 : request->address.protocol;
	if (request->linger_ms < 0)
		request->linger_ms = request->wait_ms < 0 ? LINGER_MS : request->wait_ms;
}

static int run_connected(const struct cat_request *request)
{
	struct cat_socket socket;
	int status;

	cat_connect(request, &socket);
	status = cat_relay(request, &socket);
	cat_close(request, &socket);
	return status;
}

/* Only a full disk or a lost standard output ends a listener that keeps on. */
static int run_kept(const struct cat_request *request, int listener)
{
	struct cat_socket socket;
	int status;

	do {
		status = cat_accept(request, listener, &socket);
		if (status != TOOL_YES)
			return status;
		status = cat_relay(request, &socket);
		cat_close(request, &socket);
	} while (status != TOOL_SYSTEM);
	return status;
}

static int run_listener(const struct cat_request *request)
{
	int listener = cat_listen(request), status;
	struct cat_socket socket;

	if (!cat_has_connections(request->type)) {
		socket = cat_bound(listener);
		status = cat_relay(request, &socket);
		cat_close(request, &socket);
		return status;
	}
	if (request->keep)
		return run_kept(request, listener);
	status = cat_accept(request, listener, &socket);
	(void) lsock_close(listener);	/* others are refused, and do not wait in vain */
	if (status != TOOL_YES)
		return status;
	status = cat_relay(request, &socket);
	cat_close(request, &socket);
	return status;
}

int main(int argc, char **argv)
{
	struct cat_request request = {
		.protocol = -1, .wait_ms = -1, .linger_ms = -1, .block = BLOCK,
	};
	int letter, status;

	tool_begin();
	/* A reader that has gone is an error of write(2), and told. */
	signal(SIGPIPE, SIG_IGN);
	while ((letter = tool_option(argc, argv)) != -1)
		take_option(&request, letter);
	if (argc - optind != 1)
		tool_usage("one address is expected, not %d", argc - optind);
	complete(&request, argv[optind]);
	status = request.listen ? run_listener(&request) : run_connected(&request);
	cat_remove_path();
	return status;
}
