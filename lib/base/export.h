/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Everything else is hidden (-fvisibility=hidden); lib/linux_sock.map lists the same names. */
#define LSOCK_API __attribute__((visibility("default")))
