# SPDX-License-Identifier: LGPL-2.1-or-later
PUBLIC_TESTS += \
	%D%/test-cares \
	%D%/test-cares-answers \
	%D%/test-dns \
	%D%/test-dns-calls \
	%D%/test-dns-deadline \
	%D%/test-dns-files \
	%D%/test-fork \
	%D%/test-getaddrinfo \
	%D%/test-getnameinfo \
	%D%/test-hosts \
	%D%/test-inet \
	%D%/test-interface \
	%D%/test-numeric \
	%D%/test-probe \
	%D%/test-service \
	%D%/test-want

INNER_TESTS += \
	%D%/test-answer \
	%D%/test-create-connection \
	%D%/test-host-family \
	%D%/test-literal \
	%D%/test-outstanding \
	%D%/test-quiet \
	%D%/test-resolve \
	%D%/test-telling \
	%D%/test-zones

SEAM_TESTS += \
	%D%/test-cares-fault \
	%D%/test-create-options \
	%D%/test-create-server \
	%D%/test-create-tipc \
	%D%/test-inherited \
	%D%/test-job \
	%D%/test-lookup

VM_TESTS += \
	%D%/test-create-connection \
	%D%/test-create-server \
	%D%/test-create-tipc

HARNESS_SOURCES += \
	%D%/gate.c %D%/gate.h \
	%D%/scripted.c %D%/scripted.h

# By answers of the test's own, scripted.h.
SCRIPTED_LOOK_UPS = $(AM_LDFLAGS) -Wl,--wrap=lsock_getaddrinfo
%C%_test_create_connection_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_test_create_options_LDFLAGS = $(SCRIPTED_LOOK_UPS)

# By a name service that answers when the test says so, gate.h.
GATE_WRAPS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_getaddrinfo \
	-Wl,--wrap=lsock__sys_getnameinfo -Wl,--wrap=lsock__sys_gethostbyname \
	-Wl,--wrap=lsock__sys_gethostbyaddr -Wl,--wrap=lsock__sys_thread
%C%_test_host_family_LDFLAGS = $(GATE_WRAPS)
%C%_test_inherited_LDFLAGS = $(COUNTED_ALLOCATIONS) $(GATE_WRAPS) -Wl,--wrap=lsock__nss_ask
%C%_test_job_LDFLAGS = $(GATE_WRAPS)
%C%_test_literal_LDFLAGS = $(GATE_WRAPS)
%C%_test_lookup_LDFLAGS = $(GATE_WRAPS)
%C%_test_outstanding_LDFLAGS = $(GATE_WRAPS)
%C%_test_quiet_LDFLAGS = $(GATE_WRAPS) -Wl,--wrap=lsock__sys_thread_name
%C%_test_resolve_LDFLAGS = $(GATE_WRAPS)
%C%_test_telling_LDFLAGS = $(GATE_WRAPS) -Wl,--wrap=lsock__sys_event_set \
	-Wl,--wrap=lsock__sys_word_wait

%C%_test_zones_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_gethostbyaddr

# c-ares is given an allocator of the test's own.
%C%_test_cares_fault_LDFLAGS = $(COUNTED_ALLOCATIONS)
