/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Address to text: its row's, or "af<N>:<hex>". */
#include <linux_sock/addr.h>

#include <errno.h>

#include "address/rows.h"
#include "base/export.h"
#include "base/out.h"

static int raw_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	size_t end = addr->len < sizeof(addr->u) ? addr->len : sizeof(addr->u);
	struct lsock__out out = { buf, size, 0 };

	lsock__out_text(&out, "af");
	lsock__out_decimal(&out, addr->u.sa.sa_family);
	lsock__out_char(&out, ':');
	lsock__out_hex_bytes(&out, (const char *) &addr->u + sizeof(sa_family_t),
			     end - sizeof(sa_family_t));
	return lsock__out_end(&out);
}

LSOCK_API int lsock_addr_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	const struct lsock_family *row;
	int r;

	if (addr->len < sizeof(sa_family_t))
		return -EINVAL;
	row = lsock__row_of(addr);
	if (row && addr->len >= row->shortest && addr->len <= row->longest) {
		r = row->format(addr, buf, size);
		if (r != -EINVAL)
			return r;
	}
	return raw_format(addr, buf, size);
}
