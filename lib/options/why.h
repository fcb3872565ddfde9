/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What is said of an option that could not be read or set. */
#include <linux_sock/option.h>

/* Fills in *why and returns err. */
int lsock__option_refuse(const struct lsock_option *option, int err, const char *message,
			 struct lsock_why *why);

/* The kernel's err, said by what the table knows of the option. */
int lsock__option_explain(const struct lsock_option *option, int err, bool setting,
			  struct lsock_why *why);

/* Why a socket of which this is known has not the option: -EOPNOTSUPP. */
int lsock__option_unfit(const struct lsock_option *option, const struct lsock_identity *identity,
			unsigned known, struct lsock_why *why);
