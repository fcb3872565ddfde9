# SPDX-License-Identifier: LGPL-2.1-or-later
INNER_TESTS += \
	%D%/test-out \
	%D%/test-scan
