/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options that are numbers, by name: whose row is found here. */
#include <linux_sock/option.h>

#include <errno.h>

#include "base/export.h"
#include "options/form.h"
#include "options/table.h"
#include "options/why.h"

static int find_number(int fd, const char *name, uint32_t wanted,
		       struct lsock_option *ret_option, struct lsock_why *why)
{
	int r = lsock__option_of(fd, name, wanted, ret_option, why);

	if (r < 0 || lsock__form_is_number(ret_option))
		return r;
	return lsock__option_refuse(ret_option, -EINVAL, "the value is no number", why);
}

LSOCK_API int lsock_option_get_number(int fd, const char *name, int64_t *ret_number,
				      struct lsock_why *ret_why)
{
	struct lsock_option option;
	struct lsock_value value;
	struct lsock_why why;
	int r;

	if (ret_why == NULL)
		ret_why = &why;
	r = find_number(fd, name, LSOCK_OPTION_READ, &option, ret_why);
	if (r < 0)
		return r;
	r = lsock_option_get_value(fd, &option, NULL, 0, &value);
	if (r < 0)
		return lsock__option_explain(&option, r, false, ret_why);
	*ret_number = value.number;
	return 0;
}

LSOCK_API int lsock_option_set_number(int fd, const char *name, int64_t number,
				      struct lsock_why *ret_why)
{
	const struct lsock_value value = { .kind = LSOCK_KIND_NUMBER, .number = number };
	struct lsock_option option;
	struct lsock_why why;
	int r;

	if (ret_why == NULL)
		ret_why = &why;
	r = find_number(fd, name, LSOCK_OPTION_WRITE, &option, ret_why);
	return r < 0 ? r : lsock_option_set_value(fd, &option, &value, ret_why);
}
