/* SPDX-License-Identifier: LGPL-2.1-or-later */
#ifndef LINUX_SOCK_LINUX_SOCK_H
#define LINUX_SOCK_LINUX_SOCK_H

#include <linux_sock/addr.h>
#include <linux_sock/connection.h>
#include <linux_sock/constant.h>
#include <linux_sock/control.h>
#include <linux_sock/deadline.h>
#include <linux_sock/descriptor.h>
#include <linux_sock/error.h>
#include <linux_sock/family.h>
#include <linux_sock/field.h>
#include <linux_sock/host.h>
#include <linux_sock/inet.h>
#include <linux_sock/interface.h>
#include <linux_sock/io.h>
#include <linux_sock/ip.h>
#include <linux_sock/message.h>
#include <linux_sock/netlink.h>
#include <linux_sock/netns.h>
#include <linux_sock/nlerror.h>
#include <linux_sock/nlmsg.h>
#include <linux_sock/nlreq.h>
#include <linux_sock/nlset.h>
#include <linux_sock/notice.h>
#include <linux_sock/option.h>
#include <linux_sock/service.h>
#include <linux_sock/socket.h>
#include <linux_sock/sockopt.h>
#include <linux_sock/stream.h>
#include <linux_sock/version.h>
#include <linux_sock/why.h>
#include <linux_sock/word.h>

#endif
