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

#define FORM(name) extern const struct lsock_option_form lsock__form_##name;
#include "options/forms.def"
#undef FORM

#define WORD_LIST(name) extern const struct lsock_word lsock__words_##name[];
#include "options/words.def"
#undef WORD_LIST

#define LSOCK__TIME_MAX (INT64_MAX / 1000 * 1000)	/* whole microseconds, in ns */
