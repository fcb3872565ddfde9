# SPDX-License-Identifier: LGPL-2.1-or-later
# The suite under sanitizers, another compiler and valgrind, and the search for new inputs of the fuzz
# targets.  Each lane but valgrind's has a build of its own in a folder of this build, which stays for
# the next time; "make distclean" removes it.
#	make check-asan check-tsan check-clang check-valgrind check-cares check-bare
#	make check-asan LANE_CC=clang LANE_CXX=clang++
#	make check-musl PKG_CONFIG_PATH=/where/musl/lib/pkgconfig
#	make check-foreign HOST=i686-linux-gnu
#	make check-foreign HOST=i686-linux-gnu TIME_BITS=64
#	make check-foreign HOST=s390x-linux-gnu FOREIGN_RUN=qemu-s390x
#	make fuzz FUZZ_SECONDS=3600
LANE_CC = $(CC)
LANE_CXX = $(CXX)
LANE_FLAGS =
FUZZ_SECONDS = 60

# Configures into the folder $(1) with the flags $(2), unless it was done before.
lane_configure = \
	if test -f $(abs_top_srcdir)/config.status; then \
		echo 'lanes need a build outside the source tree' >&2; exit 1; \
	fi; \
	$(MKDIR_P) $(1) && cd $(1) && \
	{ test -f Makefile || $(abs_top_srcdir)/configure -q $(LANE_FLAGS) $(2); }

# Slowness stretches the time that tests may take, and what they hold to be late.
lane_check = CK_TIMEOUT_MULTIPLIER=$(1) $(MAKE) $(AM_MAKEFLAGS) check

# Without the scripts.
lane_programs = TESTS='$(filter-out %.sh,$(TESTS))'

# The folder has the compiler's name: another one has a folder of its own.
.PHONY: check-asan check-tsan check-clang check-valgrind check-cares fuzz
check-asan:
	$(AM_V_at)$(call lane_configure,lane-asan-$(firstword $(LANE_CC)), \
		--enable-asan --enable-ubsan CC='$(LANE_CC)' CXX='$(LANE_CXX)' CFLAGS='-O1 -g') && \
	ASAN_OPTIONS="strict_string_checks=1:detect_stack_use_after_return=1:$$ASAN_OPTIONS" \
	UBSAN_OPTIONS="print_stacktrace=1:$$UBSAN_OPTIONS" $(call lane_check,4)

# The tools have one thread.  And ThreadSanitizer holds signals back until a call that it knows: a
# tool that waits in ppoll(2), as lib/sys calls it, would never be told to end.
check-tsan:
	$(AM_V_at)$(call lane_configure,lane-tsan-$(firstword $(LANE_CC)), \
		--enable-tsan CC='$(LANE_CC)' CXX='$(LANE_CXX)' CFLAGS='-O1 -g') && \
	TSAN_OPTIONS="halt_on_error=1:$$TSAN_OPTIONS" $(call lane_check,8) $(lane_programs)

check-clang:
	$(AM_V_at)$(call lane_configure,lane-clang,--enable-werror CC=clang CXX=clang++) && \
	$(call lane_check,1)

# Scripts would have the shell checked.  Descriptors are counted by the tests: valgrind would count
# those of the check library, too.
VALGRIND = valgrind -q --error-exitcode=99 --leak-check=full \
	--suppressions=$(abs_top_srcdir)/%D%/valgrind.supp
EXTRA_DIST += %D%/valgrind.supp
check-valgrind:
	$(AM_V_at)$(call lane_check,20) $(lane_programs) \
		LOG_COMPILER='$(LIBTOOL) $(AM_V_lt) --mode=execute $(VALGRIND)'

# The library --with-c-ares: what looks names up, and that it exports the same.
CARES_TESTS = $(filter %/check-symbols.sh %/check-installed.sh $(addprefix %D%/names/test-,cares% \
	dns% create-% getaddrinfo% getnameinfo% hosts% lookup% resolve%) %D%/socket/test-create-% \
	%D%/socket/test-host-names% %D%/tools/test-resolve%,$(TESTS))
check-cares:
	$(AM_V_at)$(call lane_configure,lane-cares-$(firstword $(LANE_CC)), \
		--enable-werror --with-c-ares CC='$(LANE_CC)' CXX='$(LANE_CXX)') && \
	$(call lane_check,1) TESTS='$(CARES_TESTS)'

# With another C library, in whose folder the headers of the kernel are missing, and for which there
# is no C++.  The check library and libmnl must have been built for it; so must those of the tools,
# which are left out otherwise.  PKG_CONFIG_PATH is where all of them are: elsewhere are those for
# $(CC).
MUSL_CC = musl-gcc
musl_kernel = for h in linux asm asm-generic; do \
		ln -sfn "$$(echo "\#include <$$h/types.h>" | $(CC) -E -x c - | \
			sed -n "s:^\# 1 \"\(.*/$$h\)/types\.h\".*:\1:p" | head -n 1)" $$h || exit; \
	done
musl_tools = PKG_CONFIG_LIBDIR='$(PKG_CONFIG_PATH)' $(PKG_CONFIG) --exists smartcols jansson || \
	echo --disable-tools
.PHONY: check-musl
check-musl:
	$(AM_V_at)test -n '$(PKG_CONFIG_PATH)' || \
		{ echo 'where is check.pc for musl?  PKG_CONFIG_PATH=DIR' >&2; exit 1; }
	$(AM_V_at)$(MKDIR_P) lane-musl/kernel && (cd lane-musl/kernel && $(musl_kernel)) && \
	$(call lane_configure,lane-musl,--enable-werror --enable-tests $$($(musl_tools)) \
		CC="$(MUSL_CC) -idirafter $$(pwd)/kernel" CXX=no \
		PKG_CONFIG_PATH= PKG_CONFIG_LIBDIR='$(PKG_CONFIG_PATH)') && \
	$(call lane_check,1)

# Of another machine, HOST, by its compiler, with its libraries; those of the tools may be missing.
# FOREIGN_RUN runs its programs where this kernel does not.  qemu-user does not know all options and
# control data, nor does it do well with threads and signals: what is about these is left out then.
HOST =
TIME_BITS =
FOREIGN_RUN =
FOREIGN_LANE = lane-foreign-$(HOST)$(addprefix -time,$(TIME_BITS))
FOREIGN_LEFT_OUT = %D%/names/test-dns% $(addprefix %/test-,ancillary create-options create-server \
	fault lookup message message-parts sockname notice sockopt option-live option-settings \
	option-sockets option-values outstanding rights thread)
foreign_tools = $(HOST)-pkg-config --exists smartcols jansson || echo --disable-tools
foreign_time = $(if $(TIME_BITS),CPPFLAGS='-D_FILE_OFFSET_BITS=64 -D_TIME_BITS=$(TIME_BITS)')
foreign_run = $(if $(FOREIGN_RUN),TESTS='$(filter-out %.sh $(FOREIGN_LEFT_OUT),$(TESTS))' \
	LOG_COMPILER='$$(LIBTOOL) $$(AM_V_lt) --mode=execute $(FOREIGN_RUN)')
.PHONY: check-foreign
check-foreign:
	$(AM_V_at)test -n '$(HOST)' || { echo 'of which machine?  HOST=i686-linux-gnu' >&2; exit 1; }
	$(AM_V_at)$(call lane_configure,$(FOREIGN_LANE),--enable-werror --enable-tests \
		--host=$(HOST) $(foreign_time) $$($(foreign_tools))) && \
	$(call lane_check,$(if $(FOREIGN_RUN),8,1)) $(foreign_run)

# The two commands of README.md from a clean clone of the last commit, in a Debian that has its
# minimal packages only: %D%/bare says what it needs.  Their output stays in lane-bare.
EXTRA_DIST += %D%/bare
.PHONY: check-bare
check-bare:
	$(AM_V_at)$(MKDIR_P) lane-bare && cd lane-bare && $(abs_top_srcdir)/%D%/bare

# What is found lies in lane-fuzz/found, found-control, -netlink, -machine; what is wrong, beside it.
fuzz:
	$(AM_V_at)$(call lane_configure,lane-fuzz,--enable-asan --enable-ubsan --disable-tools \
		--disable-hardening CC=clang CXX=clang++ CFLAGS='-O1 -g -fsanitize=fuzzer-no-link') && \
	$(MAKE) $(AM_MAKEFLAGS) fuzz/live-addr fuzz/live-control fuzz/live-netlink \
		fuzz/live-machine fuzz/addr.dict && \
	$(MKDIR_P) found found-control found-netlink found-machine && \
	fuzz/live-addr -max_total_time=$(FUZZ_SECONDS) -max_len=1100 -print_final_stats=1 \
		-dict=fuzz/addr.dict found $(abs_top_srcdir)/fuzz/corpus-addr && \
	fuzz/live-control -max_total_time=$(FUZZ_SECONDS) -max_len=1100 -print_final_stats=1 \
		found-control $(abs_top_srcdir)/fuzz/corpus-control && \
	fuzz/live-netlink -max_total_time=$(FUZZ_SECONDS) -max_len=1100 -print_final_stats=1 \
		found-netlink $(abs_top_srcdir)/fuzz/corpus-netlink && \
	fuzz/live-machine -max_total_time=$(FUZZ_SECONDS) -max_len=1100 -print_final_stats=1 \
		found-machine $(abs_top_srcdir)/fuzz/corpus-machine

# Are the tests blind?  Changes of the library are tried that one of them should find: mutants/run.
#	make mutants
#	make mutants MUTANTS=30 SEED=2
#	make mutants MUTANTS=1000 MUTANT_FILES='lib/base/scan.c lib/core/connect.c:99'
MUTANTS = 100
SEED = 1
MUTANT_FILES =
MUTANT_GOAL = 90
MUTANT_SECONDS = 60
MUTANT_MINUTES = 60
lane_cares = $(PKG_CONFIG) --exists 'libcares >= 1.18' && echo --with-c-ares
MUTANT_LANES = lane-mutants-1 lane-mutants-2
.PHONY: mutants
mutants:
	$(AM_V_at)for lane in $(MUTANT_LANES); do \
		($(call lane_configure,$$lane,--enable-tests --disable-shared --disable-hardening \
			--disable-tools $$($(lane_cares)) CC='$(LANE_CC)' CXX='$(LANE_CXX)' \
			CFLAGS=-O0)) || exit; \
	done; \
	$(SHELL) $(srcdir)/%D%/mutants/run -n $(MUTANTS) -s $(SEED) -g $(MUTANT_GOAL) \
		-t $(MUTANT_SECONDS) -m $(MUTANT_MINUTES) $(addprefix -d ,$(MUTANT_LANES)) \
		$(MUTANT_FILES)

# With and without the seam, as lib/sys has it.  Which one of the harness it asks is the test's affair.
mutant.o: mutant.c
	$(AM_V_CC)$(COMPILE) -c -o $@ mutant.c
mutant-fault.o: mutant.c
	$(AM_V_CC){ cat mutant.c; echo '#pragma weak lsock__fault'; } | \
		$(COMPILE) -DLSOCK_FAULT -x c -c -o $@ -

distclean-local:
	rm -rf lane-asan-* lane-tsan-* lane-cares-* lane-foreign-* lane-bare lane-clang lane-musl \
		lane-fuzz lane-mutants-*
