# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/answer.c %D%/answer.h \
	%D%/ask.c %D%/ask.h \
	%D%/attributes.c \
	%D%/call.c \
	%D%/conversation.c %D%/conversation.h \
	%D%/error-text.c \
	%D%/error.c %D%/error.h \
	%D%/gather.c %D%/gather.h \
	%D%/groups.c %D%/groups.h \
	%D%/limits.c %D%/limits.h \
	%D%/machine.c %D%/machine.h \
	%D%/path.c %D%/path.h \
	%D%/payload.c %D%/payload.h \
	%D%/pending.c %D%/pending.h \
	%D%/quirks.c %D%/quirks.h \
	%D%/receive.c %D%/receive.h \
	%D%/request.c %D%/request.h \
	%D%/socket.c \
	%D%/walk.c %D%/walk.h
lib_libcore_la_LIBADD += $(MNL_LIBS)
