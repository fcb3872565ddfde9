/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Values of options on their way between text, bytes and the kernel. */
#include "options/form.h"

/* Whole, whatever size it has. */
int lsock__option_read(int fd, const struct lsock_option *option, struct lsock__option_data *data);

/* Reads size bytes at least; where the kernel refuses more than it has, exactly so many. */
int lsock__option_read_size(int fd, const struct lsock_option *option, size_t size,
			    struct lsock__option_data *data);

/* 1: the kernel, asked again, says another value. */
int lsock__option_write(int fd, const struct lsock_option *option,
			const struct lsock__option_data *data);

/* All of text; why is never NULL. */
int lsock__option_parse(const struct lsock_option *option, const char *text, size_t len,
			struct lsock__option_data *data, struct lsock_why *why);
int lsock__option_format(const struct lsock_option *option,
			 const struct lsock__option_data *data, struct lsock__out *out);

/* Of TEXT and BYTES. */
bool lsock__length_fits(const struct lsock_option *option, size_t len);

/* Without the NULs at its end. */
size_t lsock__text_length(const struct lsock__option_data *data);
