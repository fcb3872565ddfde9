/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/netlink/raw.h"

#include <check.h>
#include <string.h>

#include "tests/harness/bytes.h"

static size_t aligned(size_t size)
{
	return (size + 3) / 4 * 4;
}

static void *append(struct raw *raw, size_t size)
{
	void *at;

	raw->size = aligned(raw->size);
	ck_assert_uint_le(size, sizeof(raw->bytes) - raw->size);
	at = raw->bytes + raw->size;
	memset(at, 0, size);
	raw->size += size;
	return at;
}

struct nlmsghdr *raw_message(struct raw *raw, uint16_t type, size_t payload)
{
	struct nlmsghdr *message = append(raw, sizeof(*message) + payload);

	message->nlmsg_len = (uint32_t) (sizeof(*message) + payload);
	message->nlmsg_type = type;
	return message;
}

struct nlattr *raw_attribute(struct raw *raw, uint16_t type, const void *data, size_t size)
{
	struct nlattr *attribute = append(raw, sizeof(*attribute) + size);

	attribute->nla_len = (uint16_t) (sizeof(*attribute) + size);
	attribute->nla_type = type;
	if (data)
		memcpy(attribute + 1, data, size);
	return attribute;
}

struct lsock_bytes raw_area(const struct raw *raw)
{
	return (struct lsock_bytes){ raw->bytes, raw->size };
}

const void *raw_tight(const void *bytes, size_t size)
{
	char *copy = bytes_tight(NULL, aligned(size));

	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}
