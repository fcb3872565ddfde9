# SPDX-License-Identifier: LGPL-2.1-or-later
# libcore has everything but the system calls, so that the tests can put theirs below it.
noinst_LTLIBRARIES += lib/libcore.la
include lib/base/local.mk
include lib/sys/local.mk
include lib/families/local.mk
include lib/address/local.mk
include lib/core/local.mk
include lib/options/local.mk
include lib/messages/local.mk
include lib/constants/local.mk
include lib/netlink/local.mk
include lib/names/local.mk
include lib/socket/local.mk

lib_LTLIBRARIES += lib/liblinux_sock.la
lib_liblinux_sock_la_SOURCES =
lib_liblinux_sock_la_LIBADD = lib/libcore.la lib/libsys.la
lib_liblinux_sock_la_LDFLAGS = $(AM_LDFLAGS) $(LIB_LDFLAGS) -version-info $(LSOCK_LT_VERSION)
if HAVE_VSCRIPT
lib_liblinux_sock_la_LDFLAGS += -Wl,--version-script=$(srcdir)/lib/linux_sock.map
endif
EXTRA_lib_liblinux_sock_la_DEPENDENCIES = lib/linux_sock.map
EXTRA_DIST += lib/linux_sock.map
