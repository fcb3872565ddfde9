/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The registry of constants: a sorted table that the build makes, and searches in it.  Thousands of
 * pointers would be relocated in each process that is linked with the library; so the rows have
 * places in one block of names, and are put together for who asks.
 */
#include <linux_sock/constant.h>

#include <errno.h>
#include <string.h>

#include "base/export.h"

#define GROUP(group)
#define CONSTANT(name, group, value, is_unsigned)
#define BY_NAME(i)

/* The names, one behind the other; a member has its own, so that offsetof() finds it. */
static const struct constant_names {
#undef CONSTANT
#define CONSTANT(name, group, value, is_unsigned) char name[sizeof(#name)];
#include "constants/table.inc"
} constant_names = {
#undef CONSTANT
#define CONSTANT(name, group, value, is_unsigned) #name,
#include "constants/table.inc"
};
#undef CONSTANT
#define CONSTANT(name, group, value, is_unsigned)

static const struct constant_groups {
#undef GROUP
#define GROUP(group) char group[sizeof(#group)];
#include "constants/table.inc"
} constant_groups = {
#undef GROUP
#define GROUP(group) #group,
#include "constants/table.inc"
};
#undef GROUP
#define GROUP(group)

/* By group, value, and the order of names.list. */
static const struct constant_row {
	int64_t value;
	uint32_t name;
	uint16_t group;
	bool is_unsigned;
} constant_table[] = {
#undef CONSTANT
#define CONSTANT(name, group, value, is_unsigned)					\
	{ value, offsetof(struct constant_names, name),					\
	  offsetof(struct constant_groups, group), is_unsigned },
#include "constants/table.inc"
};
#undef CONSTANT
#define CONSTANT(name, group, value, is_unsigned)

static const uint16_t constant_by_name[] = {
#undef BY_NAME
#define BY_NAME(i) i,
#include "constants/table.inc"
};

#define CONSTANT_COUNT (sizeof(constant_table) / sizeof(constant_table[0]))

static const char *constant_name(size_t i)
{
	return (const char *) &constant_names + constant_table[i].name;
}

static const char *constant_group(size_t i)
{
	return (const char *) &constant_groups + constant_table[i].group;
}

LSOCK_API int lsock_constant_at(size_t i, struct lsock_constant *ret_constant)
{
	if (i >= CONSTANT_COUNT)
		return -ENOENT;
	*ret_constant = (struct lsock_constant){
		.name = constant_name(i), .group = constant_group(i),
		.value = constant_table[i].value, .is_unsigned = constant_table[i].is_unsigned,
	};
	return 0;
}

LSOCK_API int lsock_constant_by_name(const char *name, struct lsock_constant *ret_constant)
{
	size_t begin = 0, end = CONSTANT_COUNT;

	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;
		int order = strcmp(name, constant_name(constant_by_name[middle]));

		if (order == 0)
			return lsock_constant_at(constant_by_name[middle], ret_constant);
		if (order < 0)
			end = middle;
		else
			begin = middle + 1;
	}
	return -ENOENT;
}

/* Does constant i come before those of the group that have the value? */
static bool constant_before(size_t i, const char *group, int64_t value)
{
	int order = strcmp(constant_group(i), group);

	return order != 0 ? order < 0 : constant_table[i].value < value;
}

static size_t constant_first(const char *group, int64_t value)
{
	size_t begin = 0, end = CONSTANT_COUNT;

	while (begin < end) {
		size_t middle = begin + (end - begin) / 2;

		if (constant_before(middle, group, value))
			begin = middle + 1;
		else
			end = middle;
	}
	return begin;
}

LSOCK_API int lsock_constant_by_value(const char *group, int64_t value, size_t n,
				      struct lsock_constant *ret_constant)
{
	size_t i = constant_first(group, value);

	if (n >= CONSTANT_COUNT - i)
		return -ENOENT;
	i += n;
	if (constant_table[i].value != value || strcmp(constant_group(i), group) != 0)
		return -ENOENT;
	return lsock_constant_at(i, ret_constant);
}
