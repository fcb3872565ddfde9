/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* A megabyte from one end to the other, of which no byte may be lost or come twice. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* One end: all of buf sent (0), or some of it received (bytes); or a negative error. */
struct flow_end {
	int (*send)(void *socket, const void *buf, size_t size);
	ssize_t (*receive)(void *socket, void *buf, size_t size);
	void *socket;
	bool stream;	/* it may be sent in pieces that are taken in part only */
};

/*
 * This thread sends, or receives, with a signal every ms; another one does the other half without.
 * Fails the test if an end fails or a byte is wrong.
 */
void flow_under_signals(struct flow_end *from, struct flow_end *to, bool this_sends);
