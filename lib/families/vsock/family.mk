# SPDX-License-Identifier: LGPL-2.1-or-later
FAMILIES += vsock
lib_libcore_la_SOURCES += %D%/vsock.c
EXTRA_DIST += %D%/vectors.def
