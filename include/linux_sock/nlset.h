/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_NLSET_H
#define LINUX_SOCK_NLSET_H

#include <stddef.h>
#include <stdint.h>

#include <linux_sock/word.h>

#ifdef __cplusplus
extern "C" {
#endif

struct nlmsghdr;	/* <linux/netlink.h> */

/*
 * A table of the attributes that one kind of message, or of nest, has: their names, types and
 * limits, and where each goes in a record.  Tables are constant, and handed over by pointer.
 */
#define LSOCK_NLROW_U8 1
#define LSOCK_NLROW_U16 2
#define LSOCK_NLROW_U32 3
#define LSOCK_NLROW_U64 4
#define LSOCK_NLROW_S32 5
#define LSOCK_NLROW_S64 6
#define LSOCK_NLROW_UINT 7	/* 4 or 8 bytes; in a record uint64_t */
#define LSOCK_NLROW_SINT 8	/* the same, int64_t */
#define LSOCK_NLROW_FLAG 9	/* no payload; in a record uint8_t, 1 */
#define LSOCK_NLROW_TEXT 10	/* struct lsock_bytes, without the NUL */
#define LSOCK_NLROW_NAME 11	/* of an interface: char[16], with a NUL always */
#define LSOCK_NLROW_BYTES 12	/* struct lsock_bytes */
#define LSOCK_NLROW_NEST 13	/* struct lsock_bytes: its attributes */
#define LSOCK_NLROW_ARRAY 14	/* the same; of nests, whose types are only counted */
#define LSOCK_NLROW_IP 15	/* struct lsock_ip */
#define LSOCK_NLROW_BITFIELD 16	/* uint32_t[2]: values, and which of them are meant */
#define LSOCK_NLROW_PAD 17	/* aligns what is behind it */

#define LSOCK_NLSHOW_DECIMAL 0	/* in text; in JSON numbers stay numbers */
#define LSOCK_NLSHOW_HEX 1
#define LSOCK_NLSHOW_INTERFACE 2	/* by its name */
#define LSOCK_NLSHOW_LLADDR 3
#define LSOCK_NLSHOW_MS 4
#define LSOCK_NLSHOW_WORDS 5	/* of words; others as numbers */
#define LSOCK_NLSHOW_FLAGS 6	/* each bit by its word */

#define LSOCK_NLROW_KEY 1u	/* the kernel tells its objects apart by it */
#define LSOCK_NLROW_BIG_ENDIAN 2u

struct lsock_nlrow {
	const char *name;		/* as the kernel's specs have it; NULL: there is no row */
	uint8_t type, show;		/* LSOCK_NLROW_, LSOCK_NLSHOW_ */
	uint16_t flags;			/* LSOCK_NLROW_KEY, LSOCK_NLROW_BIG_ENDIAN */
	uint16_t offset;		/* of a member of the header: where it is there */
	uint16_t member;		/* offsetof() in the record; 0: it has none */
	uint16_t shortest, longest;	/* bytes of payload; longest 0: as its type has */
	const struct lsock_word *words;	/* up to one without a word */
	const struct lsock_nlset *nested;
	const struct lsock_nlselect *select;	/* of several sets one is nested */
};

/* Up to one without a set.  The first that fits counts. */
struct lsock_nlselect {
	const char *word;		/* what attribute by is; NULL: it is number */
	int64_t number;
	uint16_t by;			/* an attribute beside the nest */
	const struct lsock_nlset *set;
};

struct lsock_nlset {
	size_t size;			/* sizeof(struct lsock_nlset) */
	const char *name;
	uint16_t row_size;		/* sizeof(struct lsock_nlrow) */
	uint16_t header;		/* bytes before the attributes */
	uint16_t record;		/* sizeof of its record; 0: it has none */
	uint16_t head_count, count;
	const struct lsock_nlrow *head;	/* members of the header */
	const struct lsock_nlrow *rows;	/* rows[i] is attribute i */
};

/*
 * The name of what stands at the offset of a message, as lsock_addr_format(3): "route.metrics.mtu".
 * What the table does not have goes by its number.  -ENOENT: nothing is there, or set is NULL.
 */
int lsock_nlset_path(const struct lsock_nlset *set, const struct nlmsghdr *message, uint32_t offset,
		     char *buf, size_t size);

#ifdef __cplusplus
}
#endif

#endif
