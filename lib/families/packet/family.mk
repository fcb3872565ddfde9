# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += packet
lib_libcore_la_SOURCES += %D%/packet.c
EXTRA_DIST += %D%/vectors.def
