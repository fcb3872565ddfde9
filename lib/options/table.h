/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * The rows, level by level.  There is no pointer in them: hundreds would be relocated in each
 * process that is linked with the library, and their pages no longer be shared.  For who asks, a
 * struct lsock_option is made of a row.
 */
#include <stddef.h>
#include <stdint.h>

#include <linux_sock/option.h>

struct lsock__option_row {
	char name[36];
	char alias[24];			/* "": none */
	uint8_t type, unit, phase, flags, types;
	uint8_t words, form;		/* LSOCK__WORDS_, LSOCK__FORM_ */
	uint16_t since;
	int level, number, protocol;
	int families[4];		/* 0 at the end; at once: all */
	uint32_t value_size;
	int64_t min, max;
};

enum {
#define FORM(name) LSOCK__FORM_##name,
#include "options/forms.def"
#undef FORM
};

enum {
	LSOCK__WORDS_none,
#define WORD_LIST(name) LSOCK__WORDS_##name,
#include "options/words.def"
#undef WORD_LIST
};

struct lsock__option_level {
	const struct lsock__option_row *rows;
	size_t count;
};

/* In the order of the table; make-index.sh is given them in the same. */
#define LSOCK__OPTION_LEVELS(LEVEL)					\
	LEVEL(socket) LEVEL(ip) LEVEL(ipv6) LEVEL(tcp) LEVEL(udp) LEVEL(netlink) LEVEL(tipc) \
	LEVEL(vsock) LEVEL(packet)

#define LSOCK__OPTION_LEVEL(name) extern const struct lsock__option_level lsock__options_##name;
LSOCK__OPTION_LEVELS(LSOCK__OPTION_LEVEL)
#undef LSOCK__OPTION_LEVEL

/* Where in the index those of one name or alias are: from begin to before end. */
struct lsock__option_range {
	size_t begin, end;
};

struct lsock__option_range lsock__options_named(const char *name);
void lsock__option_indexed(size_t at, struct lsock_option *ret_option);

/*
 * That of a name or alias which the socket has, which is asked what it is: -ENOENT, -EOPNOTSUPP,
 * also where the option cannot be what is wanted, LSOCK_OPTION_READ or LSOCK_OPTION_WRITE.
 */
int lsock__option_of(int fd, const char *name, uint32_t wanted, struct lsock_option *ret_option,
		     struct lsock_why *why);
