# SPDX-License-Identifier: LGPL-2.1-or-later
# The tests' copy of these has a seam in every call: sys/fault.h.
SYS_SOURCES = \
	%D%/fault.h \
	%D%/message.c %D%/message.h \
	%D%/sys.c %D%/sys.h

noinst_LTLIBRARIES += lib/libsys.la
lib_libsys_la_SOURCES = $(SYS_SOURCES)

check_LTLIBRARIES += lib/libfault.la
lib_libfault_la_SOURCES = $(SYS_SOURCES)
lib_libfault_la_CPPFLAGS = $(AM_CPPFLAGS) -DLSOCK_FAULT
