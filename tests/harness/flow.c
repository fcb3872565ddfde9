/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/flow.h"

#include <stdlib.h>
#include <time.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define FLOW (1u << 20)
#define MESSAGE 16384	/* one that every family takes */

/* How far one end has come. */
struct half {
	struct flow_end *end;
	size_t size, wrong;
	ssize_t error;
	bool slow;
};

/* No two places within reach of each other look alike. */
static unsigned char byte_at(size_t i)
{
	return (unsigned char) (i ^ i >> 8 ^ i >> 16);
}

/* So that the other end has to wait, again and again. */
static void dawdle(void)
{
	static const struct timespec a_while = { 0, MS };

	nanosleep(&a_while, NULL);
}

static void *send_half(void *argument)
{
	struct half *half = argument;
	size_t i, n, most = half->end->stream ? FLOW / 3 : MESSAGE;
	unsigned char *buf = malloc(most);

	if (buf == NULL)
		abort();
	while (half->size < FLOW && half->error == 0) {
		if (half->slow)
			dawdle();
		n = 1 + half->size * 7 % most;
		if (n > FLOW - half->size)
			n = FLOW - half->size;
		for (i = 0; i < n; i++)
			buf[i] = byte_at(half->size + i);
		half->error = half->end->send(half->end->socket, buf, n);
		half->size += n;
	}
	free(buf);
	return NULL;
}

static void *receive_half(void *argument)
{
	struct half *half = argument;
	unsigned char buf[MESSAGE];
	ssize_t i, n = 1;

	while (half->size < FLOW && n > 0) {
		if (half->slow)
			dawdle();
		n = half->end->receive(half->end->socket, buf, sizeof(buf));
		for (i = 0; i < n; i++)
			half->wrong += buf[i] != byte_at(half->size++);
	}
	half->error = n < 0 ? n : 0;
	return NULL;
}

void flow_under_signals(struct flow_end *from, struct flow_end *to, bool this_sends)
{
	struct half out = { .end = from }, in = { .end = to };
	pthread_t thread;

	out.slow = !this_sends;
	in.slow = this_sends;
	thread = start_thread(this_sends ? receive_half : send_half, this_sends ? &in : &out);
	storm_begin((int) (200 * slowness()));	/* with time between them to get on */
	if (this_sends)
		send_half(&out);
	else
		receive_half(&in);
	end_thread(thread);
	storm_end();
	ck_assert_int_eq(out.error, 0);
	ck_assert_int_eq(in.error, 0);
	ck_assert_uint_eq(out.size, FLOW);
	ck_assert_uint_eq(in.size, FLOW);
	ck_assert_uint_eq(in.wrong, 0);
}
