/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Socket types by name. */
#include "tools/common/tool.h"

#include <string.h>

static const char *const names[] = {
	[SOCK_STREAM] = "stream",
	[SOCK_DGRAM] = "dgram",
	[SOCK_SEQPACKET] = "seqpacket",
	[SOCK_RDM] = "rdm",
	[SOCK_RAW] = "raw",
};

#define NAMES ((int) (sizeof(names) / sizeof(names[0])))

const int tool_types[] = { SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RDM, SOCK_RAW, 0 };

const char *tool_type_name(int type)
{
	return type > 0 && type < NAMES ? names[type] : NULL;
}

int tool_type_number(const char *name)
{
	int type;

	for (type = 0; type < NAMES; type++)
		if (names[type] && strcmp(names[type], name) == 0)
			return type;
	return 0;
}
