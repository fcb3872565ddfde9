/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/database.h"

#include <errno.h>
#include <string.h>

#include "sys/sys.h"

/* Aliases count, too: an entry of LDAP may have very many of them. */
#define ROOM_FIRST ((size_t) 1024)
#define ROOM_MOST ((size_t) 1024 * 1024)

/* Once, with so much room in *scratch, which stays to be freed. */
static int ask_once(const struct lsock__ask *ask, char **scratch, size_t room,
		    struct lsock__entry *ret_entry)
{
	char *grown = lsock__sys_realloc(*scratch, room);

	if (grown == NULL)
		return -ENOMEM;
	*scratch = grown;
	return ask->call(ask, grown, room, ret_entry);
}

static int ask_all(const struct lsock__ask *ask, char **scratch, struct lsock__entry *ret_entry)
{
	size_t room;
	int r = -ERANGE;

	for (room = ROOM_FIRST; r == -ERANGE && room <= ROOM_MOST; room *= 4)
		r = ask_once(ask, scratch, room, ret_entry);
	return r;
}

int lsock__ask_number(const struct lsock__ask *ask)
{
	struct lsock__entry entry = { .number = 0 };
	char *scratch = NULL;
	int r;

	r = ask_all(ask, &scratch, &entry);
	lsock__sys_free(scratch);
	return r < 0 ? r : entry.number;
}

int lsock__ask_name(const struct lsock__ask *ask, char *buf, size_t size)
{
	struct lsock__entry entry = { .name = NULL };
	char *scratch = NULL;
	int r;

	r = ask_all(ask, &scratch, &entry);
	if (r >= 0)
		r = lsock__put_name(entry.name, strlen(entry.name), buf, size);
	lsock__sys_free(scratch);
	return r;
}

int lsock__put_name(const char *name, size_t len, char *buf, size_t size)
{
	if (len >= size)
		return -ENOSPC;
	memcpy(buf, name, len);
	buf[len] = '\0';
	return (int) len;
}
