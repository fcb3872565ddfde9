/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Every call that an operation makes of lib/sys fails in turn, with each errno of its man page:
 * alone, then with all later calls of its name, then with all later calls of any name.  The
 * operation has to tell the error or to do what it promises instead, to leave its outputs alone,
 * to lose no descriptor and no memory, and to work the next time.
 */
#include <check.h>
#include <errno.h>
#include <linux_sock/error.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"

#define PAINT 0xa5

/* ms that an operation may take: for ever in effect; until its deadline ends it; in vain. */
#define LONG 10000
#define SHORT 4
#define VAIN 2

static const struct op *const tables[] = {
	descriptor_ops, connect_ops, create_ops, io_ops, addr_ops, lookup_ops, names_ops,
	object_ops, object_connect_ops, object_io_ops, makefile_ops, sendfile_ops, stream_ops,
	option_ops, message_ops, request_ops,
	option_ops, message_ops, netlink_ops,
};

/* One run: what is made to fail in it, and what was there before. */
struct attempt {
	const struct op *op;
	unsigned n;
	const char *call;
	int error;
	enum fault_mode mode;
	const struct rule *rule;
	int64_t patience;
	int descriptors;
	struct scene scene;
};

static const struct op *op_at(int i)
{
	size_t t;
	int n;

	for (t = 0; t < COUNT_OF(tables); t++) {
		for (n = 0; tables[t][n].name; n++)
			if (i-- == 0)
				return &tables[t][n];
	}
	return NULL;
}

static int op_count(void)
{
	int count = 0;

	while (op_at(count))
		count++;
	return count;
}

static const char *op_label(int i)
{
	return op_at(i)->name;
}

/* "call 2 (ppoll) with EINTR once", for messages. */
static const char *describe(const struct attempt *a)
{
	static const char *const modes[] = { "once", "each time", "and each later call" };
	static char text[100];

	if (a->n == 0)
		return "no fault";
	snprintf(text, sizeof(text), "call %u (%s) with %s, %s", a->n, a->call,
		 lsock_error_name(-a->error), modes[a->mode]);
	return text;
}

static const struct rule *find_rule(const struct op *op, const char *call, int error)
{
	const struct rule *rule;

	for (rule = op->rules; rule && rule->call; rule++)
		if (strcmp(rule->call, call) == 0 && (rule->error == 0 || rule->error == error))
			return rule;
	return NULL;
}

static int consequence(const struct attempt *a)
{
	if (a->n == 0)
		return CLEAN;
	if (a->rule == NULL)
		return TOLD;
	return a->mode == FAULT_ONCE ? a->rule->once : a->rule->always;
}

static int expected(const struct attempt *a)
{
	switch (consequence(a)) {
	case TOLD:
		return -a->error;
	case CLEAN:
		return a->op->clean;
	default:
		return consequence(a);
	}
}

static void paint(struct outputs *out)
{
	memset(out, PAINT, sizeof(*out));
}

static bool is_painted(const struct outputs *out)
{
	const unsigned char *bytes = (const unsigned char *) out;
	size_t i;

	for (i = 0; i < sizeof(*out); i++)
		if (bytes[i] != PAINT)
			return false;
	return true;
}

/* A short deadline where only it can end the operation. */
static int64_t patience(const struct attempt *a)
{
	if (a->op->vain)
		return VAIN;
	return a->rule && a->mode != FAULT_ONCE ? (int64_t) (SHORT * slowness()) : LONG;
}

static void set_up(struct attempt *a)
{
	scene_begin(&a->scene);
	a->scene.patience = a->patience;
	if (a->op->set_up)
		a->op->set_up(&a->scene);
	paint(&a->scene.out);
	a->descriptors = count_descriptors();
}

/* Where all calls fail the error may be that of any, or all waits end at once and for nothing. */
static bool is_one_of_all(const struct attempt *a, int r)
{
	if (a->mode != FAULT_ALL || r >= 0)
		return false;
	return fault_gave(-r) || (fault_gave(EINTR) && (r == -ETIME || r == -EINPROGRESS));
}

/* The deadline came before the call that was to fail, as it may where it is short. */
static bool deadline_came_first(const struct attempt *a, int r)
{
	return a->n > 0 && !fault_gave(a->error) && r == -ETIME && a->patience < LONG;
}

static void judge_result(const struct attempt *a, int r)
{
	if (deadline_came_first(a, r))
		return;
	ck_assert_msg(a->n == 0 || fault_gave(a->error), "%s: was never made", describe(a));
	if (r == expected(a) || is_one_of_all(a, r))
		return;
	ck_abort_msg("%s: gives %d (%s), not %d (%s)", describe(a), r, lsock_error_name(r),
		     expected(a), lsock_error_name(expected(a)));
}

static void judge(struct attempt *a, int r)
{
	bool clean = r == a->op->clean;
	int made = count_descriptors() - a->descriptors;
	int right = clean ? a->op->fds : 0;

	if (a->op->final)
		right = a->op->fds;
	ck_assert_msg(made == right, "%s: %+d descriptors, not %+d", describe(a), made, right);
	if (r < 0)
		ck_assert_msg(is_painted(&a->scene.out), "%s: an output was written", describe(a));
	if (clean && a->op->check)
		a->op->check(&a->scene);
}

/* After a failure the same operation works. */
static void run_again(struct attempt *a)
{
	const struct op *op = a->op;
	int r;

	if (!op->vain)
		scene_patience(&a->scene, LONG);
	fault_record(op->hook, &a->scene);
	r = op->again ? op->again(&a->scene) : op->run(&a->scene);
	fault_stop();
	ck_assert_msg(r == op->clean, "behind %s: gives %d (%s)", describe(a), r,
		      lsock_error_name(r));
	judge(a, r);
}

/* A machine may be so slow that the short deadline ends what it should not. */
static bool is_too_slow(const struct attempt *a, int r)
{
	return r == -ETIME && expected(a) != r && !is_one_of_all(a, r) && a->rule &&
	       a->rule->always == TOLD && a->patience < LONG;
}

static int run_once(struct attempt *a)
{
	int r;

	set_up(a);
	fault_arm(a->n, a->call, a->error, a->mode, a->op->hook, &a->scene);
	r = a->op->run(&a->scene);
	fault_stop();
	return r;
}

static void run(struct attempt *a)
{
	long allocations = fault_allocations();
	int descriptors = count_descriptors(), r;

	a->patience = patience(a);
	while (is_too_slow(a, r = run_once(a))) {
		scene_end(&a->scene);
		a->patience *= 10;
	}
	judge_result(a, r);
	judge(a, r);
	if (r != a->op->clean && !a->op->final)
		run_again(a);
	scene_end(&a->scene);
	ck_assert_msg(fault_allocations() == allocations, "%s: %+ld allocations are left",
		      describe(a), fault_allocations() - allocations);
	ck_assert_msg(count_descriptors() == descriptors, "%s: %+d descriptors are left",
		      describe(a), count_descriptors() - descriptors);
}

static void run_modes(const struct op *op, unsigned n, const char *call, int error)
{
	struct attempt a = { .op = op, .n = n, .call = call, .error = error };

	a.rule = find_rule(op, call, error);
	for (a.mode = FAULT_ONCE; a.mode <= FAULT_ALL; a.mode++)
		if (consequence(&a) != NEVER)
			run(&a);
}

/* Its calls when nothing fails; a failure is the same in them up to the one that fails. */
static size_t clean_calls(const struct op *op, const char **names, size_t room)
{
	struct attempt a = { .op = op };
	size_t i;

	run(&a);
	ck_assert_uint_le(fault_calls(), room);
	for (i = 0; i < fault_calls(); i++)
		names[i] = fault_call((unsigned) i + 1);
	return i;
}

TEST(survives_every_fault, .count = op_count, .label = op_label, .seconds = 60)
{
	const struct op *op = op_at(i);
	const char *names[64];
	size_t n, count = clean_calls(op, names, COUNT_OF(names));
	const int *error;

	ck_assert_uint_gt(count, 0);
	for (n = 1; n <= count; n++)
		for (error = fault_errors(names[n - 1]); *error; error++)
			run_modes(op, (unsigned) n, names[n - 1], *error);
}

static int pure_count(void)
{
	int count = 0;

	while (pure_ops[count].name)
		count++;
	return count;
}

static const char *pure_label(int i)
{
	return pure_ops[i].name;
}

TEST(asks_for_nothing, .count = pure_count, .label = pure_label)
{
	struct attempt a = { .op = &pure_ops[i] };

	run(&a);
	ck_assert_uint_eq(fault_calls(), 0);
}
