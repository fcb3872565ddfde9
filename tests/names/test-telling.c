/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A look-up that is freed while its thread is just about to write to the descriptor: that may not
 * be closed before, for its number may be a stranger's next.
 * Of lib/names/nss/job.c.
 */
#include <linux_sock/host.h>

#include <semaphore.h>
#include <stdatomic.h>
#include <time.h>

#include "sys/thread.h"
#include "tests/harness/harness.h"
#include "tests/names/gate.h"

void __real_lsock__sys_event_set(int fd);
void __wrap_lsock__sys_event_set(int fd);
int __real_lsock__sys_word_wait(const _Atomic uint32_t *word, uint32_t value, int64_t ns);
int __wrap_lsock__sys_word_wait(const _Atomic uint32_t *word, uint32_t value, int64_t ns);

static sem_t at_descriptor, waited_for;
static atomic_bool is_through;

/* Not before somebody waits for it, or nobody will. */
void __wrap_lsock__sys_event_set(int fd)
{
	struct timespec until;

	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += 5;
	ck_assert_int_eq(sem_post(&at_descriptor), 0);
	(void) sem_timedwait(&waited_for, &until);
	__real_lsock__sys_event_set(fd);
	is_through = true;
}

int __wrap_lsock__sys_word_wait(const _Atomic uint32_t *word, uint32_t value, int64_t ns)
{
	ck_assert_int_eq(sem_post(&waited_for), 0);
	return __real_lsock__sys_word_wait(word, value, ns);
}

TEST(descriptor_is_closed_when_the_thread_is_through_with_it)
{
	struct lsock_lookup *lookup;

	ck_assert_int_eq(sem_init(&at_descriptor, 0, 0), 0);
	ck_assert_int_eq(sem_init(&waited_for, 0, 0), 0);
	ck_assert_int_eq(lsock_getaddrinfo_start("name.example", "80", NULL, &lookup), 0);
	ck_assert_int_eq(sem_wait(&at_descriptor), 0);
	lsock_lookup_free(lookup);
	ck_assert(is_through);
	gate_settle();
}
