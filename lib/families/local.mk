# SPDX-License-Identifier: LGPL-2.1-or-later
lib_libcore_la_SOURCES += \
	%D%/interface.c %D%/interface.h \
	%D%/port.c %D%/port.h \
	%D%/quad.c %D%/quad.h \
	%D%/rfc5952.c %D%/rfc5952.h \
	%D%/row.h \
	%D%/table.c %D%/table.h
nodist_lib_libcore_la_SOURCES += %D%/table.inc
BUILT_SOURCES += %D%/table.inc
CLEANFILES += %D%/table.inc

# Needed before the first compilation, in whatever order make comes to it.
%D%/table.lo: %D%/table.inc

# Order matters to the walk over the table only.
%D%/table.inc: Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && for f in $(FAMILIES); do echo "FAMILY($$f)"; done >$@.tmp && mv $@.tmp $@
