# SPDX-License-Identifier: LGPL-2.1-or-later
# The tools see public headers only, and are the first users of the library.  Each has a folder with
# its headers, and what all have in common is in common/; a program is built here, where scripts
# look for it.
TOOL_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_builddir)/include -I$(top_srcdir)/include \
	-iquote $(top_srcdir)
TOOL_CFLAGS = $(AM_CFLAGS) $(SMARTCOLS_CFLAGS) $(JANSSON_CFLAGS)
TOOL_LIBS = lib/liblinux_sock.la $(SMARTCOLS_LIBS) $(JANSSON_LIBS)

if TOOLS
include tools/common/local.mk
include tools/addr/local.mk
include tools/cat/local.mk
include tools/check/local.mk

if BASH_COMPLETION
dist_bashcomp_DATA = \
	%D%/completion/lsock-addr \
	%D%/completion/lsock-cat \
	%D%/completion/lsock-check
endif
endif
