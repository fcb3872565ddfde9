/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * What the rows of a level are written with; included last.  The file of a level defines LEVEL, the
 * members that all its rows have, and rows[], of which OPTION_LEVEL() makes the level.  A row
 * stands in a .def, within the #ifdef of its name:
 *
 *	FLAG(NAME, phase, ways, since, further members...)
 *	NUMBER(NAME, type, phase, ways, since, min, max, further members...)
 *	VALUE(NAME, type, form, phase, ways, since, further members...)
 *
 * since is major * 1000 + minor of the kernel's version; since.def tells where it is from.
 */
#include <limits.h>
#include <stdint.h>
#include <sys/socket.h>

#include <linux_sock/family.h>
#include <linux_sock/option.h>

#include "options/form.h"
#include "options/table.h"

#define GET LSOCK_OPTION_READ
#define SET LSOCK_OPTION_WRITE
#define BOTH (GET | SET)
#define CAPABLE LSOCK_OPTION_PRIVILEGED
#define CONSUMED LSOCK_OPTION_CONSUMED
#define ARGUMENT LSOCK_OPTION_ARGUMENT
#define SYNONYM LSOCK_OPTION_SYNONYM
/* Another name only where the two are the same number. */
#define SYNONYM_OF(a, b) ((a) == (b) ? LSOCK_OPTION_SYNONYM : 0u)

#define STREAM LSOCK_TYPE_BIT(SOCK_STREAM)
#define DGRAM LSOCK_TYPE_BIT(SOCK_DGRAM)
#define RAW LSOCK_TYPE_BIT(SOCK_RAW)
#define RDM LSOCK_TYPE_BIT(SOCK_RDM)
#define SEQPACKET LSOCK_TYPE_BIT(SOCK_SEQPACKET)

#define UNIT(of) .unit = LSOCK_UNIT_##of
#define WORDS(of) .words = LSOCK__WORDS_##of
#define FAMILIES(...) .families = { __VA_ARGS__ }

#define ROW(text, of, type_of, when, ways, from)			\
	.name = text, .number = (int) (of), \
	.type = LSOCK_OPTION_##type_of, .phase = LSOCK_PHASE_##when, .flags = ways, \
	.since = from, LEVEL

#define FLAG(of, when, ways, from, ...)					\
	{ ROW(#of, of, BOOL, when, ways, from), .max = 1, .value_size = sizeof(int), \
	  .form = LSOCK__FORM_bool, __VA_ARGS__ },
#define NUMBER(of, type_of, when, ways, from, least, most, ...)		\
	{ ROW(#of, of, type_of, when, ways, from), .min = least, .max = most, \
	  .value_size = SIZE_OF_##type_of, .form = LSOCK__FORM_number, __VA_ARGS__ },
#define VALUE(of, type_of, form_of, when, ways, from, ...)		\
	{ ROW(#of, of, type_of, when, ways, from), .form = LSOCK__FORM_##form_of, __VA_ARGS__ },

#define SIZE_OF_INT sizeof(int)
#define SIZE_OF_U32 sizeof(uint32_t)
#define SIZE_OF_U64 sizeof(uint64_t)

/* Of 32 bits where long has 32: two longs; of the _NEW ones always two of 64 bits. */
#define TIME_SIZE_OLD (2 * sizeof(long))
#define TIME_SIZE_NEW (2 * sizeof(int64_t))
/* The longest that the struct can say, or the number of ns. */
#define TIME_OF(size)							\
	.value_size = size,						\
	.max = (size) == TIME_SIZE_NEW ? LSOCK__TIME_MAX		\
				       : INT32_MAX * INT64_C(1000000000) + 999999000

/* Behind the rows. */
#define OPTION_LEVEL(name)						\
	const struct lsock__option_level lsock__options_##name = {	\
		rows, sizeof(rows) / sizeof(rows[0]),			\
	}
