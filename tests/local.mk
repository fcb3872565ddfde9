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
	%D%/address/test-addr \
	%D%/address/test-addresses \
	%D%/messages/test-ancillary \
	%D%/constants/test-constant \
	%D%/names/test-cares \
	%D%/names/test-cares-answers \
	%D%/socket/test-close \
	%D%/messages/test-control \
	%D%/messages/test-control-items \
	%D%/core/test-deadline \
	%D%/names/test-dns \
	%D%/names/test-dns-calls \
	%D%/names/test-dns-deadline \
	%D%/names/test-dns-files \
	%D%/core/test-error \
	%D%/families/test-exchange \
	%D%/families/test-families \
	%D%/address/test-family \
	%D%/messages/test-fds \
	%D%/address/test-fields \
	%D%/names/test-getaddrinfo \
	%D%/names/test-getnameinfo \
	%D%/names/test-hosts \
	%D%/names/test-inet \
	%D%/names/test-interface \
	%D%/core/test-io \
	%D%/families/test-mangled \
	%D%/messages/test-message-parts \
	%D%/core/test-names \
	%D%/messages/test-notice-items \
	%D%/names/test-numeric \
	%D%/core/test-option \
	%D%/options/test-option-live \
	%D%/options/test-option-settings \
	%D%/options/test-option-sockets \
	%D%/options/test-option-table \
	%D%/options/test-option-values \
	%D%/names/test-probe \
	%D%/families/test-properties \
	%D%/address/test-register \
	%D%/messages/test-rights \
	%D%/families/test-row-fields \
	%D%/names/test-service \
	%D%/address/test-text \
	%D%/socket/test-timeout

# Of what is below them.
INNER_TESTS = \
	%D%/core/test-accept \
	%D%/names/test-answer \
	%D%/names/test-cares-fault \
	%D%/core/test-connect \
	%D%/socket/test-connection \
	%D%/names/test-create-connection \
	%D%/socket/test-create-object \
	%D%/names/test-create-options \
	%D%/names/test-create-server \
	%D%/fault/test-fault \
	%D%/socket/test-host-names \
	%D%/names/test-literal \
	%D%/names/test-lookup \
	%D%/messages/test-message \
	%D%/messages/test-notice \
	%D%/socket/test-object \
	%D%/core/test-open \
	%D%/options/test-option-text \
	%D%/options/test-option-wrong \
	%D%/base/test-out \
	%D%/names/test-outstanding \
	%D%/sys/test-poll \
	%D%/names/test-process \
	%D%/socket/test-recv \
	%D%/socket/test-makefile \
	%D%/socket/test-makefile-close \
	%D%/names/test-resolve \
	%D%/base/test-scan \
	%D%/socket/test-send \
	%D%/core/test-sendfile \
	%D%/core/test-sendfile-waits \
	%D%/core/test-stream \
	%D%/core/test-stream-deadline \
	%D%/core/test-stream-flow \
	%D%/core/test-stream-write \
	%D%/sys/test-thread \
	%D%/core/test-transfer \
	%D%/core/test-wait \
	%D%/families/test-zone

# Run a second time in the virtual machine, where the kernel has TIPC and vsock; not what computes
# only, for it is slow there.
VM_TESTS = \
	%D%/core/test-accept \
	%D%/messages/test-ancillary \
	%D%/core/test-connect \
	%D%/socket/test-connection \
	%D%/names/test-create-connection \
	%D%/socket/test-create-object \
	%D%/names/test-create-server \
	%D%/families/test-exchange \
	%D%/families/test-families \
	%D%/fault/test-fault \
	%D%/messages/test-fds \
	%D%/core/test-io \
	%D%/messages/test-message \
	%D%/messages/test-message-parts \
	%D%/core/test-names \
	%D%/messages/test-notice \
	%D%/socket/test-object \
	%D%/core/test-open \
	%D%/core/test-option \
	%D%/options/test-option-live \
	%D%/options/test-option-settings \
	%D%/options/test-option-sockets \
	%D%/options/test-option-values \
	%D%/socket/test-recv \
	%D%/messages/test-rights \
	%D%/socket/test-makefile \
	%D%/socket/test-makefile-close \
	%D%/socket/test-send \
	%D%/core/test-sendfile \
	%D%/core/test-sendfile-waits \
	%D%/core/test-stream \
	%D%/core/test-stream-deadline \
	%D%/core/test-stream-flow \
	%D%/core/test-stream-write \
	%D%/core/test-transfer

# Scripts are there without the check library too.
SCRIPT_TESTS = \
	%D%/harness/check-harness.sh \
	%D%/tree/check-headers.sh \
	%D%/tree/check-installed.sh \
	%D%/tree/check-layers.sh \
	%D%/tree/check-man.sh \
	%D%/tree/check-options.sh \
	%D%/tree/check-parity.sh \
	%D%/tree/check-sources.sh \
	%D%/tree/check-symbols.sh \
	%D%/tools/test-cat.sh \
	%D%/tools/test-resolve-tool.sh \
	%D%/tools/test-tools.sh

TESTS += $(SCRIPT_TESTS)
EXTRA_DIST += $(SCRIPT_TESTS) %D%/harness/tap.sh %D%/addresses/good.tsv %D%/addresses/bad.tsv \
	%D%/addresses/control.tsv \
	%D%/tree/option-rows.c %D%/tree/options-excluded.tsv %D%/constants/constants-beyond.tsv %D%/constants/constants-python.tsv %D%/tree/python-names.tsv

# Runs a command where names are those of tests/dns/nameservice.h; scripts and a bench use it.
check_PROGRAMS += %D%/dns/with-names
%C%_dns_with_names_CPPFLAGS = $(AM_CPPFLAGS) -I$(top_srcdir)
%C%_dns_with_names_SOURCES = %D%/dns/with-names.c %D%/harness/netns.c %D%/harness/netns.h $(DNS_SOURCES)

if TESTS_BUILT
check_PROGRAMS += $(PUBLIC_TESTS) $(INNER_TESTS) %D%/harness/harness-sample
TESTS += $(PUBLIC_TESTS) $(INNER_TESTS)
check_LTLIBRARIES += %D%/harness/libharness.la %D%/harness/libpeer.la
endif

%C%_harness_libharness_la_SOURCES = \
	%D%/harness/bytes.c %D%/harness/bytes.h \
	%D%/harness/harness.c %D%/harness/harness.h \
	%D%/harness/netns.c %D%/harness/netns.h \
	%D%/harness/sockaddr.c %D%/harness/sockaddr.h
%C%_harness_libharness_la_CPPFLAGS = $(TEST_CPPFLAGS)

# The other end of sockets under test, and what is common to the tests of calls that wait.
%C%_harness_libpeer_la_SOURCES = \
	%D%/harness/ends.c %D%/harness/ends.h \
	%D%/harness/flow.c %D%/harness/flow.h \
	%D%/harness/peer.c %D%/harness/peer.h \
	%D%/harness/seam.c %D%/harness/seam.h \
	%D%/harness/sources.c %D%/harness/sources.h \
	%D%/harness/streams.c %D%/harness/streams.h \
	%D%/harness/timed.c %D%/harness/timed.h \
	%D%/harness/ways.c %D%/harness/ways.h
%C%_harness_libpeer_la_CPPFLAGS = $(TEST_CPPFLAGS)

%C%_harness_harness_sample_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_harness_harness_sample_LDADD = %D%/harness/libharness.la $(CHECK_LIBS)

TEST_CPPFLAGS = $(AM_CPPFLAGS) $(CHECK_CFLAGS) -I$(top_srcdir) \
	-DTESTS_DIR='"$(abs_top_srcdir)/tests"'
TEST_LIBS = %D%/harness/libharness.la lib/liblinux_sock.la $(CHECK_LIBS)
INNER_LIBS = %D%/harness/libharness.la lib/libcore.la lib/libsys.la $(CHECK_LIBS)
SEAM_LIBS = %D%/harness/libpeer.la %D%/harness/libharness.la lib/libcore.la lib/libfault.la $(CHECK_LIBS)

# What the tests that walk the rows share.
ROW_SOURCES = \
	%D%/families/rows.c %D%/families/rows.h \
	%D%/families/values.c %D%/families/values.h \
	%D%/families/vectors.c %D%/families/vectors.h

%C%_core_test_accept_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_accept_LDADD = $(SEAM_LIBS)

%C%_address_test_addr_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_address_test_addr_LDADD = $(TEST_LIBS)

%C%_address_test_addresses_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_address_test_addresses_LDADD = $(TEST_LIBS)

%C%_messages_test_ancillary_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_ancillary_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_names_test_cares_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_cares_LDADD = $(TEST_LIBS)
%C%_names_test_cares_SOURCES = %D%/names/test-cares.c $(DNS_SCENE_SOURCES)

%C%_names_test_cares_answers_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_cares_answers_LDADD = $(TEST_LIBS)
%C%_names_test_cares_answers_SOURCES = %D%/names/test-cares-answers.c $(DNS_SCENE_SOURCES)

%C%_names_test_answer_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_answer_LDADD = $(INNER_LIBS)

# c-ares is given an allocator of the test's own.
%C%_names_test_cares_fault_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_cares_fault_LDADD = %D%/harness/libharness.la lib/libcore.la lib/libfault.la $(CHECK_LIBS)
%C%_names_test_cares_fault_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_alloc \
	-Wl,--wrap=lsock__sys_realloc -Wl,--wrap=lsock__sys_free
%C%_names_test_cares_fault_SOURCES = %D%/names/test-cares-fault.c %D%/fault/fault.c %D%/fault/fault.h \
	$(DNS_SCENE_SOURCES)

%C%_socket_test_close_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_close_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_core_test_connect_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_connect_LDADD = $(SEAM_LIBS)

%C%_socket_test_connection_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_connection_LDADD = $(SEAM_LIBS)

%C%_constants_test_constant_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_constants_test_constant_LDADD = $(TEST_LIBS)

# By answers of the test's own, tests/scripted.h.
SCRIPTED_LOOK_UPS = $(AM_LDFLAGS) -Wl,--wrap=lsock_getaddrinfo

%C%_names_test_create_connection_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_create_connection_LDADD = %D%/harness/libpeer.la $(INNER_LIBS)
%C%_names_test_create_connection_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_names_test_create_connection_SOURCES = \
	%D%/names/test-create-connection.c %D%/names/scripted.c %D%/names/scripted.h

%C%_socket_test_create_object_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_create_object_LDADD = %D%/harness/libpeer.la $(INNER_LIBS)
%C%_socket_test_create_object_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_socket_test_create_object_SOURCES = %D%/socket/test-create-object.c %D%/names/scripted.c %D%/names/scripted.h

%C%_names_test_create_options_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_create_options_LDADD = $(SEAM_LIBS)
%C%_names_test_create_options_LDFLAGS = $(SCRIPTED_LOOK_UPS)
%C%_names_test_create_options_SOURCES = %D%/names/test-create-options.c %D%/names/scripted.c %D%/names/scripted.h

%C%_names_test_create_server_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_create_server_LDADD = $(SEAM_LIBS)
%C%_names_test_create_server_SOURCES = \
	%D%/names/test-create-server.c %D%/dns/nameservice.c %D%/dns/nameservice.h

%C%_messages_test_control_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_control_LDADD = $(TEST_LIBS)

%C%_messages_test_control_items_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_control_items_LDADD = $(TEST_LIBS)

%C%_core_test_deadline_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_deadline_LDADD = $(TEST_LIBS)

%C%_core_test_error_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_error_LDADD = $(TEST_LIBS)

# By a name server of the test's own, tests/dns.h.
DNS_SOURCES = \
	%D%/dns/dns.c %D%/dns/dns.h \
	%D%/dns/dns-hostile.c %D%/dns/dns-hostile.h \
	%D%/dns/dns-message.c %D%/dns/dns-message.h \
	%D%/dns/dns-pointer.c \
	%D%/dns/dns-script.c \
	%D%/dns/nameservice.c %D%/dns/nameservice.h
DNS_SCENE_SOURCES = %D%/dns/dns-scene.c %D%/dns/dns-scene.h $(DNS_SOURCES)

%C%_names_test_dns_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_dns_LDADD = $(TEST_LIBS)
%C%_names_test_dns_SOURCES = %D%/names/test-dns.c $(DNS_SCENE_SOURCES)

%C%_names_test_dns_calls_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_dns_calls_LDADD = $(TEST_LIBS)
%C%_names_test_dns_calls_SOURCES = %D%/names/test-dns-calls.c $(DNS_SCENE_SOURCES)

%C%_names_test_dns_deadline_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_dns_deadline_LDADD = $(TEST_LIBS)
%C%_names_test_dns_deadline_SOURCES = %D%/names/test-dns-deadline.c $(DNS_SCENE_SOURCES)

%C%_names_test_dns_files_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_dns_files_LDADD = $(TEST_LIBS)
%C%_names_test_dns_files_SOURCES = %D%/names/test-dns-files.c $(DNS_SCENE_SOURCES)

%C%_families_test_exchange_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_families_test_exchange_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_families_test_families_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_families_test_families_LDADD = $(TEST_LIBS)
%C%_families_test_families_SOURCES = %D%/families/test-families.c $(ROW_SOURCES)
nodist_%C%_families_test_families_SOURCES = %D%/families/vectors.inc

%C%_address_test_family_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_address_test_family_LDADD = $(TEST_LIBS)
%C%_address_test_family_SOURCES = %D%/address/test-family.c %D%/address/any-row.c %D%/address/any-row.h

# Above the copy of lib/sys that fails on demand; --wrap counts what the library allocates.
%C%_fault_test_fault_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_fault_test_fault_LDADD = %D%/harness/libharness.la lib/libcore.la lib/libfault.la $(CHECK_LIBS)
%C%_fault_test_fault_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_alloc \
	-Wl,--wrap=lsock__sys_realloc -Wl,--wrap=lsock__sys_free \
	-Wl,--wrap=lsock__sys_sendfile -Wl,--wrap=lsock__sys_thread
%C%_fault_test_fault_SOURCES = \
	%D%/fault/fault.c %D%/fault/fault.h \
	%D%/fault/fault-addr.c \
	%D%/fault/fault-connect.c \
	%D%/fault/fault-create.c \
	%D%/fault/fault-descriptor.c \
	%D%/fault/fault-io.c \
	%D%/fault/fault-lookup.c \
	%D%/fault/fault-message.c \
	%D%/fault/fault-names.c \
	%D%/fault/fault-object.c \
	%D%/fault/fault-object-connect.c \
	%D%/fault/fault-object-io.c \
	%D%/fault/fault-option.c \
	%D%/fault/fault-op.h \
	%D%/fault/fault-makefile.c \
	%D%/fault/fault-rules.c \
	%D%/fault/fault-scene.c \
	%D%/fault/fault-sendfile.c \
	%D%/fault/fault-stream.c \
	%D%/fault/test-fault.c

%C%_messages_test_fds_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_fds_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_address_test_fields_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_address_test_fields_LDADD = $(TEST_LIBS)

%C%_names_test_getaddrinfo_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_getaddrinfo_LDADD = $(TEST_LIBS)

%C%_names_test_getnameinfo_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_getnameinfo_LDADD = $(TEST_LIBS)
%C%_names_test_getnameinfo_SOURCES = %D%/names/test-getnameinfo.c %D%/dns/nameservice.c %D%/dns/nameservice.h

%C%_names_test_hosts_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_hosts_LDADD = $(TEST_LIBS)
%C%_names_test_hosts_SOURCES = %D%/names/test-hosts.c %D%/dns/nameservice.c %D%/dns/nameservice.h

%C%_names_test_inet_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_inet_LDADD = $(TEST_LIBS)

%C%_names_test_interface_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_interface_LDADD = $(TEST_LIBS)

# Counts and slows down look-ups.
%C%_socket_test_host_names_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_host_names_LDADD = %D%/harness/libpeer.la $(INNER_LIBS)
%C%_socket_test_host_names_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock_resolve
%C%_socket_test_host_names_SOURCES = %D%/socket/test-host-names.c %D%/dns/nameservice.c %D%/dns/nameservice.h

%C%_core_test_io_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_io_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

# By a name service that answers when the test says so, tests/gate.h.
GATE_WRAPS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_getaddrinfo \
	-Wl,--wrap=lsock__sys_getnameinfo -Wl,--wrap=lsock__sys_gethostbyname \
	-Wl,--wrap=lsock__sys_gethostbyaddr -Wl,--wrap=lsock__sys_thread
GATE_SOURCES = %D%/names/gate.c %D%/names/gate.h

%C%_names_test_literal_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_literal_LDADD = $(INNER_LIBS)
%C%_names_test_literal_LDFLAGS = $(GATE_WRAPS)
%C%_names_test_literal_SOURCES = %D%/names/test-literal.c $(GATE_SOURCES)

%C%_names_test_lookup_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_lookup_LDADD = $(SEAM_LIBS)
%C%_names_test_lookup_LDFLAGS = $(GATE_WRAPS)
%C%_names_test_lookup_SOURCES = %D%/names/test-lookup.c $(GATE_SOURCES)

%C%_families_test_mangled_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_families_test_mangled_LDADD = $(TEST_LIBS)
%C%_families_test_mangled_SOURCES = %D%/families/test-mangled.c $(ROW_SOURCES)
nodist_%C%_families_test_mangled_SOURCES = %D%/families/vectors.inc

%C%_messages_test_message_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_message_LDADD = $(SEAM_LIBS)

%C%_messages_test_message_parts_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_message_parts_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_core_test_names_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_names_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_messages_test_notice_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_notice_LDADD = $(SEAM_LIBS)

%C%_messages_test_notice_items_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_notice_items_LDADD = $(TEST_LIBS)

%C%_names_test_numeric_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_numeric_LDADD = $(TEST_LIBS)
%C%_names_test_numeric_SOURCES = %D%/names/test-numeric.c $(DNS_SCENE_SOURCES)

%C%_socket_test_object_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_object_LDADD = $(SEAM_LIBS)

%C%_core_test_open_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_open_LDADD = $(SEAM_LIBS)

%C%_core_test_option_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_option_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_options_test_option_live_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_live_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_options_test_option_settings_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_settings_LDADD = $(TEST_LIBS)

%C%_options_test_option_values_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_values_LDADD = $(TEST_LIBS)

%C%_options_test_option_sockets_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_sockets_LDADD = $(TEST_LIBS)

%C%_options_test_option_table_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_table_LDADD = $(TEST_LIBS)

%C%_options_test_option_text_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_text_LDADD = $(INNER_LIBS)

%C%_options_test_option_wrong_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_options_test_option_wrong_LDADD = $(SEAM_LIBS)

%C%_base_test_out_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_base_test_out_LDADD = $(INNER_LIBS)

%C%_sys_test_poll_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_sys_test_poll_LDADD = $(INNER_LIBS)

%C%_names_test_probe_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_probe_LDADD = $(TEST_LIBS)

%C%_families_test_properties_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_families_test_properties_LDADD = $(TEST_LIBS)
%C%_families_test_properties_SOURCES = %D%/families/test-properties.c $(ROW_SOURCES)
nodist_%C%_families_test_properties_SOURCES = %D%/families/vectors.inc

%C%_socket_test_recv_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_recv_LDADD = $(SEAM_LIBS)

%C%_address_test_register_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_address_test_register_LDADD = $(TEST_LIBS)
%C%_address_test_register_SOURCES = %D%/address/test-register.c %D%/address/any-row.c %D%/address/any-row.h

%C%_names_test_outstanding_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_outstanding_LDADD = %D%/harness/libpeer.la $(INNER_LIBS)
%C%_names_test_outstanding_LDFLAGS = $(GATE_WRAPS)
%C%_names_test_outstanding_SOURCES = %D%/names/test-outstanding.c $(GATE_SOURCES)

%C%_names_test_process_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_process_LDADD = $(SEAM_LIBS)
%C%_names_test_process_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=madvise

%C%_names_test_resolve_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_resolve_LDADD = $(INNER_LIBS)
%C%_names_test_resolve_LDFLAGS = $(GATE_WRAPS)
%C%_names_test_resolve_SOURCES = %D%/names/test-resolve.c $(GATE_SOURCES)

%C%_messages_test_rights_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_messages_test_rights_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_families_test_row_fields_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_families_test_row_fields_LDADD = $(TEST_LIBS)

%C%_base_test_scan_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_base_test_scan_LDADD = $(INNER_LIBS)

%C%_socket_test_send_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_send_LDADD = $(SEAM_LIBS)

%C%_names_test_service_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_names_test_service_LDADD = $(TEST_LIBS)
%C%_names_test_service_SOURCES = %D%/names/test-service.c %D%/dns/nameservice.c %D%/dns/nameservice.h

%C%_core_test_sendfile_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_sendfile_LDADD = $(SEAM_LIBS)

%C%_core_test_sendfile_waits_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_sendfile_waits_LDADD = $(SEAM_LIBS)

%C%_socket_test_makefile_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_makefile_LDADD = $(SEAM_LIBS)

%C%_socket_test_makefile_close_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_makefile_close_LDADD = $(SEAM_LIBS)

# The bytes that are looked through for a newline are counted.
%C%_core_test_stream_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_stream_LDADD = $(SEAM_LIBS)
%C%_core_test_stream_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=memchr

%C%_core_test_stream_deadline_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_stream_deadline_LDADD = $(SEAM_LIBS)

%C%_core_test_stream_flow_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_stream_flow_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_core_test_stream_write_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_stream_write_LDADD = $(SEAM_LIBS)
%C%_core_test_stream_write_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_sendto

%C%_address_test_text_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_address_test_text_LDADD = $(TEST_LIBS)

%C%_socket_test_timeout_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_socket_test_timeout_LDADD = %D%/harness/libpeer.la $(TEST_LIBS)

%C%_sys_test_thread_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_sys_test_thread_LDADD = $(INNER_LIBS)

%C%_core_test_transfer_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_transfer_LDADD = $(SEAM_LIBS)
%C%_core_test_transfer_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_sendto

# On a clock of its own.
%C%_core_test_wait_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_core_test_wait_LDADD = %D%/harness/libpeer.la $(INNER_LIBS)
%C%_core_test_wait_LDFLAGS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_poll -Wl,--wrap=lsock__sys_now

%C%_families_test_zone_CPPFLAGS = $(TEST_CPPFLAGS)
%C%_families_test_zone_LDADD = $(INNER_LIBS)

# Each row's own vectors, with the row's name.
BUILT_SOURCES += %D%/families/vectors.inc
CLEANFILES += %D%/families/vectors.inc
%D%/families/vectors.inc: Makefile
	$(AM_V_GEN)$(MKDIR_P) %D%/families && for f in $(FAMILIES); do \
		printf '#define ROW "%s"\n#include "families/%s/vectors.def"\n#undef ROW\n' $$f $$f; \
	done >$@.tmp && mv $@.tmp $@
