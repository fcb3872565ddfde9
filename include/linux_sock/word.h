/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_WORD_H
#define LINUX_SOCK_WORD_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A number that has a word: "main" of a routing table, "off" of an option. */
struct lsock_word {
	const char *word;	/* NULL: the end of a list */
	int64_t number;
};

#ifdef __cplusplus
}
#endif

#endif
