# SPDX-License-Identifier: LGPL-2.1-or-later
bin_PROGRAMS += tools/lsock-check
tools_lsock_check_SOURCES = \
	%D%/main.c \
	%D%/check.h \
	%D%/hint.c \
	%D%/list.c \
	%D%/plugin.c \
	%D%/probe.c \
	%D%/proof.c \
	%D%/show.c \
	%D%/prove/prove.c %D%/prove/prove.h %D%/prove/state.h \
	%D%/prove/make.c \
	%D%/prove/round.c \
	%D%/prove/same.c \
	%D%/prove/show.c \
	%D%/prove/sizes.c \
	%D%/prove/taken.c \
	$(TOOL_SOURCES)
tools_lsock_check_CPPFLAGS = $(TOOL_CPPFLAGS)
tools_lsock_check_CFLAGS = $(TOOL_CFLAGS)
tools_lsock_check_LDADD = $(TOOL_LIBS)
