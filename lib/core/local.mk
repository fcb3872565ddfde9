# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/accept.c %D%/accept.h \
	%D%/blocking.h \
	%D%/connect.c %D%/connect.h \
	%D%/deadline.c \
	%D%/errno-names.def \
	%D%/error.c \
	%D%/io.c %D%/io.h \
	%D%/open.c \
	%D%/open-in.c \
	%D%/process.c %D%/process.h \
	%D%/recv-all.c \
	%D%/resend.c %D%/resend.h \
	%D%/sendfile.c %D%/sendfile.h \
	%D%/sockname.c %D%/sockname.h \
	%D%/sockopt.c \
	%D%/stream.c %D%/stream.h \
	%D%/stream-read.c \
	%D%/stream-write.c \
	%D%/transfer.c %D%/transfer.h \
	%D%/wait.c %D%/wait.h
