# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += inet
lib_libcore_la_SOURCES += %D%/inet.c
EXTRA_DIST += %D%/vectors.def
