/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* lsock-check: which families this host can really use, and whether rows keep their contract. */
#include <getopt.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "tools/check/check.h"
#include "tools/common/json.h"
#include "tools/common/tool.h"

enum { PLUGIN = UCHAR_MAX + 1, PROVE, ROUNDS, SEED };

static const struct tool_option options[] = {
	{ 'f', "family", "NAME", "this family only; may be given again" },
	{ 'j', "json", NULL, "one JSON object" },
	{ 'l', "list", NULL, "name families and their loopback addresses; nothing is checked" },
	{ 'w', "timeout", "TIME", "how long each exchange may take: 250ms, 3s, 1m (3s)" },
	{ PLUGIN, "plugin", "FILE.so", "load rows from a shared object, prove that they keep the\n"
	  "contract of a row, then check them; may be given again" },
	{ PROVE, "prove", NULL, "prove rows instead of checking what the host can do" },
	{ ROUNDS, "rounds", "N", "random values of each kind in a proof (2000)" },
	{ SEED, "seed", "N", "where the random numbers of a proof begin (1)" },
	{ 0 },
};

const struct tool tool = {
	.name = "lsock-check",
	.synopsis = "[-j] [-f NAME]... [-w TIME]\n"
		    "[-j] [-f NAME]... [--rounds N] [--seed N] --prove\n"
		    "[-j] [-f NAME]... [--rounds N] [--seed N] --plugin FILE.so...\n"
		    "[-j] [-f NAME]... --list",
	.about = "Shows which socket families this host can use: opens, binds, exchanges messages.",
	.options = options,
};

#define ROWS_MAX 128

struct request {
	const char *families[ROWS_MAX], *plugins[ROWS_MAX];
	size_t family_count, plugin_count;
	int64_t ms;
	uint64_t rounds, seed;
	bool json, list, prove;
};

struct rows {
	const struct lsock_family *row[ROWS_MAX];
	size_t count;
};

static void add_argument(const char **list, size_t *count)
{
	if (*count == ROWS_MAX)
		tool_usage("more than %d times the same option", ROWS_MAX);
	list[(*count)++] = optarg;
}

static uint64_t number_argument(const char *option, uint64_t max)
{
	uint64_t number;

	if (!tool_parse_number(optarg, max, &number))
		tool_usage("--%s: %s is no number of 0 to %llu", option,
			   tool_shown(optarg), (unsigned long long) max);
	return number;
}

static void take_option(struct request *request, int letter)
{
	switch (letter) {
	case 'f':
		add_argument(request->families, &request->family_count);
		break;
	case 'j':
		request->json = true;
		break;
	case 'l':
		request->list = true;
		break;
	case 'w':
		request->ms = tool_time_argument("timeout", 1);
		break;
	case PLUGIN:
		add_argument(request->plugins, &request->plugin_count);
		break;
	case PROVE:
		request->prove = true;
		break;
	case ROUNDS:
		request->rounds = number_argument("rounds", 1000000);
		break;
	default:
		request->seed = number_argument("seed", INT64_MAX);
	}
}

static void add_row(struct rows *rows, const struct lsock_family *row)
{
	size_t i;

	for (i = 0; i < rows->count; i++)
		if (rows->row[i] == row)
			return;
	if (rows->count < ROWS_MAX)
		rows->row[rows->count++] = row;
}

/* "inet, inet6, ..." */
static char *known_names(void)
{
	const struct lsock_family *row;
	char *names = tool_printed("%s", ""), *more;
	size_t i;

	for (i = 0; (row = lsock_family_at(i)) != NULL; i++) {
		more = tool_printed("%s%s%s", names, i > 0 ? ", " : "", row->name);
		free(names);
		names = more;
	}
	return names;
}

static void add_named(const struct request *request, struct rows *rows)
{
	size_t i;

	for (i = 0; i < request->family_count; i++) {
		const char *name = request->families[i];
		const struct lsock_family *row = lsock_family_by_name(name, strlen(name));

		if (row == NULL)
			tool_usage("--family: '%s' is none of %s",
				   tool_shown(name), known_names());
		add_row(rows, row);
	}
}

static void add_all(struct rows *rows)
{
	const struct lsock_family *row;
	size_t i;

	for (i = 0; (row = lsock_family_at(i)) != NULL; i++)
		add_row(rows, row);
}

static void load_plugins(const struct request *request, struct rows *plugged)
{
	size_t i;

	for (i = 0; i < request->plugin_count; i++)
		plugged->count += check_plugin(request->plugins[i], plugged->row + plugged->count,
					       ROWS_MAX - plugged->count);
}

static int prove_all(const struct request *request, const struct rows *rows, json_t *report)
{
	json_t *proofs = report ? tool_need(json_array()) : NULL;
	bool good = true;
	size_t i;

	for (i = 0; i < rows->count; i++)
		good &= check_proof(rows->row[i], (unsigned) request->rounds, request->seed,
				    proofs);
	if (report)
		tool_json_set(report, "proofs", proofs);
	return good ? TOOL_YES : TOOL_NO;
}

/* 4 where nothing but permission is missing. */
static int judge(const struct check_family *families, size_t count)
{
	bool usable = true, denied = true;
	size_t i;

	for (i = 0; i < count; i++) {
		usable &= families[i].usable;
		denied &= families[i].usable || families[i].denied;
	}
	return usable ? TOOL_YES : denied ? TOOL_PERMISSION : TOOL_NO;
}

static int walk(const struct request *request, const struct rows *rows, json_t *report)
{
	struct check_family *families = tool_need(calloc(rows->count, sizeof(*families)));
	size_t i;
	int status;

	for (i = 0; i < rows->count; i++)
		check_probe(rows->row[i], request->ms, &families[i]);
	status = judge(families, rows->count);
	if (report)
		tool_json_set(report, "families", check_json(families, rows->count));
	else
		check_show(families, rows->count);
	free(families);
	return status;
}

static int list(const struct rows *rows, json_t *report)
{
	if (report)
		tool_json_set(report, "families", check_list_json(rows->row, rows->count));
	else
		check_list(rows->row, rows->count);
	return TOOL_YES;
}

/*
 * A proof says whether a row is right, a walk whether this host has the family.  Where plug-ins are
 * proved, the walk over them is told but decides the exit code only for families named by -f.
 */
static int run(const struct request *request, json_t *report)
{
	struct rows plugged = { .count = 0 }, chosen = { .count = 0 };
	int proof = TOOL_YES, walked;

	load_plugins(request, &plugged);
	add_named(request, &chosen);
	if (chosen.count == 0 && (request->list || request->prove || plugged.count == 0))
		add_all(&chosen);
	if (request->list)
		return list(&chosen, report);
	if (request->prove)
		return prove_all(request, &chosen, report);
	if (plugged.count > 0)
		proof = prove_all(request, &plugged, report);
	walked = walk(request, chosen.count > 0 ? &chosen : &plugged, report);
	return proof != TOOL_YES || chosen.count == 0 ? proof : walked;
}

int main(int argc, char **argv)
{
	static struct request request = { .ms = 3000, .rounds = 2000, .seed = 1 };
	json_t *report;
	int letter, status;

	tool_begin();
	while ((letter = tool_option(argc, argv)) != -1)
		take_option(&request, letter);
	if (optind < argc)
		tool_usage("%s: no argument is expected",
			   tool_shown(argv[optind]));
	report = request.json ? tool_json_object() : NULL;
	status = run(&request, report);
	if (report)
		tool_json_print(report, stdout);
	return tool_end(status);
}
