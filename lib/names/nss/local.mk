# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/job.c \
	%D%/nss.c %D%/nss.h \
	%D%/outstanding.c %D%/outstanding.h
