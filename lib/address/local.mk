# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/addr.c \
	%D%/family.c \
	%D%/fields.c \
	%D%/format.c \
	%D%/ip.c \
	%D%/parse.c \
	%D%/rows.h
