/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/data.h"

#include <errno.h>
#include <string.h>

#include "sys/sys.h"

void lsock__data_begin(struct lsock__option_data *data)
{
	data->at = data->small;
	data->len = 0;
	data->room = sizeof(data->small);
}

void lsock__data_end(struct lsock__option_data *data)
{
	if (data->at != data->small)
		lsock__sys_free(data->at);
}

int lsock__data_room(struct lsock__option_data *data, size_t size)
{
	unsigned char *at;

	if (size <= data->room)
		return 0;
	at = lsock__sys_alloc(size);
	if (at == NULL)
		return -ENOMEM;
	lsock__data_end(data);
	data->at = at;
	data->room = size;
	return 0;
}

void lsock__data_put(struct lsock__option_data *data, const void *bytes, size_t size)
{
	memcpy(data->at, bytes, size);
	data->len = size;
}

int lsock__data_zero(struct lsock__option_data *data, size_t len)
{
	int r = lsock__data_room(data, len);

	if (r < 0)
		return r;
	memset(data->at, 0, len);
	data->len = len;
	return 0;
}
