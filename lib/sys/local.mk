# SPDX-License-Identifier: LGPL-2.1-or-later
# The tests' copy of these has a seam in every call: sys/fault.h.
SYS_SOURCES = \
	%D%/cookie.c %D%/cookie.h \
	%D%/epoll.c %D%/epoll.h \
	%D%/fault.h \
	%D%/file.c %D%/file.h \
	%D%/map.c %D%/map.h \
	%D%/message.c %D%/message.h \
	%D%/netdb.c %D%/netdb.h \
	%D%/reentrant.c %D%/reentrant.h \
	%D%/netns.c %D%/netns.h \
	%D%/nss.c %D%/nss.h \
	%D%/own.c %D%/own.h \
	%D%/slot.c %D%/slot.h \
	%D%/sys.c %D%/sys.h \
	%D%/thread.c %D%/thread.h

noinst_LTLIBRARIES += lib/libsys.la
lib_libsys_la_SOURCES = $(SYS_SOURCES)

check_LTLIBRARIES += lib/libfault.la
lib_libfault_la_SOURCES = $(SYS_SOURCES)
lib_libfault_la_CPPFLAGS = $(AM_CPPFLAGS) -DLSOCK_FAULT
