# SPDX-License-Identifier: LGPL-2.1-or-later
if CARES
lib_libcore_la_SOURCES += \
	%D%/cares.c %D%/cares.h \
	%D%/error.c \
	%D%/found.c \
	%D%/hosts.c \
	%D%/names.c \
	%D%/socket.c \
	%D%/start.c
endif
lib_libcore_la_LIBADD += $(CARES_LIBS)
