# SPDX-License-Identifier: LGPL-2.1-or-later
# A test is one line in a list below and one block further down.  Programs and scripts print TAP.
TEST_EXTENSIONS = .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)

# What scripts build with.
AM_TESTS_ENVIRONMENT = \
	CC='$(CC)' CXX='$(CXX)' SAN_CFLAGS='$(SAN_CFLAGS)' NM='$(NM)' MAKE='$(MAKE)' \
	PKG_CONFIG='$(PKG_CONFIG)'; \
	export CC CXX SAN_CFLAGS NM MAKE PKG_CONFIG;

# Through the public calls only.
PUBLIC_TESTS = \
	%D%/test-addr \
	%D%/test-addresses \
	%D%/test-ancillary \
	%D%/test-constant \
	%D%/test-cares \
	%D%/test-cares-answers \
	%D%/test-close \
	%D%/test-control \
	%D%/test-control-items \
	%D%/test-deadline \
	%D%/test-dns \
	%D%/test-dns-calls \
	%D%/test-dns-deadline \
	%D%/test-dns-files \
	%D%/test-error \
	%D%/test-exchange \
	%D%/test-families \
	%D%/test-family \
	%D%/test-fds \
	%D%/test-fields \
	%D%/test-getaddrinfo \
	%D%/test-getnameinfo \
	%D%/test-hosts \
	%D%/test-inet \
	%D%/test-interface \
	%D%/test-io \
	%D%/test-mangled \
	%D%/test-message-parts \
	%D%/test-names \
	%D%/test-notice-items \
	%D%/test-numeric \
	%D%/test-option \
	%D%/test-option-live \
	%D%/test-option-settings \
	%D%/test-option-sockets \
	%D%/test-option-table \
	%D%/test-option-values \
	%D%/test-probe \
	%D%/test-properties \
	%D%/test-register \
	%D%/test-rights \
	%D%/test-row-fields \
	%D%/test-service \
	%D%/test-text \
	%D%/test-timeout

# Of what is below them.
INNER_TESTS = \
	%D%/test-accept \
	%D%/test-answer \
	%D%/test-cares-fault \
	%D%/test-connect \
	%D%/test-connection \
	%D%/test-create-connection \
	%D%/test-create-object \
	%D%/test-create-options \
	%D%/test-create-server \
	%D%/test-fault \
	%D%/test-host-names \
	%D%/test-literal \
	%D%/test-lookup \
	%D%/test-message \
	%D%/test-notice \
	%D%/test-object \
	%D%/test-open \
	%D%/test-option-text \
	%D%/test-option-wrong \
	%D%/test-out \
	%D%/test-outstanding \
	%D%/test-poll \
	%D%/test-process \
	%D%/test-recv \
	%D%/test-makefile \
	%D%/test-makefile-close \
	%D%/test-resolve \
	%D%/test-scan \
	%D%/test-send \
	%D%/test-sendfile \
	%D%/test-sendfile-waits \
	%D%/test-stream \
	%D%/test-stream-deadline \
	%D%/test-stream-flow \
	%D%/test-stream-write \
	%D%/test-thread \
	%D%/test-transfer \
	%D%/test-wait \
	%D%/test-zone

# Run a second time in the virtual machine, where the kernel has TIPC and vsock; not what computes
# only, for it is slow there.
VM_TESTS = \
	%D%/test-accept \
	%D%/test-ancillary \
	%D%/test-connect \
	%D%/test-connection \
	%D%/test-create-connection \
	%D%/test-create-object \
	%D%/test-create-server \
	%D%/test-exchange \
	%D%/test-families \
	%D%/test-fault \
	%D%/test-fds \
	%D%/test-io \
	%D%/test-message \
	%D%/test-message-parts \
	%D%/test-names \
	%D%/test-notice \
	%D%/test-object \
	%D%/test-open \
	%D%/test-option \
	%D%/test-option-live \
	%D%/test-option-settings \
	%D%/test-option-sockets \
	%D%/test-option-values \
	%D%/test-recv \
	%D%/test-rights \
	%D%/test-makefile \
	%D%/test-makefile-close \
	%D%/test-send \
	%D%/test-sendfile \
	%D%/test-sendfile-waits \
	%D%/test-stream \
	%D%/test-stream-deadline \
	%D%/test-stream-flow \
	%D%/test-stream-write \
	%D%/test-transfer

# Scripts are there without the check library too.
SCRIPT_TESTS = \
	%D%/check-harness.sh \
	%D%/check-headers.sh \
	%D%/check-installed.sh \
	%D%/check-layers.sh \
	%D%/check-man.sh \
	%D%/check-options.sh \
	%D%/check-parity.sh \
	%D%/check-sources.sh \
	%D%/check-symbols.sh \
	%D%/test-cat.sh \
	%D%/test-resolve-tool.sh \
	%D%/test-tools.sh

TESTS += $(SCRIPT_TESTS)
EXTRA_DIST += $(SCRIPT_TESTS) %D%/tap.sh %D%/addresses/good.tsv %D%/addresses/bad.tsv \
	%D%/addresses/control.tsv \
	%D%/option-rows.c %D%/options-excluded.tsv %D%/constants-beyond.tsv %D%/constants-python.tsv %D%/python-names.tsv

# Runs a command where names are those of tests/nameservice.h; scripts and a bench use it.
check_PROGRAMS += %D%/with-names
%C%_with_names_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
%C%_with_names_SOURCES = %D%/with-names.c %D%/netns.c %D%/netns.h $(DNS_SOURCES)

if TESTS_BUILT
check_PROGRAMS += $(PUBLIC_TESTS) $(INNER_TESTS) %D%/harness-sample
TESTS += $(PUBLIC_TESTS) $(INNER_TESTS)
check_LTLIBRARIES += %D%/libharness.la %D%/libpeer.la
endif

%C%_libharness_la_SOURCES = \
	%D%/bytes.c %D%/bytes.h \
	%D%/harness.c %D%/harness.h \
	%D%/netns.c %D%/netns.h \
	%D%/sockaddr.c %D%/sockaddr.h
%C%_libharness_la_CPPFLAGS = $(TEST_CPPFLAGS)

# The other end of sockets under test, and what is common to the tests of calls that wait.
%C%_libpeer_la_SOURCES = \
	%D%/ends.c %D%/ends.h \
	%D%/flow.c %D%/flow.h \
	%D%/peer.c %D%/peer.h \
	%D%/seam.c %D%/seam.h \
	%D%/sources.c %D%/sources.h \
	%D%/streams.c %D%/streams.h \
	%D%/timed.c %D%/timed.h \
	%D%/ways.c %D%/ways.h
%C%_libpeer_la_CPPFLAGS = $(TEST_CPPFLAGS)

%C%_harness_sample_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_harness_sample_LDADD = %D%/libharness.la $(CHECK_LIBS)

TEST_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS) -I$(top_srcdir) \
	-DTESTS_DIR='"$(abs_top_srcdir)/tests"'
TEST_LIBS = %D%/libharness.la lib/liblinux_sock.la $(CHECK_LIBS)
INNER_LIBS = %D%/libharness.la lib/libcore.la lib/libsys.la $(CHECK_LIBS)
SEAM_LIBS = %D%/libpeer.la %D%/libharness.la lib/libcore.la lib/libfault.la $(CHECK_LIBS)

# What the tests that walk the rows share.
ROW_SOURCES = \
	%D%/rows.c %D%/rows.h \
	%D%/values.c %D%/values.h \
	%D%/vectors.c %D%/vectors.h

%C%_test_accept_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_accept_LDADD = $(SEAM_LIBS)

%C%_test_addr_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_addr_LDADD = $(TEST_LIBS)

%C%_test_addresses_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_addresses_LDADD = $(TEST_LIBS)

%C%_test_ancillary_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_ancillary_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_cares_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_cares_LDADD = $(TEST_LIBS)
%C%_test_cares_SOURCES = %D%/test-cares.c $(DNS_SCENE_SOURCES)

%C%_test_cares_answers_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_cares_answers_LDADD = $(TEST_LIBS)
%C%_test_cares_answers_SOURCES = %D%/test-cares-answers.c $(DNS_SCENE_SOURCES)

%C%_test_answer_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_answer_LDADD = $(INNER_LIBS)

# c-ares is given an allocator of the test's own.
%C%_test_cares_fault_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_cares_fault_LDADD = %D%/libharness.la lib/libcore.la lib/libfault.la $(CHECK_LIBS)
%C%_test_cares_fault_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_alloc \
	-Wl,--wrap=lsock__sys_realloc -Wl,--wrap=lsock__sys_free
%C%_test_cares_fault_SOURCES = %D%/test-cares-fault.c %D%/fault.c %D%/fault.h \
	$(DNS_SCENE_SOURCES)

%C%_test_close_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_close_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_connect_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_connect_LDADD = $(SEAM_LIBS)

%C%_test_connection_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_connection_LDADD = $(SEAM_LIBS)

%C%_test_constant_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_constant_LDADD = $(TEST_LIBS)

# By answers of the test's own, tests/scripted.h.
SCRIPTED_LOOK_UPS = $(AM_LDFLAGS) -Wl,--wrap=lsock_getaddrinfo

%C%_test_create_connection_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_create_connection_LDADD = %D%/libpeer.la $(INNER_LIBS)
%C%_test_create_connection_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_test_create_connection_SOURCES = \
	%D%/test-create-connection.c %D%/scripted.c %D%/scripted.h

%C%_test_create_object_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_create_object_LDADD = %D%/libpeer.la $(INNER_LIBS)
%C%_test_create_object_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_test_create_object_SOURCES = %D%/test-create-object.c %D%/scripted.c %D%/scripted.h

%C%_test_create_options_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_create_options_LDADD = $(SEAM_LIBS)
%C%_test_create_options_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_test_create_options_SOURCES = %D%/test-create-options.c %D%/scripted.c %D%/scripted.h

%C%_test_create_server_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_create_server_LDADD = $(SEAM_LIBS)
%C%_test_create_server_SOURCES = \
	%D%/test-create-server.c %D%/nameservice.c %D%/nameservice.h

%C%_test_control_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_control_LDADD = $(TEST_LIBS)

%C%_test_control_items_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_control_items_LDADD = $(TEST_LIBS)

%C%_test_deadline_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_deadline_LDADD = $(TEST_LIBS)

%C%_test_error_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_error_LDADD = $(TEST_LIBS)

# By a name server of the test's own, tests/dns.h.
DNS_SOURCES = \
	%D%/dns.c %D%/dns.h \
	%D%/dns-hostile.c %D%/dns-hostile.h \
	%D%/dns-message.c %D%/dns-message.h \
	%D%/dns-pointer.c \
	%D%/dns-script.c \
	%D%/nameservice.c %D%/nameservice.h
DNS_SCENE_SOURCES = %D%/dns-scene.c %D%/dns-scene.h $(DNS_SOURCES)

%C%_test_dns_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_dns_LDADD = $(TEST_LIBS)
%C%_test_dns_SOURCES = %D%/test-dns.c $(DNS_SCENE_SOURCES)

%C%_test_dns_calls_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_dns_calls_LDADD = $(TEST_LIBS)
%C%_test_dns_calls_SOURCES = %D%/test-dns-calls.c $(DNS_SCENE_SOURCES)

%C%_test_dns_deadline_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_dns_deadline_LDADD = $(TEST_LIBS)
%C%_test_dns_deadline_SOURCES = %D%/test-dns-deadline.c $(DNS_SCENE_SOURCES)

%C%_test_dns_files_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_dns_files_LDADD = $(TEST_LIBS)
%C%_test_dns_files_SOURCES = %D%/test-dns-files.c $(DNS_SCENE_SOURCES)

%C%_test_exchange_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_exchange_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_families_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_families_LDADD = $(TEST_LIBS)
%C%_test_families_SOURCES = %D%/test-families.c $(ROW_SOURCES)
nodist_%C%_test_families_SOURCES = %D%/vectors.inc

%C%_test_family_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_family_LDADD = $(TEST_LIBS)
%C%_test_family_SOURCES = %D%/test-family.c %D%/any-row.c %D%/any-row.h

# Above the copy of lib/sys that fails on demand; --wrap counts what the library allocates.
%C%_test_fault_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_fault_LDADD = %D%/libharness.la lib/libcore.la lib/libfault.la $(CHECK_LIBS)
%C%_test_fault_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_alloc \
	-Wl,--wrap=lsock__sys_realloc -Wl,--wrap=lsock__sys_free \
	-Wl,--wrap=lsock__sys_sendfile -Wl,--wrap=lsock__sys_thread
%C%_test_fault_SOURCES = \
	%D%/fault.c %D%/fault.h \
	%D%/fault-addr.c \
	%D%/fault-connect.c \
	%D%/fault-create.c \
	%D%/fault-descriptor.c \
	%D%/fault-io.c \
	%D%/fault-lookup.c \
	%D%/fault-message.c \
	%D%/fault-names.c \
	%D%/fault-object.c \
	%D%/fault-object-connect.c \
	%D%/fault-object-io.c \
	%D%/fault-option.c \
	%D%/fault-op.h \
	%D%/fault-makefile.c \
	%D%/fault-rules.c \
	%D%/fault-scene.c \
	%D%/fault-sendfile.c \
	%D%/fault-stream.c \
	%D%/test-fault.c

%C%_test_fds_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_fds_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_fields_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_fields_LDADD = $(TEST_LIBS)

%C%_test_getaddrinfo_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_getaddrinfo_LDADD = $(TEST_LIBS)

%C%_test_getnameinfo_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_getnameinfo_LDADD = $(TEST_LIBS)
%C%_test_getnameinfo_SOURCES = %D%/test-getnameinfo.c %D%/nameservice.c %D%/nameservice.h

%C%_test_hosts_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_hosts_LDADD = $(TEST_LIBS)
%C%_test_hosts_SOURCES = %D%/test-hosts.c %D%/nameservice.c %D%/nameservice.h

%C%_test_inet_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_inet_LDADD = $(TEST_LIBS)

%C%_test_interface_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_interface_LDADD = $(TEST_LIBS)

# Counts and slows down look-ups.
%C%_test_host_names_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_host_names_LDADD = %D%/libpeer.la $(INNER_LIBS)
%C%_test_host_names_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock_resolve
%C%_test_host_names_SOURCES = %D%/test-host-names.c %D%/nameservice.c %D%/nameservice.h

%C%_test_io_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_io_LDADD = %D%/libpeer.la $(TEST_LIBS)

# By a name service that answers when the test says so, tests/gate.h.
GATE_WRAPS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_getaddrinfo \
	-Wl,--wrap=lsock__sys_getnameinfo -Wl,--wrap=lsock__sys_gethostbyname \
	-Wl,--wrap=lsock__sys_gethostbyaddr -Wl,--wrap=lsock__sys_thread
GATE_SOURCES = %D%/gate.c %D%/gate.h

%C%_test_literal_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_literal_LDADD = $(INNER_LIBS)
%C%_test_literal_LDFLAGS = $(GATE_WRAPS)
%C%_test_literal_SOURCES = %D%/test-literal.c $(GATE_SOURCES)

%C%_test_lookup_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_lookup_LDADD = $(SEAM_LIBS)
%C%_test_lookup_LDFLAGS = $(GATE_WRAPS)
%C%_test_lookup_SOURCES = %D%/test-lookup.c $(GATE_SOURCES)

%C%_test_mangled_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_mangled_LDADD = $(TEST_LIBS)
%C%_test_mangled_SOURCES = %D%/test-mangled.c $(ROW_SOURCES)
nodist_%C%_test_mangled_SOURCES = %D%/vectors.inc

%C%_test_message_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_message_LDADD = $(SEAM_LIBS)

%C%_test_message_parts_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_message_parts_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_names_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_names_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_notice_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_notice_LDADD = $(SEAM_LIBS)

%C%_test_notice_items_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_notice_items_LDADD = $(TEST_LIBS)

%C%_test_numeric_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_numeric_LDADD = $(TEST_LIBS)
%C%_test_numeric_SOURCES = %D%/test-numeric.c $(DNS_SCENE_SOURCES)

%C%_test_object_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_object_LDADD = $(SEAM_LIBS)

%C%_test_open_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_open_LDADD = $(SEAM_LIBS)

%C%_test_option_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_option_live_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_live_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_option_settings_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_settings_LDADD = $(TEST_LIBS)

%C%_test_option_values_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_values_LDADD = $(TEST_LIBS)

%C%_test_option_sockets_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_sockets_LDADD = $(TEST_LIBS)

%C%_test_option_table_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_table_LDADD = $(TEST_LIBS)

%C%_test_option_text_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_text_LDADD = $(INNER_LIBS)

%C%_test_option_wrong_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_option_wrong_LDADD = $(SEAM_LIBS)

%C%_test_out_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_out_LDADD = $(INNER_LIBS)

%C%_test_poll_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_poll_LDADD = $(INNER_LIBS)

%C%_test_probe_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_probe_LDADD = $(TEST_LIBS)

%C%_test_properties_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_properties_LDADD = $(TEST_LIBS)
%C%_test_properties_SOURCES = %D%/test-properties.c $(ROW_SOURCES)
nodist_%C%_test_properties_SOURCES = %D%/vectors.inc

%C%_test_recv_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_recv_LDADD = $(SEAM_LIBS)

%C%_test_register_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_register_LDADD = $(TEST_LIBS)
%C%_test_register_SOURCES = %D%/test-register.c %D%/any-row.c %D%/any-row.h

%C%_test_outstanding_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_outstanding_LDADD = %D%/libpeer.la $(INNER_LIBS)
%C%_test_outstanding_LDFLAGS = $(GATE_WRAPS)
%C%_test_outstanding_SOURCES = %D%/test-outstanding.c $(GATE_SOURCES)

%C%_test_process_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_process_LDADD = $(SEAM_LIBS)
%C%_test_process_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=madvise

%C%_test_resolve_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_resolve_LDADD = $(INNER_LIBS)
%C%_test_resolve_LDFLAGS = $(GATE_WRAPS)
%C%_test_resolve_SOURCES = %D%/test-resolve.c $(GATE_SOURCES)

%C%_test_rights_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_rights_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_row_fields_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_row_fields_LDADD = $(TEST_LIBS)

%C%_test_scan_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_scan_LDADD = $(INNER_LIBS)

%C%_test_send_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_send_LDADD = $(SEAM_LIBS)

%C%_test_service_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_service_LDADD = $(TEST_LIBS)
%C%_test_service_SOURCES = %D%/test-service.c %D%/nameservice.c %D%/nameservice.h

%C%_test_sendfile_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_sendfile_LDADD = $(SEAM_LIBS)

%C%_test_sendfile_waits_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_sendfile_waits_LDADD = $(SEAM_LIBS)

%C%_test_makefile_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_makefile_LDADD = $(SEAM_LIBS)

%C%_test_makefile_close_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_makefile_close_LDADD = $(SEAM_LIBS)

# The bytes that are looked through for a newline are counted.
%C%_test_stream_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_stream_LDADD = $(SEAM_LIBS)
%C%_test_stream_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=memchr

%C%_test_stream_deadline_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_stream_deadline_LDADD = $(SEAM_LIBS)

%C%_test_stream_flow_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_stream_flow_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_stream_write_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_stream_write_LDADD = $(SEAM_LIBS)
%C%_test_stream_write_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_sendto

%C%_test_text_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_text_LDADD = $(TEST_LIBS)

%C%_test_timeout_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_timeout_LDADD = %D%/libpeer.la $(TEST_LIBS)

%C%_test_thread_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_thread_LDADD = $(INNER_LIBS)

%C%_test_transfer_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_transfer_LDADD = $(SEAM_LIBS)
%C%_test_transfer_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_sendto

# On a clock of its own.
%C%_test_wait_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_wait_LDADD = %D%/libpeer.la $(INNER_LIBS)
%C%_test_wait_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_poll -Wl,--wrap=lsock__sys_now

%C%_test_zone_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_test_zone_LDADD = $(INNER_LIBS)

# Each row's own vectors, with the row's name.
BUILT_SOURCES += %D%/vectors.inc
CLEANFILES += %D%/vectors.inc
%D%/vectors.inc: Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && for f in $(FAMILIES); do \
		printf '#define ROW "%s"\n#include "families/%s/vectors.def"\n#undef ROW\n' $$f $$f; \
	done >$@.tmp && mv $@.tmp $@
