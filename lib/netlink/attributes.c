/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* The index of attributes by type; it belongs to the caller, and points into the caller's bytes. */
#include <string.h>

#include "netlink/payload.h"
#include "netlink/walk.h"

LSOCK__INLINE void clear(struct lsock_nlattrs *attributes)
{
	memset(attributes, 0, offsetof(struct lsock_nlattrs, at));
}

/* A type with flags, or of 64 and more; inlined it would cost registers that have to be saved. */
__attribute__((noinline)) static void note_rare(struct lsock_nlattrs *attributes,
						const struct nlattr *attribute)
{
	unsigned type = lsock__nlattr_type(attribute);

	if (type >= LSOCK_NLATTRS_MAX) {
		attributes->beyond++;
		return;
	}
	attributes->at[type] = attribute;
	attributes->seen[type / 64] |= UINT64_C(1) << type % 64;
}

/*
 * The loop that costs: rest is what there is behind a header, below 0 where there is none, and each
 * length, less a header, is held against it (below that it has wrapped); the bits of most types are
 * gathered in a register.
 */
LSOCK__INLINE int fill(struct lsock_bytes area, struct lsock_nlattrs *attributes)
{
	const size_t header = sizeof(struct nlattr);
	ptrdiff_t rest = (ptrdiff_t) (area.size - header);
	const struct nlattr *attribute = area.data;
	uint64_t low = 0;
	size_t size, type;

	while (rest >= 0) {
		size = attribute->nla_len;
		if (size - header > (size_t) rest)
			return -EBADMSG;
		type = attribute->nla_type;
		if (LSOCK__RARELY(type >= 64)) {
			note_rare(attributes, attribute);
		} else {
			attributes->at[type] = attribute;
			low |= UINT64_C(1) << type;
		}
		attribute = (const void *) ((const char *) attribute + lsock__nl_align(size));
		rest -= (ptrdiff_t) lsock__nl_align(size);
	}
	attributes->seen[0] |= low;
	return rest > -(ptrdiff_t) header ? -EBADMSG : 0;	/* a part of a header is left */
}

/* Of bytes that are no attributes nothing is seen. */
LSOCK__INLINE int index_area(struct lsock_bytes area, const void *head,
			     struct lsock_nlattrs *attributes)
{
	clear(attributes);
	attributes->head = head;
	if (LSOCK__RARELY(fill(area, attributes) < 0)) {
		clear(attributes);
		return -EBADMSG;
	}
	return 0;
}

LSOCK_API int lsock_nlattrs_in(struct lsock_bytes area, struct lsock_nlattrs *ret_attributes)
{
	if (!lsock__nl_is_aligned(area.data)) {
		clear(ret_attributes);
		return -EINVAL;
	}
	return index_area(area, NULL, ret_attributes);
}

LSOCK_API int lsock_nlattrs_of(const struct nlmsghdr *message, size_t header,
			       struct lsock_nlattrs *ret_attributes)
{
	struct lsock_bytes area;
	int r = lsock__nlmsg_area(message, header, &area);

	if (r < 0) {
		clear(ret_attributes);
		return r;
	}
	return index_area(area, message + 1, ret_attributes);
}

LSOCK__INLINE const struct nlattr *find(const struct lsock_nlattrs *attributes, unsigned type)
{
	if (type >= LSOCK_NLATTRS_MAX || !(attributes->seen[type / 64] >> type % 64 & 1))
		return NULL;
	return attributes->at[type];
}

LSOCK_API bool lsock_nlattrs_has(const struct lsock_nlattrs *attributes, unsigned type)
{
	return find(attributes, type) != NULL;
}

LSOCK_API const struct nlattr *lsock_nlattrs_at(const struct lsock_nlattrs *attributes,
						unsigned type)
{
	return find(attributes, type);
}

LSOCK_API struct lsock_bytes lsock_nlattrs_area(const struct lsock_nlattrs *attributes,
						unsigned type)
{
	return lsock_nlattr_area(find(attributes, type));
}

LSOCK_API int lsock_nlattrs_u8(const struct lsock_nlattrs *attributes, unsigned type,
			       uint8_t *ret_value)
{
	return lsock__nlattr_take(find(attributes, type), ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattrs_u16(const struct lsock_nlattrs *attributes, unsigned type,
				uint16_t *ret_value)
{
	return lsock__nlattr_take(find(attributes, type), ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattrs_u32(const struct lsock_nlattrs *attributes, unsigned type,
				uint32_t *ret_value)
{
	return lsock__nlattr_take(find(attributes, type), ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattrs_u64(const struct lsock_nlattrs *attributes, unsigned type,
				uint64_t *ret_value)
{
	return lsock__nlattr_take(find(attributes, type), ret_value, sizeof(*ret_value));
}

LSOCK_API int lsock_nlattrs_ip(const struct lsock_nlattrs *attributes, unsigned type,
			       struct lsock_ip *ret_ip)
{
	return lsock_nlattr_ip(find(attributes, type), ret_ip);
}

LSOCK_API int lsock_nlattrs_text(const struct lsock_nlattrs *attributes, unsigned type,
				 const char **ret_text, size_t *ret_len)
{
	return lsock_nlattr_text(find(attributes, type), ret_text, ret_len);
}
