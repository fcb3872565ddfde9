/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The form INTERFACE: an interface's name or number, "*" for none. */
#include <arpa/inet.h>
#include <errno.h>
#include <string.h>

#include "families/interface.h"
#include "options/form.h"

static int index_scan(const struct lsock_option *option, struct lsock__scan *scan,
		      int64_t *ret_number)
{
	uint32_t index = 0;
	int r = 0;

	(void) option;
	if (scan->end - scan->at == 1 && lsock__scan_char(scan, '*'))
		*ret_number = 0;
	else
		r = lsock__zone_parse(scan, (size_t) (scan->end - scan->at), &index);
	if (r < 0)
		return r;
	*ret_number = index;
	return 0;
}

/* An interface may be called "*". */
static void index_print(const struct lsock_option *option, int64_t number, struct lsock__out *out)
{
	char name[LSOCK__INTERFACE_MAX + 1];

	(void) option;
	if (number == 0)
		lsock__out_char(out, '*');
	else if (lsock__interface_name((uint32_t) number, name) && strcmp(name, "*") != 0)
		lsock__out_text(out, name);
	else
		lsock__out_decimal(out, (uint32_t) number);
}

static void index_encode(const struct lsock_option *option, int64_t number,
			 struct lsock__option_data *data)
{
	uint32_t index = (uint32_t) number;

	(void) option;
	lsock__data_put(data, &index, sizeof(index));
}

static int index_decode(const struct lsock_option *option, const struct lsock__option_data *data,
			int64_t *ret_number)
{
	uint32_t index;

	(void) option;
	if (data->len != sizeof(index))
		return -EMSGSIZE;
	memcpy(&index, data->at, sizeof(index));
	*ret_number = index;
	return 0;
}

static void index_be_encode(const struct lsock_option *option, int64_t number,
			    struct lsock__option_data *data)
{
	index_encode(option, htonl((uint32_t) number), data);
}

static int index_be_decode(const struct lsock_option *option,
			   const struct lsock__option_data *data, int64_t *ret_number)
{
	int r = index_decode(option, data, ret_number);

	if (r == 0)
		*ret_number = ntohl((uint32_t) *ret_number);
	return r;
}

const struct lsock_option_form lsock__form_index = {
	.scan = index_scan,
	.print = index_print,
	.encode = index_encode,
	.decode = index_decode,
};

const struct lsock_option_form lsock__form_index_be = {
	.scan = index_scan,
	.print = index_print,
	.encode = index_be_encode,
	.decode = index_be_decode,
};
