/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A name service that answers when the test says so, in place of lib/sys/nss.c: for programs that
 * are linked with GATE_WRAPS.  It is open at first.
 */
#include <stdbool.h>

/* Questions wait from now on, or are answered. */
void gate_close(void);
void gate_open(void);

/* How the next answers turn out; 0, as at first: every name is 127.0.0.1, every address "local". */
void gate_answer(int result);

/* How many questions came so far, and are waiting. */
int gate_asked(void);
int gate_waiting(void);

/* Until so many questions wait. */
void gate_await(int waiting);

/* Opens it, and waits until no thread of a look-up is left. */
void gate_settle(void);

/* Did a signal mask of those who asked leave any signal through? */
bool gate_heard_signals(void);
