/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Everything else is hidden (-fvisibility=hidden); lib/linux_sock.map lists the same names. */
#define LSOCK_API __attribute__((visibility("default")))

/* Where a call of its own would cost more than what is done. */
#define LSOCK__INLINE static inline __attribute__((always_inline))

/* What is no part of the way that is taken most. */
#define LSOCK__RARELY(condition) __builtin_expect(condition, false)
