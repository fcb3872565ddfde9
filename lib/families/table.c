/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The only file that knows all rows: the build writes table.inc, FAMILY(name) for each folder's
 * family.mk.  A plain const table, because constructors and linker sections of an object that
 * nothing refers to are lost when it is linked from an archive.
 */
#include "families/table.h"

#include <string.h>

#define FAMILY(name) extern const struct lsock_family lsock__family_##name;
#include "families/table.inc"
#undef FAMILY

const struct lsock_family *const lsock__table[] = {
#define FAMILY(name) &lsock__family_##name,
#include "families/table.inc"
#undef FAMILY
};

const size_t lsock__table_count = sizeof(lsock__table) / sizeof(lsock__table[0]);

const struct lsock_family *lsock__table_bare(const char *text, size_t len)
{
	const char *colon;

	if (len > 0 && (text[0] == '/' || text[0] == '@'))
		return &lsock__family_unix;
	if (len > 0 && text[0] == '[')
		return &lsock__family_inet6;
	colon = memchr(text, ':', len);
	if (colon && memchr(colon + 1, ':', len - (size_t) (colon + 1 - text)))
		return &lsock__family_inet6;
	return &lsock__family_inet;
}
