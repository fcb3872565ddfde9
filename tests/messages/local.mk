# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-ancillary \
	%D%/test-control \
	%D%/test-control-items \
	%D%/test-fds \
	%D%/test-message-parts \
	%D%/test-netlink-items \
	%D%/test-notice-items \
	%D%/test-rights

SEAM_TESTS += \
	%D%/test-message \
	%D%/test-notice

VM_TESTS += \
	%D%/test-ancillary \
	%D%/test-fds \
	%D%/test-message \
	%D%/test-message-parts \
	%D%/test-netlink-items \
	%D%/test-notice \
	%D%/test-rights
