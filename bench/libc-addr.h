/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Addresses to text and back with the C library's calls alone: what ours are held against. */
#include <stddef.h>
#include <sys/socket.h>

#define LIBC_TEXT_SIZE 80

/* "192.0.2.1:80" and "[2001:db8::1]:80" in their two parts. */
struct libc_parts {
	int family;
	char host[LIBC_TEXT_SIZE];
	char port[8];
};

int libc_split(const char *text, struct libc_parts *ret_parts);

/* Each does it there and back, and returns the length of the text, below 0: it could not. */
int libc_pton_ntop(const struct libc_parts *parts, char *buf);		/* the host alone */
int libc_by_hand(const char *text, char *buf);				/* with its port */
int libc_getaddrinfo(const struct libc_parts *parts, char *buf);	/* numeric, both parts */
