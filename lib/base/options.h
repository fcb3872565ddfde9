/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Structures of options, which begin with their size and grow at the end. */
#include <stddef.h>

/*
 * Copies what a program gave, of whatever release it was built with, into *copy of own bytes: what
 * it did not know is zero, NULL is nothing but zeros.  -EINVAL: its size was not set; -E2BIG: it
 * asks for something that this library does not know.
 */
int lsock__options_take(const void *given, size_t own, void *copy);
