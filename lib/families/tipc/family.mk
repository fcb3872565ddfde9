# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += tipc
lib_libcore_la_SOURCES += %D%/tipc.c %D%/tipc_text.c %D%/tipc_text.h
EXTRA_DIST += %D%/vectors.def
