/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Fields of addresses, got, compared and varied by nothing but the description of their form. */
#include <linux_sock/family.h>
#include <linux_sock/field.h>

struct values {
	const struct lsock_family *row;
	const struct lsock_form *form;
	size_t number;		/* of the form */
	struct lsock_value value[LSOCK_FIELDS_MAX];
	char scratch[LSOCK_FIELD_SCRATCH];
};

/* false: the address has no fields (it is one of the kernel's that no form can say). */
bool values_get(struct values *ret_values, const struct lsock_addr *addr);

int values_make(const struct values *values, struct lsock_addr *ret_addr, struct lsock_why *why);

/* Fields with a flag of except are not compared. */
bool values_equal(const struct values *a, const struct values *b, uint32_t except);

/* Is a field with this flag something else than its default? */
bool values_said(const struct values *values, uint32_t flag);


/* Other values by chance: limits, defaults, random numbers and bytes; field -1: in all of them. */
void values_vary(struct values *values, int field);
