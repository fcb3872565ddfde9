# SPDX-License-Identifier: LGPL-2.1-or-later
SEAM_TESTS += %D%/test-fault

VM_TESTS += %D%/test-fault

HARNESS_SOURCES += %D%/fault.c %D%/fault.h

# --wrap counts what the library allocates.
COUNTED_ALLOCATIONS = $(AM_LDFLAGS) -Wl,--wrap=lsock__sys_alloc \
	-Wl,--wrap=lsock__sys_realloc -Wl,--wrap=lsock__sys_free
%C%_test_fault_LDFLAGS = $(COUNTED_ALLOCATIONS) \
	-Wl,--wrap=lsock__sys_sendfile -Wl,--wrap=lsock__sys_thread \
	-Wl,--wrap=lsock__sys_is_threaded
%C%_test_fault_SOURCES = \
	%D%/fault-addr.c \
	%D%/fault-connect.c \
	%D%/fault-create.c \
	%D%/fault-descriptor.c \
	%D%/fault-io.c \
	%D%/fault-lookup.c \
	%D%/fault-makefile.c \
	%D%/fault-message.c \
	%D%/fault-names.c \
	%D%/fault-netlink.c \
	%D%/fault-object.c \
	%D%/fault-object-connect.c \
	%D%/fault-object-io.c \
	%D%/fault-op.h \
	%D%/fault-option.c \
	%D%/fault-pure.c \
	%D%/fault-request.c \
	%D%/fault-rules.c \
	%D%/fault-scene.c \
	%D%/fault-sendfile.c \
	%D%/fault-stream.c \
	%D%/test-fault.c
