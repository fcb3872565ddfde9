# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-attributes \
	%D%/test-payload \
	%D%/test-request-live \
	%D%/test-walk \
	%D%/test-walk-libmnl

INNER_TESTS += \
	%D%/test-answer \
	%D%/test-error \
	%D%/test-error-text \
	%D%/test-machine \
	%D%/test-path \
	%D%/test-pending

SEAM_TESTS += \
	%D%/test-call \
	%D%/test-conversation \
	%D%/test-groups \
	%D%/test-receive \
	%D%/test-request

VM_TESTS += \
	%D%/test-call \
	%D%/test-conversation \
	%D%/test-error \
	%D%/test-groups \
	%D%/test-receive \
	%D%/test-request-live \
	%D%/test-walk-libmnl

HARNESS_SOURCES += \
	%D%/made.c %D%/made.h \
	%D%/raw.c %D%/raw.h \
	%D%/script.c %D%/script.h \
	%D%/talk.c %D%/talk.h

# libmnl's steps are an oracle.
%C%_test_walk_libmnl_LDADD = $(LDADD) $(MNL_LIBS)
