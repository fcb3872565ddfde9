# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-exchange \
	%D%/test-families \
	%D%/test-mangled \
	%D%/test-properties \
	%D%/test-row-fields

INNER_TESTS += %D%/test-zone

VM_TESTS += \
	%D%/test-exchange \
	%D%/test-families

# What the tests that walk the rows share.
HARNESS_SOURCES += \
	%D%/rows.c %D%/rows.h \
	%D%/values.c %D%/values.h \
	%D%/vectors.c %D%/vectors.h

# Each row's own vectors, with the row's name.
BUILT_SOURCES += %D%/vectors.inc
CLEANFILES += %D%/vectors.inc
%D%/vectors.lo: %D%/vectors.inc
%D%/vectors.inc: Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && for f in $(FAMILIES); do \
		printf '#define ROW "%s"\n#include "families/%s/vectors.def"\n#undef ROW\n' $$f $$f; \
	done >$@.tmp && mv $@.tmp $@
