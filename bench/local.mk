# SPDX-License-Identifier: LGPL-2.1-or-later
# Measured by "make bench"; neither built by "make" nor run by "make check".
BENCHES = %D%/bench-io %D%/bench-calls %D%/bench-addr %D%/bench-deadline %D%/bench-lookup \
	%D%/bench-netlink
EXTRA_PROGRAMS += $(BENCHES)
CLEANFILES += $(BENCHES)
EXTRA_DIST += %D%/README.md %D%/count.sh

# They see public headers only, and are linked to the shared library as a user's program is.
BENCH_CPPFLAGS = -include $(top_builddir)/config.h -I$(top_builddir)/include -I$(top_srcdir)/include
BENCH_LINK = $(AM_LDFLAGS) -no-install
BENCH_SOURCES = \
	%D%/bench.c %D%/bench.h \
	%D%/trace.c %D%/trace.h

%C%_bench_io_SOURCES = %D%/bench-io.c %D%/bench-io.h \
	%D%/io-count.c %D%/io-wall.c %D%/ways.c %D%/ways.h $(BENCH_SOURCES)
%C%_bench_io_CPPFLAGS = $(BENCH_CPPFLAGS)
%C%_bench_io_LDFLAGS = $(BENCH_LINK)
%C%_bench_io_LDADD = lib/liblinux_sock.la

%C%_bench_calls_SOURCES = %D%/bench-calls.c $(BENCH_SOURCES)
%C%_bench_calls_CPPFLAGS = $(BENCH_CPPFLAGS)
%C%_bench_calls_LDFLAGS = $(BENCH_LINK)
%C%_bench_calls_LDADD = lib/liblinux_sock.la

%C%_bench_addr_SOURCES = %D%/bench-addr.c \
	%D%/allocations.c %D%/allocations.h %D%/libc-addr.c %D%/libc-addr.h $(BENCH_SOURCES)
%C%_bench_addr_CPPFLAGS = $(BENCH_CPPFLAGS)
%C%_bench_addr_LDFLAGS = $(BENCH_LINK)
%C%_bench_addr_LDADD = lib/liblinux_sock.la

%C%_bench_deadline_SOURCES = %D%/bench-deadline.c $(BENCH_SOURCES)
%C%_bench_deadline_CPPFLAGS = $(BENCH_CPPFLAGS)
%C%_bench_deadline_LDFLAGS = $(BENCH_LINK)
%C%_bench_deadline_LDADD = lib/liblinux_sock.la

%C%_bench_lookup_SOURCES = %D%/bench-lookup.c %D%/allocations.c %D%/allocations.h \
	%D%/bench.c %D%/bench.h
%C%_bench_lookup_CPPFLAGS = $(BENCH_CPPFLAGS)
%C%_bench_lookup_LDFLAGS = $(BENCH_LINK)
%C%_bench_lookup_LDADD = lib/liblinux_sock.la

# libmnl is what it is held against.
%C%_bench_netlink_SOURCES = %D%/bench-netlink.c $(BENCH_SOURCES)
%C%_bench_netlink_CPPFLAGS = $(BENCH_CPPFLAGS) $(MNL_CFLAGS)
%C%_bench_netlink_LDFLAGS = $(BENCH_LINK)
%C%_bench_netlink_LDADD = lib/liblinux_sock.la $(MNL_LIBS)

# After "all", because only that makes what is generated; one after the other, so that none
# disturbs another.
.PHONY: bench bench-io bench-calls bench-addr bench-deadline bench-lookup bench-netlink bench-count
bench: all
	$(AM_V_at)for b in bench-io bench-calls bench-addr bench-deadline bench-netlink bench-lookup; do \
		$(MAKE) $(AM_MAKEFLAGS) --no-print-directory $$b || exit; \
	done

bench-io bench-calls bench-addr bench-deadline bench-netlink: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) --no-print-directory %D%/$@$(EXEEXT)
	$(AM_V_at)%D%/$@$(EXEEXT)

# Where a name server of the tests keeps silent; LOOKUP_FLAGS=--without-libc saves 10 s.
bench-lookup: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) --no-print-directory %D%/$@$(EXEEXT) \
		tests/dns/with-names$(EXEEXT)
	$(AM_V_at)tests/dns/with-names$(EXEEXT) --patient %D%/$@$(EXEEXT) $(LOOKUP_FLAGS) || \
		test $$? -eq 77

# The counts once more, by valgrind or perf, and strace.
bench-count: all
	$(AM_V_at)$(MAKE) $(AM_MAKEFLAGS) --no-print-directory $(BENCHES)
	$(AM_V_at)$(SHELL) $(srcdir)/%D%/count.sh %D%
