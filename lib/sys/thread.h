/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Threads that nobody joins, and how one of them tells that it is through. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The least stack of such a thread: what the C library loads for name services has no measure. */
#define LSOCK__STACK_LEAST ((size_t) 512 * 1024)

/* Detached, with every signal blocked; -EAGAIN: no more of them can be had. */
int lsock__sys_thread(void *(*run)(void *argument), void *argument);

/* For a debugger and for top(1): the calling thread's name, at most 15 bytes. */
void lsock__sys_thread_name(const char *name);

/* A descriptor that polls readable from the start, or once lsock__sys_event_set() was called. */
int lsock__sys_event(unsigned count);
void lsock__sys_event_set(int fd);
/* Lets go of a thread that is held up in lsock__sys_event_set(): somebody filled it to the brim. */
void lsock__sys_event_relieve(int fd);

/*
 * Sleeps while *word is value, for at most ns (-1: for ever): 0, which may come early, or -EINTR.
 * Whoever changes it wakes the sleeper behind that; the word need not be there any more then.
 */
int lsock__sys_word_wait(const _Atomic uint32_t *word, uint32_t value, int64_t ns);
void lsock__sys_word_wake(const _Atomic uint32_t *word);

/* May another thread be in a call of this library, now or when this call has begun? */
bool lsock__sys_is_threaded(void);

int lsock__sys_getpid(void);
