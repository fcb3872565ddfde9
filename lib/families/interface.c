/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "families/interface.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "sys/sys.h"

/* Bytes that an interface's name may have in our texts; the kernel allows more of them. */
static bool is_name_byte(char c)
{
	return c >= '!' && c <= '~' && strchr("]%/:,", c) == NULL;
}

static bool is_dots(const char *name, size_t len)
{
	return (len == 1 || len == 2) && memcmp(name, "..", len) == 0;
}

/* Syntax alone. */
static int name_check(const struct lsock__scan *scan, size_t len)
{
	size_t i;

	if (len == 0)
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "an interface is expected");
	for (i = 0; i < len; i++)
		if (!is_name_byte(scan->at[i]))
			return lsock__scan_refuse(scan, scan->at + i, -EINVAL,
						  "this byte is not allowed in an interface name");
	if (is_dots(scan->at, len))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "this is no interface name");
	if (len > LSOCK__INTERFACE_MAX)
		return lsock__scan_refuse(scan, scan->at + LSOCK__INTERFACE_MAX, -ENAMETOOLONG,
					  "an interface name has at most 15 bytes");
	return 0;
}

int lsock__interface_parse(struct lsock__scan *scan, size_t len, uint32_t *ret_index)
{
	char name[LSOCK__INTERFACE_MAX + 1] = "";
	int r;

	r = name_check(scan, len);
	if (r < 0)
		return r;
	memcpy(name, scan->at, len);
	r = lsock__sys_if_index(name);
	if (r < 0)
		return lsock__scan_refuse(scan, scan->at, r, r == -ENODEV ?
					  "there is no interface of this name" :
					  "the kernel could not be asked for the interface");
	scan->at += len;
	*ret_index = (uint32_t) r;
	return 0;
}

bool lsock__interface_name(uint32_t index, char ret_name[16])
{
	size_t i, len;

	if (index == 0 || index > INT_MAX || lsock__sys_if_name(index, ret_name) < 0)
		return false;
	len = strlen(ret_name);
	for (i = 0; i < len; i++)
		if (!is_name_byte(ret_name[i]))
			return false;
	return len > 0 && !lsock__is_number(ret_name, len);
}

int lsock__index_parse(struct lsock__scan *scan, const char *field, uint32_t *ret_index)
{
	const char *first = scan->at;
	uint32_t index = 0;
	int r = lsock__scan_decimal(scan, field, INT_MAX, &index);

	if (r == -ERANGE)
		scan->why->min = 1;
	if (r < 0)
		return r;
	if (index == 0)
		return lsock__scan_refuse(scan, first, -EINVAL, "no interface has the number 0");
	*ret_index = index;
	return 0;
}

int lsock__zone_parse(struct lsock__scan *scan, size_t len, uint32_t *ret_index)
{
	if (lsock__is_number(scan->at, len))
		return lsock__index_parse(scan, "zone", ret_index);
	return lsock__interface_parse(scan, len, ret_index);
}

void lsock__zone_format(struct lsock__out *out, uint32_t index)
{
	char name[LSOCK__INTERFACE_MAX + 1];

	if (lsock__interface_name(index, name))
		lsock__out_text(out, name);
	else
		lsock__out_decimal(out, index);
}
