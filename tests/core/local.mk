# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-deadline \
	%D%/test-error \
	%D%/test-io \
	%D%/test-rds \
	%D%/test-recv-all \
	%D%/test-sockname \
	%D%/test-sockopt \
	%D%/test-stream-flow

INNER_TESTS += %D%/test-wait

SEAM_TESTS += \
	%D%/test-accept \
	%D%/test-connect \
	%D%/test-lost-race \
	%D%/test-open \
	%D%/test-open-in \
	%D%/test-process \
	%D%/test-resend \
	%D%/test-sendfile \
	%D%/test-sendfile-waits \
	%D%/test-stream \
	%D%/test-stream-buffer \
	%D%/test-stream-deadline \
	%D%/test-stream-write \
	%D%/test-transfer

VM_TESTS += \
	%D%/test-accept \
	%D%/test-connect \
	%D%/test-io \
	%D%/test-open \
	%D%/test-open-in \
	%D%/test-rds \
	%D%/test-sendfile \
	%D%/test-sendfile-waits \
	%D%/test-sockname \
	%D%/test-sockopt \
	%D%/test-stream \
	%D%/test-stream-buffer \
	%D%/test-stream-deadline \
	%D%/test-stream-flow \
	%D%/test-stream-write \
	%D%/test-transfer

# The bytes that are looked through for a newline are counted.
%C%_test_stream_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=memchr

%C%_test_lost_race_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_poll
%C%_test_process_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=madvise -Wl,--wrap=lsock__sys_getpid
%C%_test_stream_write_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_sendto
%C%_test_transfer_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_sendto

# On a clock of its own.
%C%_test_wait_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_poll -Wl,--wrap=lsock__sys_now
