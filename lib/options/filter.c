/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Classic BPF: its instructions in hexadecimal, 16 digits each. */
#include <errno.h>
#include <linux/filter.h>
#include <sys/socket.h>

#include <linux_sock/sockopt.h>

#include "options/form.h"

/* Of this one the kernel counts instructions, not bytes; less room than it has is -EINVAL. */
static int filter_get(int fd, const struct lsock_option *option, struct lsock__option_data *data)
{
	size_t count = 0;
	int r;

	r = lsock_getsockopt(fd, option->level, option->number, NULL, &count);
	if (r == 0)
		r = lsock__data_zero(data, count * sizeof(struct sock_filter));
	if (r == 0 && count > 0)
		r = lsock_getsockopt(fd, option->level, option->number, data->at, &count);
	if (r < 0)
		return r;
	data->len = count * sizeof(struct sock_filter);
	return 0;
}

static bool filter_is_sane(const struct lsock__option_data *data)
{
	return data->len > 0 && data->len % sizeof(struct sock_filter) == 0 &&
	       data->len / sizeof(struct sock_filter) <= BPF_MAXINSNS;
}

static int filter_set(int fd, const struct lsock_option *option,
		      const struct lsock__option_data *data)
{
	struct sock_fprog program = {
		.len = (unsigned short) (data->len / sizeof(struct sock_filter)),
		.filter = (struct sock_filter *) (void *) data->at,
	};

	if (!filter_is_sane(data))
		return -EINVAL;
	return lsock_setsockopt(fd, option->level, option->number, &program, sizeof(program));
}

static int filter_parse(const struct lsock_option *option, struct lsock__scan *scan,
			struct lsock__option_data *data)
{
	const char *first = scan->at;
	int r = lsock__form_bytes.parse(option, scan, data);

	if (r == 0 && !filter_is_sane(data))
		return lsock__scan_refuse(scan, first, -EINVAL,
					  "16 digits make an instruction; a filter has 1 to 4096");
	return r;
}

static int filter_format(const struct lsock_option *option,
			 const struct lsock__option_data *data, struct lsock__out *out)
{
	return lsock__form_bytes.format(option, data, out);
}

const struct lsock_option_form lsock__form_filter = {
	.parse = filter_parse,
	.format = filter_format,
	.get = filter_get,
	.set = filter_set,
};
