/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/harness.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/netns.h"

#define DEFAULT_SECONDS "20"	/* check's own 4 are too few for sanitizers on a busy machine */

/* What the process of a test tells this one; check itself knows nothing of skipping. */
struct note {
	bool skipped, random;
	char reason[200];
};

/* One line of TAP: a test, or a test for one i. */
struct line {
	const struct test *test;
	int i;
	char *name;
};

static struct test *tests;
static struct line *lines;
static size_t line_count;
static struct note *notes;	/* one for each line, in shared memory */

static struct note *note;	/* of the test that runs */
static sigjmp_buf leave;
static uint64_t seed, random_state;

/* Constructors run in no order that could be relied on. */
void harness_add(struct test *test)
{
	struct test **at = &tests;

	while (*at && (*at)->line < test->line)
		at = &(*at)->next;
	test->next = *at;
	*at = test;
}

void skip(const char *reason, ...)
{
	va_list args;

	va_start(args, reason);
	vsnprintf(note->reason, sizeof(note->reason), reason, args);
	va_end(args);
	note->skipped = true;
	siglongjmp(leave, 1);
}

bool has_family(int af)
{
	static const int types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW };
	size_t i;

	for (i = 0; i < COUNT_OF(types); i++) {
		int fd = socket(af, types[i] | SOCK_CLOEXEC, 0);

		if (fd >= 0) {
			close(fd);
			return true;
		}
		if (errno != ESOCKTNOSUPPORT && errno != EPROTONOSUPPORT && errno != EPROTOTYPE)
			break;	/* with what it was, for need_family() */
	}
	return false;
}

void need_family(int af)
{
	if (!has_family(af))
		skip("no sockets of family %d here: %s", af, strerror(errno));
}

void enter_netns(void)
{
	const char *failed = netns_enter();

	if (failed)
		skip("no network namespace here: %s: %s", failed, strerror(errno));
}

int count_descriptors(void)
{
	DIR *dir = opendir("/proc/self/fd");
	int n = 0;

	ck_assert_msg(dir != NULL, "/proc/self/fd: %s", strerror(errno));
	while (readdir(dir))
		n++;
	closedir(dir);
	return n - 3;	/* ".", ".." and the directory itself */
}

int64_t clock_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

int64_t ms_since(int64_t ns)
{
	return (clock_ns() - ns) / 1000000;
}

double slowness(void)
{
	const char *factor = getenv("CK_TIMEOUT_MULTIPLIER");

	return factor ? strtod(factor, NULL) : 1;
}

/* splitmix64 */
uint64_t random_u64(void)
{
	uint64_t z = random_state += UINT64_C(0x9e3779b97f4a7c15);

	note->random = true;
	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

uint64_t random_below(uint64_t end)
{
	return random_u64() % end;
}

size_t random_index(size_t end)
{
	return (size_t) random_below(end);
}

void random_fill(void *bytes, size_t size)
{
	unsigned char *at = bytes;

	while (size-- > 0)
		*at++ = (unsigned char) random_u64();
}

/* A seed for each line, so that one test alone gets the same numbers as all of them in a row. */
static void random_start(const char *name)
{
	random_state = seed;
	for (; *name; name++)
		random_state = (random_state ^ (unsigned char) *name) * UINT64_C(0x100000001b3);
}

START_TEST(run_line)
{
	const struct test *test = lines[_i].test;
	int before, after;

	netns_leave();	/* of a test that failed, under CK_FORK=no */
	before = count_descriptors();
	note = &notes[_i];
	random_start(lines[_i].name);
	_mark_point(test->file, test->line);	/* where check says that a crash was */
	if (sigsetjmp(leave, 0) == 0) {
		test->run(lines[_i].i);
		netns_leave();
		after = count_descriptors();
		ck_assert_msg(after == before, "%d descriptors before the test, %d behind it",
			      before, after);
	}
}
END_TEST

static char *line_name(const struct test *test, int i)
{
	const char *label = test->label ? test->label(i) : NULL;
	char *name = NULL;

	if (asprintf(&name, "%s%s%s", label ? label : "", label ? ": " : "", test->name) < 0)
		abort();
	return name;
}

static void add_line(const struct test *test, int i)
{
	lines = realloc(lines, (line_count + 1) * sizeof(lines[0]));
	if (lines == NULL)
		abort();
	lines[line_count++] = (struct line){ test, i, line_name(test, i) };
}

static void make_lines(void)
{
	const struct test *test;
	int i, count;

	for (test = tests; test; test = test->next) {
		count = test->count ? test->count() : 1;
		for (i = 0; i < count; i++)
			add_line(test, i);
	}
	notes = mmap(NULL, (line_count + 1) * sizeof(notes[0]), PROT_READ | PROT_WRITE,
		     MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (notes == MAP_FAILED)
		abort();
}

/* A TCase for each line: its name is all that a TestResult tells of where it comes from. */
static Suite *make_suite(void)
{
	Suite *suite = suite_create("");
	size_t i;

	for (i = 0; i < line_count; i++) {
		TCase *tcase = tcase_create(lines[i].name);

		if (lines[i].test->seconds > 0)
			tcase_set_timeout(tcase, lines[i].test->seconds);
		tcase_add_loop_test(tcase, run_line, (int) i, (int) i + 1);
		suite_add_tcase(suite, tcase);
	}
	return suite;
}

static void print_comment(const char *text)
{
	fputs("# ", stdout);
	for (; *text; text++) {
		putchar(*text);
		if (*text == '\n')
			fputs("# ", stdout);
	}
	putchar('\n');
}

static void print_failure(TestResult *result, const struct note *told)
{
	const char *file = strrchr(tr_lfile(result), '/');

	printf("# %s:%d\n", file ? file + 1 : tr_lfile(result), tr_lno(result));
	print_comment(tr_msg(result) ? tr_msg(result) : "no message");
	if (told->random)
		printf("# again: TEST_SEED=%#llx\n", (unsigned long long) seed);
}

static void print_result(int number, TestResult *result, const struct note *told)
{
	bool passed = tr_rtype(result) == CK_PASS;

	printf("%sok %d - %s", passed ? "" : "not ", number, tr_tcname(result));
	if (passed && told->skipped)
		printf(" # SKIP %s", told->reason);
	putchar('\n');
	if (!passed)
		print_failure(result, told);
}

/* CK_RUN_CASE leaves lines out; the order is ours. */
static void print_results(SRunner *runner)
{
	TestResult **results = srunner_results(runner);
	int i, count = srunner_ntests_run(runner);
	size_t at = 0;

	for (i = 0; i < count; i++) {
		while (at + 1 < line_count && strcmp(lines[at].name, tr_tcname(results[i])) != 0)
			at++;
		print_result(i + 1, results[i], &notes[at]);
		at += at + 1 < line_count;
	}
	free(results);
	printf("1..%d%s\n", count, count == 0 ? " # SKIP no such test" : "");
}

static void make_seed(void)
{
	const char *given = getenv("TEST_SEED");

	if (given)
		seed = strtoull(given, NULL, 0);
	else if (getrandom(&seed, sizeof(seed), 0) != sizeof(seed))
		seed = (uint64_t) clock_ns();
}

static void free_lines(void)
{
	size_t i;

	for (i = 0; i < line_count; i++)
		free(lines[i].name);
	free(lines);
}

int main(void)
{
	SRunner *runner;
	int failed;

	setenv("CK_DEFAULT_TIMEOUT", DEFAULT_SECONDS, 0);
	make_seed();
	make_lines();
	runner = srunner_create(make_suite());
	srunner_run_all(runner, CK_SILENT);
	print_results(runner);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	free_lines();
	return failed > 0;
}
