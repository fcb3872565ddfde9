/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Texts that lie one behind the other in the allocation of what owns them. */
#include <stddef.h>
#include <string.h>

/* Room for a text, its NUL counted; NULL takes none. */
static inline size_t lsock__text_size(const char *text)
{
	return text ? strlen(text) + 1 : 0;
}

/* The copy of text at *at, which steps over it; NULL of NULL. */
static inline char *lsock__text_put(char **at, const char *text)
{
	char *copy = *at;

	if (text == NULL)
		return NULL;
	*at += lsock__text_size(text);
	return memcpy(copy, text, (size_t) (*at - copy));
}
