/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

/* lsock_ended() of a descriptor whose type is known. */
int lsock__ended(int fd, int type);
