# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/export.h \
	%D%/options.c %D%/options.h \
	%D%/out.c %D%/out.h \
	%D%/scan.c %D%/scan.h \
	%D%/textblock.h
