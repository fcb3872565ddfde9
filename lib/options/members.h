/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Structs of numbers, as a list of their members. */
#include <stdbool.h>

#include "options/form.h"

/* They follow each other as in C, each at a multiple of its size. */
struct lsock__option_member {
	char name[22];		/* "": bytes that are skipped */
	unsigned char size;	/* 1, 2, 4, 8; 0: the end */
	bool is_signed;
	bool is_hex;
};

int lsock__members_parse(const struct lsock_option *option, struct lsock__scan *scan,
			 struct lsock__option_data *data);
int lsock__members_format(const struct lsock_option *option,
			  const struct lsock__option_data *data, struct lsock__out *out);
int lsock__members_get(int fd, const struct lsock_option *option,
		       struct lsock__option_data *data);

/* The form of a struct that has these members. */
#define MEMBERS_FORM(of)						\
	{								\
		.parse = lsock__members_parse,				\
		.format = lsock__members_format,			\
		.get = lsock__members_get,				\
		.members = of,						\
	}
