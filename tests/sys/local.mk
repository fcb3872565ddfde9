# SPDX-License-Identifier: LGPL-2.1-or-later
INNER_TESTS += \
	%D%/test-poll \
	%D%/test-slot \
	%D%/test-thread

SEAM_TESTS += \
	%D%/test-map \
	%D%/test-nss \
	%D%/test-recvmmsg
