/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A thread is counted by `starting` until it has a slot (sys/slot.h), which the kernel takes from
 * it when it is gone.  Both lie in memory that a child has a copy of, and there tell what its
 * parent was at.  What is said of one process alone, its gate and whether it has looked, lies in
 * the page that the kernel wipes (sys/own.h).
 */
#include "names/quiet.h"

#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>

#include <linux_sock/host.h>

#include "base/export.h"
#include "core/process.h"
#include "core/wait.h"
#include "sys/own.h"
#include "sys/slot.h"

#define NS_PER_MS INT64_C(1000000)

/* How long a thread that has no slot may need to end behind its last instruction of ours. */
#define LOOSE_END (10 * NS_PER_MS)

/* The first nap of who waits for threads to end, mostly just about to; doubled up to 16 of it. */
#define FIRST_NAP (NS_PER_MS / 10)

static atomic_uint starting;

/* What this process knows of its inheritance. */
enum verdict { UNKNOWN, LOOKING, QUIET, DEADLOCKED };

/* Threads that are about to begin or not quite gone; to a child that looks, those of its parent. */
static bool has_threads(void)
{
	return atomic_load(&starting) > 0 || lsock__sys_slots_held();
}

/* Once in each process, before a thread of its own could be mistaken for one of its parent. */
static int look(uint32_t process)
{
	struct lsock__own *own = lsock__sys_own_now();
	uint32_t word = atomic_load(&own->verdict), mine = lsock__process_word(process, LOOKING);
	uint32_t verdict = lsock__process_number(word, process);

	if (verdict == UNKNOWN) {
		if (!atomic_compare_exchange_strong(&own->verdict, &word, mine))
			return -EAGAIN;
		verdict = has_threads() ? DEADLOCKED : QUIET;
		atomic_store(&own->verdict, lsock__process_word(process, verdict));
	}
	if (verdict == LOOKING)
		return -EAGAIN;
	return verdict == DEADLOCKED ? -EDEADLK : 0;
}

static bool gate_is_up(uint32_t process)
{
	struct lsock__own *own = lsock__sys_own_now();

	return lsock__process_number(atomic_load(&own->gate), process) > 0;
}

/* Either this sees the gate, or who raised it sees this. */
int lsock__quiet_enter(uint32_t process)
{
	int r = look(process);

	if (r < 0)
		return r;
	atomic_fetch_add(&starting, 1);
	if (!gate_is_up(process))
		return 0;
	lsock__quiet_leave();
	return -EAGAIN;
}

void lsock__quiet_leave(void)
{
	atomic_fetch_sub(&starting, 1);
}

bool lsock__quiet_begin(void)
{
	bool held = lsock__sys_slot_take();

	if (held)
		lsock__quiet_leave();
	return held;
}

void lsock__quiet_end(bool begun)
{
	if (!begun)
		lsock__quiet_leave();
}

/* Raises the gate by one or lowers it; -EINVAL: it is as low, or as high, as it can be. */
static int gate_move(uint32_t process, int by)
{
	struct lsock__own *own = lsock__sys_own_now();
	uint32_t word = atomic_load(&own->gate), height, moved;

	do {
		height = lsock__process_number(word, process);
		if (height == (by < 0 ? 0 : LSOCK__PROCESS_NUMBER_MAX))
			return -EINVAL;
		moved = lsock__process_word(process, by < 0 ? height - 1 : height + 1);
	} while (!atomic_compare_exchange_weak(&own->gate, &word, moved));
	return 0;
}

static int nap(unsigned n, struct lsock_deadline until)
{
	return lsock__pause(FIRST_NAP << (n < 4 ? n : 4), until);
}

static int await_end_of_all(struct lsock_deadline until)
{
	unsigned n = 0;
	int r = 0;

	while (r == 0 && has_threads())
		r = nap(n++, until);
	if (r == 0 && !lsock__sys_slots_work())
		r = lsock__pause(LOOSE_END, until);
	return r;
}

static int look_in_time(uint32_t process, struct lsock_deadline until)
{
	unsigned n = 0;
	int r = look(process);

	while (r == -EAGAIN) {
		r = nap(n++, until);
		if (r < 0)
			return r;
		r = look(process);
	}
	return r;
}

LSOCK_API int lsock_lookup_quiesce(struct lsock_deadline until)
{
	uint32_t process;
	int r = lsock__process(&process);

	if (r == 0)
		r = look_in_time(process, until);
	if (r == 0)
		r = gate_move(process, 1);
	if (r < 0)
		return r;
	r = await_end_of_all(until);
	if (r < 0)
		(void) gate_move(process, -1);	/* as it was just before */
	return r;
}

/* Whoever has something to take back has its page, and so this cannot fail in between. */
LSOCK_API int lsock_lookup_resume(void)
{
	struct lsock__own *own = lsock__sys_own_now();
	uint32_t process = own ? atomic_load(&own->process) : 0;

	return lsock__process_is(process) ? gate_move(process, -1) : -EINVAL;
}
