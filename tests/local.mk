# SPDX-License-Identifier: LGPL-2.1-or-later
# Programs and scripts print TAP.  A test is one word in the local.mk of its folder, in the list of
# its kind, and a second one where it runs in the virtual machine, too.  It says more there only if
# it is linked with --wrap or has sources beside its own.
#	PUBLIC_TESTS	through the public calls only, with the shared library
#	INNER_TESTS	of what is below them
#	SEAM_TESTS	above the copy of lib/sys that fails on demand: sys/fault.h
#	SCRIPT_TESTS	scripts; NAME_NEEDS is what has to be built for NAME.sh
#	VM_TESTS	a second time where the kernel has TIPC and vsock; not what computes only,
#			for it is slow there
TEST_EXTENSIONS = .sh
TAP_DRIVER = env AM_TAP_AWK='$(AWK)' $(SHELL) $(top_srcdir)/build-aux/tap-driver.sh
LOG_DRIVER = $(TAP_DRIVER)
SH_LOG_DRIVER = $(TAP_DRIVER)

# What scripts build with.
AM_TESTS_ENVIRONMENT = \
	CC='$(CC)' CXX='$(CXX)' SAN_CFLAGS='$(SAN_CFLAGS)' NM='$(NM)' MAKE='$(MAKE)' \
	OBJDUMP='$(OBJDUMP)' PKG_CONFIG='$(PKG_CONFIG)'; \
	export CC CXX SAN_CFLAGS NM MAKE OBJDUMP PKG_CONFIG;

PUBLIC_TESTS =
INNER_TESTS =
SEAM_TESTS =
SCRIPT_TESTS =
VM_TESTS =
HARNESS_SOURCES =

include tests/harness/local.mk
include tests/mutants/local.mk
include tests/fault/local.mk
include tests/dns/local.mk
include tests/base/local.mk
include tests/sys/local.mk
include tests/families/local.mk
include tests/address/local.mk
include tests/options/local.mk
include tests/messages/local.mk
include tests/constants/local.mk
include tests/core/local.mk
include tests/netlink/local.mk
include tests/names/local.mk
include tests/socket/local.mk
include tests/tools/local.mk
include tests/tree/local.mk
include tests/vm/local.mk

# Scripts are there without the check library, too.
TESTS += $(SCRIPT_TESTS)
EXTRA_DIST += $(SCRIPT_TESTS) %D%/tests-of
if TESTS_BUILT
TESTS += $(PUBLIC_TESTS) $(INNER_TESTS) $(SEAM_TESTS)
endif

# Built when somebody wants to run them.
BUILT_TESTS = $(PUBLIC_TESTS) $(INNER_TESTS) $(SEAM_TESTS)
EXTRA_PROGRAMS += $(BUILT_TESTS)
CLEANFILES += $(BUILT_TESTS)

# A program takes of it what it uses.
EXTRA_LTLIBRARIES = %D%/harness/libharness.la
CLEANFILES += %D%/harness/libharness.la
%C%_harness_libharness_la_SOURCES = $(HARNESS_SOURCES)

# For every object below here: those of a program differ in nothing, and are compiled once.
%D%/%.o %D%/%.lo: AM_CPPFLAGS += $(CHECK_CFLAGS) -I$(top_srcdir) \
	-DTESTS_DIR='"$(abs_top_srcdir)/%D%"'

# What a program is linked with that says nothing else: the public tests.  An object MUTANT takes the
# place of the library's own: mutants/run.
MUTANT =
LDADD = %D%/harness/libharness.la $(MUTANT) lib/liblinux_sock.la $(CHECK_LIBS)
$(INNER_TESTS): LDADD = %D%/harness/libharness.la $(MUTANT) lib/libcore.la lib/libsys.la \
	$(CHECK_LIBS)
$(INNER_TESTS): lib/libcore.la lib/libsys.la
$(SEAM_TESTS): LDADD = %D%/harness/libharness.la $(MUTANT:.o=-fault.o) lib/libcore.la \
	lib/libfault.la $(CHECK_LIBS)
$(SEAM_TESTS): lib/libcore.la lib/libfault.la

# What the tests $(1) need.
script_needs = $($(subst -,_,$(basename $(notdir $(1))))_NEEDS)
test_needs = $(filter-out %.sh,$(1)) $(foreach t,$(filter %.sh,$(1)),$(call script_needs,$(t)))

# Before the first one of them runs, for some measure time.
check_DATA = $(NEEDED)
NEEDED = $(sort $(call test_needs,$(TESTS)))

# Some tests alone, found by their names wherever they lie: what they need is built, nothing else,
# and they run one after the other.  An edit is tried with them.
#	make check-only T=test-addr
#	make check-only T='addr parse check-layers'
#	make check-only T=test-addr CASE=parse_refuses_port_65536
#	make check-only T=test-addr UNDER='gdb --args'
T =
CASE =
UNDER =
test_named = $(filter $(1) %/$(1) %/test-$(1) %/$(1).sh %/test-$(1).sh,$(TESTS))
ONLY = $(foreach t,$(T),$(or $(call test_named,$(t)),no-such-test))
.PHONY: check-only no-such-test
# A target, and no error of reading: a test that is new is known once this file is made anew.
no-such-test:
	$(AM_V_at)echo 'there is no test' $(foreach t,$(T),$(if $(call test_named,$(t)),,$(t))) >&2; \
	exit 2
check-only: $(call test_needs,$(ONLY))
	$(AM_V_at)test -n '$(T)' || { echo 'which test?  make check-only T=test-addr' >&2; exit 2; }
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) srcdir='$(srcdir)'; export srcdir; \
	$(if $(CASE),CK_RUN_CASE='$(CASE)'; export CK_RUN_CASE;) \
	status=0; for t in $(ONLY); do \
		case $$t in \
		*.sh) $(SHELL) $(srcdir)/$$t ;; \
		*) $(if $(UNDER),$(LIBTOOL) $(AM_V_lt) --mode=execute $(UNDER)) ./$$t ;; \
		esac || status=$$?; \
	done; exit $$status
