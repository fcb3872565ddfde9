# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-addr \
	%D%/test-addresses \
	%D%/test-family \
	%D%/test-fields \
	%D%/test-ip \
	%D%/test-parse \
	%D%/test-register

HARNESS_SOURCES += %D%/any-row.c %D%/any-row.h
EXTRA_DIST += tests/addresses/good.tsv tests/addresses/bad.tsv tests/addresses/control.tsv
