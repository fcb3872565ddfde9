/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The bytes of an option's value, in the kernel's layout.  They lie in the struct itself, or in an
 * allocation of its own, which lsock__data_end() frees.
 */
#include <stddef.h>

struct lsock__option_data {
	unsigned char *at;
	size_t len, room;
	unsigned char small[256];	/* where most values lie: no allocation */
};

void lsock__data_begin(struct lsock__option_data *data);
void lsock__data_end(struct lsock__option_data *data);

/* Room for size bytes; what was there may be lost.  -ENOMEM. */
int lsock__data_room(struct lsock__option_data *data, size_t size);

/* Makes it these bytes, which fit into small. */
void lsock__data_put(struct lsock__option_data *data, const void *bytes, size_t size);

/* Len zero bytes. */
int lsock__data_zero(struct lsock__option_data *data, size_t len);
