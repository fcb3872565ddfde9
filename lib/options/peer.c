/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form of SO_PEERNAME: the text of an address. */
#include <errno.h>

#include <linux_sock/addr.h>
#include <linux_sock/sockopt.h>

#include "options/form.h"

static int peer_try(int fd, const struct lsock_option *option, struct lsock__option_data *data,
		    size_t len)
{
	size_t told = len;

	return lsock_getsockopt(fd, option->level, option->number, data->at, &told);
}

/* Of this one the kernel cuts the address to less room, and refuses more: the most it takes. */
static int peer_get(int fd, const struct lsock_option *option, struct lsock__option_data *data)
{
	size_t fits = 0, over = sizeof(struct sockaddr_storage) + 1;
	int r = 0;

	while (over - fits > 1) {
		size_t len = fits + (over - fits) / 2;

		r = peer_try(fd, option, data, len);
		if (r < 0 && r != -EINVAL)
			return r;
		if (r == 0)
			fits = len;
		else
			over = len;
	}
	if (fits == 0)
		return -EINVAL;
	r = peer_try(fd, option, data, fits);
	data->len = fits;
	return r;
}

static int peer_format(const struct lsock_option *option, const struct lsock__option_data *data,
		       struct lsock__out *out)
{
	char text[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr;
	int r = lsock_addr_from(data->at, (socklen_t) data->len, &addr);

	(void) option;
	if (r == 0)
		r = lsock_addr_format(&addr, text, sizeof(text));
	if (r < 0)
		return r;
	lsock__out_text(out, text);
	return 0;
}

static int peer_parse(const struct lsock_option *option, struct lsock__scan *scan,
		      struct lsock__option_data *data)
{
	(void) option;
	(void) data;
	return lsock__scan_refuse(scan, scan->at, -EOPNOTSUPP, "this option cannot be set");
}

const struct lsock_option_form lsock__form_peer = {
	.parse = peer_parse,
	.format = peer_format,
	.get = peer_get,
};
