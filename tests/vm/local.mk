# SPDX-License-Identifier: LGPL-2.1-or-later
# make check-vm: tests on a kernel that has TIPC and vsock.  Here a missing virtual machine is a
# failure.

# Beside three TIPC nodes, the network namespaces n1 to n3.
VM_NODE_TESTS = %D%/test-tipc-nodes
VM_NODE_SHELL_TESTS = $(srcdir)/%D%/test-cat-nodes.sh

# Scripts find these on PATH.
VM_TOOLS = tools/lsock-cat tools/lsock-check
VM_SHELL_TESTS = $(srcdir)/%D%/test-every-family.sh

EXTRA_DIST += \
	%D%/check %D%/cluster %D%/drive %D%/guest-init %D%/keeper %D%/run %D%/uml-xstate.c \
	%D%/test-cat-nodes.sh %D%/test-run.sh %D%/test-every-family.sh \
	scripts/build scripts/exchange scripts/install-packages scripts/progress.sh \
	scripts/sum-results
CLEANFILES += %D%/results/*.log %D%/results/*.trs

EXTRA_PROGRAMS += $(VM_NODE_TESTS)
CLEANFILES += $(VM_NODE_TESTS)

# The guest's address space is too small for the shadow memory of these sanitizers.  Its root is
# read-only, so libtool puts the programs in the place of its wrappers.
.PHONY: check-vm
if TESTS_BUILT
if TOOLS
check-vm: $(VM_TESTS) $(VM_NODE_TESTS) $(VM_TOOLS)
	$(AM_V_at)case '$(SAN_CFLAGS)' in *address* | *thread*) \
		echo 'check-vm: cannot run with --enable-asan or --enable-tsan' >&2; exit 1 ;; \
	esac
	$(AM_V_at)$(AM_TESTS_ENVIRONMENT) srcdir='$(srcdir)'; export srcdir; \
	$(LIBTOOL) $(AM_V_lt) --mode=execute $(srcdir)/%D%/check -o %D%/results \
		-r $(srcdir) -r . `for t in $(VM_TOOLS); do echo "-p $$t"; done` \
		`for t in $(VM_NODE_TESTS) $(VM_NODE_SHELL_TESTS); do echo "-n $$t"; done` -- \
		$(VM_TESTS) $(VM_SHELL_TESTS)
else
check-vm:
	@echo 'check-vm: configured with --disable-tools' >&2; exit 1
endif
else
check-vm:
	@echo 'check-vm: configured without the check library' >&2; exit 1
endif
