/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Proofs of rows, in a process that a row may crash without taking the report along. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tools/check/check.h"
#include "tools/check/prove/prove.h"
#include "tools/common/json.h"
#include "tools/common/tool.h"

#define RECORDS 32
/* Seconds of computing, and one more for each 1000 rounds; ten times that of waiting. */
#define LONGEST_PROOF 60

struct record {
	enum prove_state state;
	char property[64];
	unsigned long cases;
	char violation[2048];
};

/* Shared with the process that proves. */
struct records {
	size_t count;
	int result;
	bool ended;
	struct record record[RECORDS];
};

/* What the plug-in says of itself may hold anything. */
static void copy_plain(char *to, size_t size, const char *from)
{
	size_t i;

	for (i = 0; from[i] && i + 1 < size; i++)
		to[i] = from[i] >= ' ' && from[i] <= '~' ? from[i] : '?';
	to[i] = '\0';
}

static void keep_record(void *context, const struct prove_result *result)
{
	struct records *records = context;
	struct record *record;

	if (result->state == PROVE_BEGINS)
		records->count++;
	if (records->count > RECORDS)
		return;
	record = &records->record[records->count - 1];
	record->state = result->state;
	record->cases = result->cases;
	copy_plain(record->property, sizeof(record->property), result->property);
	copy_plain(record->violation, sizeof(record->violation),
		   result->violation ? result->violation : "");
}

static _Noreturn void prove_in_child(const struct lsock_family *row, unsigned rounds,
				     uint64_t seed, struct records *records)
{
	const unsigned seconds = LONGEST_PROOF + rounds / 1000;
	const struct rlimit limit = { seconds, seconds + 1 }, no_core = { 0, 0 };

	signal(SIGALRM, SIG_DFL);
	alarm(10 * seconds);
	setrlimit(RLIMIT_CPU, &limit);
	setrlimit(RLIMIT_CORE, &no_core);
	records->result = prove_family(row, rounds, seed, keep_record, records);
	records->ended = true;
	_exit(0);
}

/* The property in which the process ended becomes broken. */
static void explain_end(struct records *records, int status, uint64_t seed)
{
	struct record *record = &records->record[records->count > 0 ? records->count - 1 : 0];
	int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

	if (records->count == 0) {
		records->count = 1;
		copy_plain(record->property, sizeof(record->property), "the proof runs");
	}
	record->state = PROVE_BROKEN;
	if (number == SIGALRM || number == SIGXCPU)
		snprintf(record->violation, sizeof(record->violation),
			 "a converter does not come back [seed %llu]", (unsigned long long) seed);
	else if (number)
		snprintf(record->violation, sizeof(record->violation),
			 "a converter crashed, signal %d (%s)%s [seed %llu]", number,
			 strsignal(number), number == SIGSEGV ? ": it read beyond its input?" : "",
			 (unsigned long long) seed);
	else if (records->ended)
		snprintf(record->violation, sizeof(record->violation), "%s",
			 lsock_strerror(records->result));
	else
		snprintf(record->violation, sizeof(record->violation),
			 "a converter ended the process [seed %llu]", (unsigned long long) seed);
}

static void run_child(const struct lsock_family *row, unsigned rounds, uint64_t seed,
		      struct records *records)
{
	int status = 0;
	pid_t child;

	fflush(stdout);
	child = fork();
	if (child == 0)
		prove_in_child(row, rounds, seed, records);
	if (child < 0) {
		tool_fail("proof", row->name, -errno, NULL);
		exit(TOOL_SYSTEM);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (!records->ended || records->result < 0)
		explain_end(records, status, seed);
}

static bool holds(const struct records *records)
{
	size_t i;

	for (i = 0; i < records->count; i++)
		if (records->record[i].state != PROVE_HOLDS)
			return false;
	return true;
}

static void print_records(const char *family, const struct records *records)
{
	size_t i;

	for (i = 0; i < records->count; i++) {
		const struct record *record = &records->record[i];

		if (record->state == PROVE_HOLDS)
			printf("%s: ok: %s (%lu cases)\n", family, record->property, record->cases);
		else
			printf("%s: VIOLATED: %s: %s\n", family, record->property,
			       record->violation);
	}
}

static void json_records(json_t *proofs, const char *family, uint64_t seed,
			 const struct records *records)
{
	json_t *proof = tool_json_object(), *properties = tool_need(json_array());
	size_t i;

	for (i = 0; i < records->count; i++) {
		const struct record *record = &records->record[i];
		json_t *object = tool_json_object();

		tool_json_text(object, "property", record->property);
		tool_json_set(object, "holds", json_boolean(record->state == PROVE_HOLDS));
		tool_json_number(object, "cases", (int64_t) record->cases);
		if (record->state != PROVE_HOLDS)
			tool_json_text(object, "violation", record->violation);
		tool_json_append(properties, object);
	}
	tool_json_text(proof, "family", family);
	tool_json_number(proof, "seed", (int64_t) seed);
	tool_json_set(proof, "properties", properties);
	tool_json_append(proofs, proof);
}

bool check_proof(const struct lsock_family *row, unsigned rounds, uint64_t seed, json_t *proofs)
{
	struct records *records = mmap(NULL, sizeof(*records), PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	bool good;

	tool_need(records == MAP_FAILED ? NULL : records);
	run_child(row, rounds, seed, records);
	records->count = records->count < RECORDS ? records->count : RECORDS;
	good = holds(records);
	if (proofs)
		json_records(proofs, row->name, seed, records);
	else
		print_records(row->name, records);
	munmap(records, sizeof(*records));
	return good;
}
