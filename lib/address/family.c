/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The family table: the built-in rows, and behind them those that were registered.  Readers take
 * no lock: a row is complete before the count that lets them see it is stored.
 */
#include <linux_sock/family.h>

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include "base/export.h"
#include "families/table.h"

#define SLOTS 64

static struct lsock_family slots[SLOTS];
static atomic_size_t slots_used;
static pthread_mutex_t writers = PTHREAD_MUTEX_INITIALIZER;

static const struct lsock_family *row_at(size_t i)
{
	if (i < lsock__table_count)
		return lsock__table[i];
	i -= lsock__table_count;
	if (i < atomic_load_explicit(&slots_used, memory_order_acquire))
		return &slots[i];
	return NULL;
}

LSOCK_API const struct lsock_family *lsock_family_at(size_t i)
{
	return row_at(i);
}

LSOCK_API const struct lsock_family *lsock_family_by_af(int af)
{
	size_t i, used;

	for (i = 0; i < lsock__table_count; i++)
		if (lsock__table[i]->af == af)
			return lsock__table[i];
	used = atomic_load_explicit(&slots_used, memory_order_acquire);
	for (i = 0; i < used; i++)
		if (slots[i].af == af)
			return &slots[i];
	return NULL;
}

static bool same_name(const char *name, const char *text, size_t len)
{
	return strlen(name) == len && memcmp(name, text, len) == 0;
}

static bool has_name(const struct lsock_family *row, const char *text, size_t len)
{
	const char *const *alias;

	if (same_name(row->name, text, len))
		return true;
	for (alias = row->aliases; alias && *alias; alias++)
		if (same_name(*alias, text, len))
			return true;
	return false;
}

LSOCK_API const struct lsock_family *lsock_family_by_name(const char *name, size_t len)
{
	const struct lsock_family *row;
	size_t i;

	for (i = 0; (row = row_at(i)) != NULL; i++)
		if (has_name(row, name, len))
			return row;
	return NULL;
}

/* [a-z][a-z0-9_-]{0,15} with a letter beyond f: nothing else can be told from hexadecimal. */
static bool is_prefix(const char *name)
{
	bool beyond_f = false;
	size_t i;

	if (name == NULL || name[0] < 'a' || name[0] > 'z')
		return false;
	for (i = 0; name[i] != '\0'; i++) {
		if (i == 16 || strchr("abcdefghijklmnopqrstuvwxyz0123456789_-", name[i]) == NULL)
			return false;
		beyond_f |= name[i] >= 'g' && name[i] <= 'z';
	}
	return beyond_f;
}

static bool field_is_complete(const struct lsock_field *field)
{
	bool ordered = field->flags & LSOCK_FIELD_U64 ?
		       (uint64_t) field->min <= (uint64_t) field->max : field->min <= field->max;

	return field->name && ordered && field->kind >= LSOCK_KIND_NUMBER &&
	       field->kind <= LSOCK_KIND_BYTES;
}

static bool form_is_complete(const struct lsock_form *form)
{
	size_t i;

	if (form->name == NULL || form->fields == NULL || form->count > LSOCK_FIELDS_MAX)
		return false;
	for (i = 0; i < form->count; i++)
		if (!field_is_complete(&form->fields[i]))
			return false;
	return true;
}

static bool names_are_complete(const struct lsock_family *row)
{
	const char *const *alias;

	if (!is_prefix(row->name))
		return false;
	for (alias = row->aliases; alias && *alias; alias++)
		if (!is_prefix(*alias))
			return false;
	return true;
}

/* Names of hosts are known of these two alone. */
static bool hosts_are_known(const struct lsock_family *row)
{
	return !(row->flags & LSOCK_FAMILY_HOST_NAMES) || row->host_af == AF_INET ||
	       row->host_af == AF_INET6;
}

static bool is_complete(const struct lsock_family *row)
{
	size_t i;

	if (!names_are_complete(row) || !hosts_are_known(row) || row->af < 1 ||
	    row->af > UINT16_MAX)
		return false;
	if (row->shortest < sizeof(sa_family_t) || row->longest < row->shortest ||
	    row->longest > sizeof(struct sockaddr_storage))
		return false;
	if (row->port_size != 0 && row->port_size != 2 && row->port_size != 4)
		return false;
	if ((socklen_t) row->port_at + row->port_size > row->shortest)
		return false;
	if (!row->parse || !row->format || !row->from_fields || !row->to_fields)
		return false;
	if (row->forms == NULL || row->form_count == 0)
		return false;
	for (i = 0; i < row->form_count; i++)
		if (!form_is_complete(&row->forms[i]))
			return false;
	return true;
}

static bool is_taken(const struct lsock_family *row)
{
	const char *const *alias;

	if (lsock_family_by_af(row->af) || lsock_family_by_name(row->name, strlen(row->name)))
		return true;
	for (alias = row->aliases; alias && *alias; alias++)
		if (lsock_family_by_name(*alias, strlen(*alias)))
			return true;
	return false;
}

/* Under the writers' lock. */
static int add(const struct lsock_family *row)
{
	size_t used = atomic_load_explicit(&slots_used, memory_order_relaxed);

	if (is_taken(row))
		return -EEXIST;
	if (used == SLOTS)
		return -ENOSPC;
	slots[used] = *row;
	atomic_store_explicit(&slots_used, used + 1, memory_order_release);
	return 0;
}

/* The members that a row of ABI 1 has had from the first release on. */
#define SHORTEST_ROW \
	(offsetof(struct lsock_family, check) + sizeof(((struct lsock_family *) 0)->check))

LSOCK_API int lsock_family_register(const struct lsock_family *family)
{
	struct lsock_family row;
	int r;

	if (family == NULL || family->size < offsetof(struct lsock_family, af))
		return -EINVAL;
	if (family->abi != LSOCK_FAMILY_ABI)
		return -EPROTONOSUPPORT;
	if (family->size < SHORTEST_ROW)
		return -EINVAL;
	memset(&row, 0, sizeof(row));
	memcpy(&row, family, family->size < sizeof(row) ? family->size : sizeof(row));
	row.size = sizeof(row);
	if (!is_complete(&row))
		return -EINVAL;
	pthread_mutex_lock(&writers);
	r = add(&row);
	pthread_mutex_unlock(&writers);
	return r;
}
