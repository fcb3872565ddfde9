# SPDX-License-Identifier: LGPL-2.1-or-later
# A fuzz target's corpus is replayed by "make check"; "make fuzz" (tests/lanes.mk) looks for more.
# Targets know public headers only, and no config.h; the corpus may lie in a file system of 64 bits.
FUZZ_CPPFLAGS = -D_FILE_OFFSET_BITS=64 -I$(top_builddir)/include -I$(top_srcdir)/include

EXTRA_PROGRAMS += %D%/fuzz-addr
CLEANFILES += %D%/fuzz-addr
TESTS += %D%/fuzz-addr
EXTRA_DIST += %D%/words.awk %D%/corpus-addr

%C%_fuzz_addr_SOURCES = %D%/fuzz-addr.c %D%/replay.c
%C%_fuzz_addr_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"$(abs_top_srcdir)/%D%/corpus-addr"'
%C%_fuzz_addr_LDADD = lib/liblinux_sock.la

# With libFuzzer's main(), and without the shared library, so that its objects are instrumented.
EXTRA_PROGRAMS += %D%/live-addr
%C%_live_addr_SOURCES = %D%/fuzz-addr.c
%C%_live_addr_CPPFLAGS = $(FUZZ_CPPFLAGS)
%C%_live_addr_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_live_addr_LDADD = lib/libcore.la lib/libsys.la

# What the vectors of the families have, so that a new family is in it.
CLEANFILES += %D%/addr.dict
%D%/addr.dict: %D%/words.awk Makefile
	$(AM_V_GEN)$(MKDIR_P) %D% && for f in $(FAMILIES); do \
		cat $(srcdir)/lib/families/$$f/vectors.def || exit; \
	done | $(AWK) -f $(srcdir)/%D%/words.awk >$@.tmp && mv $@.tmp $@

EXTRA_PROGRAMS += %D%/fuzz-control
CLEANFILES += %D%/fuzz-control
TESTS += %D%/fuzz-control
EXTRA_DIST += %D%/corpus-control

%C%_fuzz_control_SOURCES = %D%/fuzz-control.c %D%/replay.c
%C%_fuzz_control_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"$(abs_top_srcdir)/%D%/corpus-control"'
%C%_fuzz_control_LDADD = lib/liblinux_sock.la

EXTRA_PROGRAMS += %D%/live-control
%C%_live_control_SOURCES = %D%/fuzz-control.c
%C%_live_control_CPPFLAGS = $(FUZZ_CPPFLAGS)
%C%_live_control_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_live_control_LDADD = lib/libcore.la lib/libsys.la

EXTRA_PROGRAMS += %D%/fuzz-netlink
CLEANFILES += %D%/fuzz-netlink
TESTS += %D%/fuzz-netlink
EXTRA_DIST += %D%/corpus-netlink

%C%_fuzz_netlink_SOURCES = %D%/fuzz-netlink.c %D%/replay.c
%C%_fuzz_netlink_CPPFLAGS = $(FUZZ_CPPFLAGS) -DCORPUS='"$(abs_top_srcdir)/%D%/corpus-netlink"'
%C%_fuzz_netlink_LDADD = lib/liblinux_sock.la

EXTRA_PROGRAMS += %D%/live-netlink
%C%_live_netlink_SOURCES = %D%/fuzz-netlink.c
%C%_live_netlink_CPPFLAGS = $(FUZZ_CPPFLAGS)
%C%_live_netlink_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_live_netlink_LDADD = lib/libcore.la lib/libsys.la
# Of what lies below the public calls.
EXTRA_PROGRAMS += %D%/fuzz-machine
CLEANFILES += %D%/fuzz-machine
TESTS += %D%/fuzz-machine
EXTRA_DIST += %D%/corpus-machine
FUZZ_INNER_CPPFLAGS = $(FUZZ_CPPFLAGS) -iquote $(top_srcdir)/lib
%C%_fuzz_machine_SOURCES = %D%/fuzz-machine.c %D%/replay.c
%C%_fuzz_machine_CPPFLAGS = $(FUZZ_INNER_CPPFLAGS) -DCORPUS='"$(abs_top_srcdir)/%D%/corpus-machine"'
%C%_fuzz_machine_LDADD = lib/libcore.la lib/libsys.la
EXTRA_PROGRAMS += %D%/live-machine
%C%_live_machine_SOURCES = %D%/fuzz-machine.c
%C%_live_machine_CPPFLAGS = $(FUZZ_INNER_CPPFLAGS)
%C%_live_machine_LDFLAGS = $(AM_LDFLAGS) -fsanitize=fuzzer
%C%_live_machine_LDADD = lib/libcore.la lib/libsys.la
