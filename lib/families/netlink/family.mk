# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += netlink
lib_libcore_la_SOURCES += %D%/netlink.c
EXTRA_DIST += %D%/vectors.def
