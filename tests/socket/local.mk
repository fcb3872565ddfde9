# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-adopt \
	%D%/test-close \
	%D%/test-timeout

INNER_TESTS += \
	%D%/test-create-object \
	%D%/test-host-names

SEAM_TESTS += \
	%D%/test-closed \
	%D%/test-connect-again \
	%D%/test-connection \
	%D%/test-interruptible \
	%D%/test-makefile \
	%D%/test-makefile-close \
	%D%/test-object \
	%D%/test-recv \
	%D%/test-send

VM_TESTS += \
	%D%/test-connection \
	%D%/test-create-object \
	%D%/test-makefile \
	%D%/test-makefile-close \
	%D%/test-object \
	%D%/test-recv \
	%D%/test-send

%C%_test_create_object_LDFLAGS = $(SCRIPTED_LOOK_UPS)

# It can count as a program of one thread.
%C%_test_closed_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_is_threaded

# Counts and slows down look-ups.
%C%_test_host_names_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock_resolve
