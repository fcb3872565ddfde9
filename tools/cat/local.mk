# SPDX-License-Identifier: LGPL-2.1-or-later
bin_PROGRAMS += tools/lsock-cat
tools_lsock_cat_SOURCES = \
	%D%/main.c \
	%D%/cat.h \
	%D%/hint.c \
	%D%/move.c \
	%D%/open.c \
	%D%/path.c \
	%D%/relay.c \
	%D%/relay.h \
	%D%/say.c \
	%D%/socket.c \
	%D%/stdio.c \
	$(TOOL_SOURCES)
tools_lsock_cat_CPPFLAGS = $(TOOL_CPPFLAGS)
tools_lsock_cat_CFLAGS = $(TOOL_CFLAGS)
tools_lsock_cat_LDADD = $(TOOL_LIBS)
