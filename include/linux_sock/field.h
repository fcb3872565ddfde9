/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_FIELD_H
#define LINUX_SOCK_FIELD_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/addr.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * An address as typed fields, in the order of Python's tuple of that family.  A form names its
 * fields: most families have one form, TIPC has three.
 */
#define LSOCK_KIND_UNSAID 0	/* in a value: take the field's default */
#define LSOCK_KIND_NUMBER 1
#define LSOCK_KIND_TEXT 2	/* bytes without NUL */
#define LSOCK_KIND_BYTES 3

#define LSOCK_FIELD_REQUIRED 1u		/* has no default */
#define LSOCK_FIELD_NOT_IN_TEXT 2u	/* the text form cannot carry it */
#define LSOCK_FIELD_BEYOND_TUPLE 4u	/* Python's tuple of the family ends before it */
#define LSOCK_FIELD_HOST 8u		/* a numeric host, or ''; names have to be looked up */
#define LSOCK_FIELD_U64 16u		/* its numbers are the int64_t of the same 64 bits */

struct lsock_field {
	const char *name;
	int kind;			/* LSOCK_KIND_, never UNSAID */
	uint32_t flags;			/* LSOCK_FIELD_ */
	int64_t min, max;		/* of the number; of the length of text and bytes */
	int64_t default_number;		/* taken even outside min..max; text, bytes: empty */
};

struct lsock_form {
	const char *name;
	const struct lsock_field *fields;
	size_t count;
};

struct lsock_value {
	int kind;			/* LSOCK_KIND_ */
	int64_t number;
	const char *data;		/* text, bytes: not terminated */
	size_t size;
};

#define LSOCK_FIELDS_MAX 8		/* the most fields of a form */
#define LSOCK_FIELD_SCRATCH 256		/* room for the text and bytes of any address */

struct lsock_family;

/*
 * Makes an address of form number form of a family (linux_sock/family.h).  Values beyond count are
 * unsaid.  Host '' is any address; '<broadcast>' is that of inet.
 */
int lsock_addr_from_fields(const struct lsock_family *family, size_t form,
			   const struct lsock_value *values, size_t count,
			   struct lsock_addr *ret_addr, struct lsock_why *ret_why);

/*
 * Returns how many values were written, -ENOSPC: room or size is too small.  Text and bytes lie in
 * scratch (size bytes); *ret_form lives as long as the process.
 */
int lsock_addr_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			 struct lsock_value *ret_values, size_t room,
			 const struct lsock_form **ret_form);

#ifdef __cplusplus
}
#endif

#endif
