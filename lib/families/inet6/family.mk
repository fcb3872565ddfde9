# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += inet6
lib_libcore_la_SOURCES += %D%/inet6.c
EXTRA_DIST += %D%/vectors.def
