# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/control.c %D%/control.h \
	%D%/credentials.c \
	%D%/fds.c %D%/fds.h \
	%D%/hops.c \
	%D%/message.c %D%/message.h \
	%D%/netlink.c \
	%D%/notice.c \
	%D%/pktinfo.c \
	%D%/recv-notice.c \
	%D%/rights.c \
	%D%/segment.c \
	%D%/times.c \
	%D%/tipc.c
