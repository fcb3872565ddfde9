/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/options.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

static bool is_zero(const unsigned char *bytes, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (bytes[i] != 0)
			return false;
	return true;
}

int lsock__options_take(const void *given, size_t own, void *copy)
{
	size_t size = 0;

	if (given)
		memcpy(&size, given, sizeof(size));
	if (given && size < sizeof(size))
		return -EINVAL;
	if (size > own && !is_zero((const unsigned char *) given + own, size - own))
		return -E2BIG;
	if (size < own)
		memset(copy, 0, own);
	if (given)
		memcpy(copy, given, size < own ? size : own);
	memcpy(copy, &own, sizeof(own));
	return 0;
}
