# SPDX-License-Identifier: LGPL-2.1-or-later
# What tests share: the harness itself, and the other end of sockets under test.
HARNESS_SOURCES += \
	%D%/bytes.c %D%/bytes.h \
	%D%/ends.c %D%/ends.h \
	%D%/flow.c %D%/flow.h \
	%D%/harness.c %D%/harness.h \
	%D%/netns.c %D%/netns.h \
	%D%/peer.c %D%/peer.h \
	%D%/seam.c %D%/seam.h \
	%D%/sockaddr.c %D%/sockaddr.h \
	%D%/sources.c %D%/sources.h \
	%D%/streams.c %D%/streams.h \
	%D%/timed.c %D%/timed.h \
	%D%/ways.c %D%/ways.h
EXTRA_DIST += %D%/tap.sh

SCRIPT_TESTS += %D%/check-harness.sh
if TESTS_BUILT
check_harness_NEEDS = %D%/harness-sample
endif
EXTRA_PROGRAMS += %D%/harness-sample
CLEANFILES += %D%/harness-sample
