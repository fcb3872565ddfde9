# SPDX-License-Identifier: LGPL-2.1-or-later
# The tools see public headers only, and are the first users of the library.
TOOL_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_builddir)/include -I$(top_srcdir)/include \
	-iquote $(top_srcdir)
TOOL_CFLAGS = $(AM_CFLAGS) $(SMARTCOLS_CFLAGS) $(JANSSON_CFLAGS)
TOOL_LIBS = lib/liblinux_sock.la $(SMARTCOLS_LIBS) $(JANSSON_LIBS)
TOOL_SOURCES = \
	%D%/common/tool.c %D%/common/tool.h \
	%D%/common/json.c %D%/common/json.h \
	%D%/common/text.c \
	%D%/common/type.c

# The prover of rows: lsock-check has it, and so have the tests, with or without the tools.
%C%_libprove_la_SOURCES = \
	%D%/check/prove/prove.c %D%/check/prove/prove.h %D%/check/prove/state.h \
	%D%/check/prove/make.c \
	%D%/check/prove/round.c \
	%D%/check/prove/same.c \
	%D%/check/prove/show.c \
	%D%/check/prove/sizes.c \
	%D%/check/prove/taken.c
%C%_libprove_la_CPPFLAGS = $(TOOL_CPPFLAGS)

if TOOLS
noinst_LTLIBRARIES += %D%/libprove.la
bin_PROGRAMS += %D%/lsock-addr %D%/lsock-cat %D%/lsock-check

%C%_lsock_addr_SOURCES = \
	%D%/addr/main.c \
	%D%/addr/batch.c %D%/addr/batch.h \
	%D%/addr/resolve.c %D%/addr/resolve.h \
	$(TOOL_SOURCES)
%C%_lsock_addr_CPPFLAGS = $(TOOL_CPPFLAGS)
%C%_lsock_addr_CFLAGS = $(TOOL_CFLAGS)
%C%_lsock_addr_LDADD = $(TOOL_LIBS)

%C%_lsock_cat_SOURCES = \
	%D%/cat/main.c \
	%D%/cat/cat.h \
	%D%/cat/open.c \
	%D%/cat/path.c \
	%D%/cat/relay.c \
	%D%/cat/say.c \
	%D%/cat/socket.c \
	%D%/cat/stdio.c \
	$(TOOL_SOURCES)
%C%_lsock_cat_CPPFLAGS = $(TOOL_CPPFLAGS)
%C%_lsock_cat_CFLAGS = $(TOOL_CFLAGS)
%C%_lsock_cat_LDADD = $(TOOL_LIBS)

%C%_lsock_check_SOURCES = \
	%D%/check/main.c \
	%D%/check/check.h \
	%D%/check/hint.c \
	%D%/check/plugin.c \
	%D%/check/probe.c \
	%D%/check/proof.c \
	%D%/check/show.c \
	$(TOOL_SOURCES)
%C%_lsock_check_CPPFLAGS = $(TOOL_CPPFLAGS)
%C%_lsock_check_CFLAGS = $(TOOL_CFLAGS)
%C%_lsock_check_LDADD = %D%/libprove.la $(TOOL_LIBS)

if BASH_COMPLETION
dist_bashcomp_DATA = \
	%D%/completion/lsock-addr \
	%D%/completion/lsock-cat \
	%D%/completion/lsock-check
endif
else
check_LTLIBRARIES += %D%/libprove.la
endif
