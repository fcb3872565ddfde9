/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Rows of a third party, from a shared object. */
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "tools/check/check.h"
#include "tools/common/tool.h"

typedef const struct lsock_family *plugin_rows(unsigned i);

/* Rows live as long as the process: the file stays. */
static void *load(const char *file)
{
	/* A bare name would be searched for among the system's libraries. */
	char *path = tool_printed("%s%s", strchr(file, '/') ? "" : "./", file);
	void *handle;

	handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
	free(path);
	if (handle)
		return handle;
	tool_complain("plug-in", file, dlerror(), NULL);
	exit(TOOL_SYSTEM);
}

static plugin_rows *find_rows(const char *file)
{
	plugin_rows *rows;
	void *symbol = dlsym(load(file), "lsock_plugin_family");

	if (symbol == NULL) {
		tool_complain("plug-in", file, "it does not export lsock_plugin_family", NULL);
		exit(TOOL_NO);
	}
	/* ISO C has no conversion from a pointer to an object to one to a function; POSIX does. */
	memcpy(&rows, &symbol, sizeof(rows));
	return rows;
}

static const char *refusal_hint(int err)
{
	switch (err) {
	case -EEXIST:
		return "a row has this name, alias or AF number already";
	case -EPROTONOSUPPORT:
		return "it was built for another ABI of linux_sock: build it again";
	case -ENOSPC:
		return "the table takes 64 rows";
	case -EINVAL:
		return "the row is incomplete: name, AF number, lengths, forms, converters, port";
	default:
		return NULL;
	}
}

static const struct lsock_family *register_row(const char *file, const struct lsock_family *row)
{
	int r = lsock_family_register(row);

	if (r >= 0)
		return lsock_family_by_af(row->af);
	tool_fail("plug-in row", file, r, refusal_hint(r));
	exit(TOOL_NO);
}

size_t check_plugin(const char *file, const struct lsock_family **rows, size_t room)
{
	plugin_rows *plugin = find_rows(file);
	const struct lsock_family *row;
	unsigned i;

	for (i = 0; i < room && (row = plugin(i)) != NULL; i++)
		rows[i] = register_row(file, row);
	if (i > 0)
		return i;
	tool_complain("plug-in", file, "it has no rows", NULL);
	exit(TOOL_NO);
}
