/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What families there are, and an address of this host for each: scripts and the completion ask. */
#include <stdlib.h>
#include <string.h>

#include "tools/check/check.h"
#include "tools/common/json.h"
#include "tools/common/tool.h"

void check_list(const struct lsock_family *const *rows, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const char *loopback = rows[i]->loopback ? rows[i]->loopback : "-";
		char *text = tool_shown(loopback);

		printf("%s %s\n", rows[i]->name, text);
		free(text);
	}
}

json_t *check_list_json(const struct lsock_family *const *rows, size_t count)
{
	json_t *array = tool_need(json_array()), *object;
	size_t i;

	for (i = 0; i < count; i++) {
		object = tool_json_object();
		tool_json_text(object, "family", rows[i]->name);
		tool_json_number(object, "af", rows[i]->af);
		if (rows[i]->loopback)
			tool_json_bytes(object, "loopback", rows[i]->loopback,
					strlen(rows[i]->loopback));
		tool_json_append(array, object);
	}
	return array;
}
