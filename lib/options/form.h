/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * How the value of an option looks: as text, as a number, as the kernel's bytes.  A form is that of
 * a number, with the first four converters, or it has parse and format.
 */
#include <stdbool.h>
#include <stdint.h>

#include <linux_sock/option.h>

#include "base/out.h"
#include "base/scan.h"
#include "options/data.h"

struct lsock_option_form {
	/* Stops behind the number. */
	int (*scan)(const struct lsock_option *option, struct lsock__scan *scan,
		    int64_t *ret_number);
	void (*print)(const struct lsock_option *option, int64_t number, struct lsock__out *out);
	void (*encode)(const struct lsock_option *option, int64_t number,
		       struct lsock__option_data *data);
	/* -EMSGSIZE: a value of another size. */
	int (*decode)(const struct lsock_option *option, const struct lsock__option_data *data,
		      int64_t *ret_number);

	/* Stops behind the value; data has begun. */
	int (*parse)(const struct lsock_option *option, struct lsock__scan *scan,
		     struct lsock__option_data *data);
	int (*format)(const struct lsock_option *option, const struct lsock__option_data *data,
		      struct lsock__out *out);

	/* Where it takes more than a system call with these bytes; NULL: it does not. */
	int (*get)(int fd, const struct lsock_option *option, struct lsock__option_data *data);
	int (*set)(int fd, const struct lsock_option *option,
		   const struct lsock__option_data *data);
	/* Has the kernel what it was told?  NULL: if the bytes are the same. */
	bool (*same)(const struct lsock__option_data *told, const struct lsock__option_data *got);

	const struct lsock__option_member *members;	/* of a struct of numbers */
};

static inline bool lsock__form_is_number(const struct lsock_option *option)
{
	return option->form->decode != NULL;
}

/* number.c: a decimal with a unit, 0x, or a word.  Bool: yes and no. */
extern const struct lsock_option_form lsock__form_bool, lsock__form_number;
/* rate.c: SO_MAX_PACING_RATE. */
extern const struct lsock_option_form lsock__form_rate;
/* time.c */
extern const struct lsock_option_form lsock__form_linger, lsock__form_time;
#define LSOCK__TIME_MAX (INT64_MAX / 1000 * 1000)	/* whole microseconds, in ns */
/* interface.c: a name or a number; index_be: in the order of the network. */
extern const struct lsock_option_form lsock__form_index, lsock__form_index_be;
/* bytes.c */
extern const struct lsock_option_form lsock__form_text, lsock__form_bytes, lsock__form_none;
/* filter.c: instructions of classic BPF; those that can be read. */
extern const struct lsock_option_form lsock__form_filter;
/* members.c: "1,2,3" of 32 bits each; the numbers of the bits that are set, from 1. */
extern const struct lsock_option_form lsock__form_list, lsock__form_bits;
/* peer.c */
extern const struct lsock_option_form lsock__form_peer;
/* groups.c: what they are sits in the names of the kernel's structs. */
extern const struct lsock_option_form lsock__form_mreqn, lsock__form_mreq_source;
extern const struct lsock_option_form lsock__form_mreq6, lsock__form_pktinfo6;
extern const struct lsock_option_form lsock__form_group_req, lsock__form_group_source_req;
extern const struct lsock_option_form lsock__form_multicast_if;
/* link.c: PACKET_ADD_MEMBERSHIP, TIPC_GROUP_JOIN. */
extern const struct lsock_option_form lsock__form_packet_mreq, lsock__form_tipc_group;
