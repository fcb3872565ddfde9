# SPDX-License-Identifier: LGPL-2.1-or-later
HARNESS_SOURCES += %D%/option-named.h

PUBLIC_TESTS += \
	%D%/test-by-name \
	%D%/test-option-live \
	%D%/test-option-room \
	%D%/test-option-settings \
	%D%/test-option-sockets \
	%D%/test-option-table \
	%D%/test-option-values

INNER_TESTS += %D%/test-option-text

SEAM_TESTS += %D%/test-option-wrong

VM_TESTS += \
	%D%/test-by-name \
	%D%/test-option-live \
	%D%/test-option-settings \
	%D%/test-option-sockets \
	%D%/test-option-values
