# SPDX-License-Identifier: LGPL-2.1-or-later
bin_PROGRAMS += tools/lsock-addr
tools_lsock_addr_SOURCES = \
	%D%/main.c \
	%D%/batch.c %D%/batch.h \
	%D%/resolve.c %D%/resolve.h \
	$(TOOL_SOURCES)
tools_lsock_addr_CPPFLAGS = $(TOOL_CPPFLAGS)
tools_lsock_addr_CFLAGS = $(TOOL_CFLAGS)
tools_lsock_addr_LDADD = $(TOOL_LIBS)
