/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* Several descriptors and a timer behind one descriptor, for whoever polls that one. */
#include <stdint.h>
#include <sys/epoll.h>

int lsock__sys_epoll(void);

/* What is waited for at fd from now on, EPOLL numbers, whether it was there before or not. */
int lsock__sys_epoll_set(int epoll, int fd, uint32_t events);
int lsock__sys_epoll_drop(int epoll, int fd);

/* What is ready now; data.fd tells where. */
int lsock__sys_epoll_ready(int epoll, struct epoll_event *events, int room);

/* Readable once its time has come, ns from now: 0 or less is at once. */
int lsock__sys_timer(void);
int lsock__sys_timer_set(int timer, int64_t ns);
/* No longer readable. */
void lsock__sys_timer_clear(int timer);
