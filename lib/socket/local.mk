# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/adopt.c \
	%D%/connection.c \
	%D%/create.c \
	%D%/default-timeout.c \
	%D%/message.c \
	%D%/makefile.c \
	%D%/object.c %D%/object.h \
	%D%/recv.c %D%/recv.h \
	%D%/send.c \
	%D%/sendfile.c \
	%D%/sockname.c \
	%D%/sockopt.c \
	%D%/timeout.c \
	%D%/transfer.h
