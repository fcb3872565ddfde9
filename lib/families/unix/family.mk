# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += unix
lib_libcore_la_SOURCES += %D%/unix.c
EXTRA_DIST += %D%/vectors.def
