# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += %D%/constants.c %D%/kernel.h %D%/libc.h
nodist_lib_libcore_la_SOURCES += %D%/table.inc
BUILT_SOURCES += %D%/table.inc
CLEANFILES += %D%/table.inc
EXTRA_DIST += %D%/make-table.sh %D%/names.list

# Needed before the first compilation, in whatever order make comes to it.
%D%/constants.lo: %D%/table.inc

%D%/table.inc: %D%/make-table.sh %D%/names.list %D%/kernel.h %D%/libc.h Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && AWK='$(AWK)' \
		COMPILE='$(CC) $(DEFS) $(AM_CPPFLAGS) $(CPPFLAGS) $(CFLAGS) -w -fno-lto' \
		$(SHELL) $(srcdir)/%D%/make-table.sh $(srcdir)/%D%/names.list \
		constants/libc.h constants/kernel.h >$@.tmp && mv $@.tmp $@
