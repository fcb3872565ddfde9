/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Preloaded into linux.uml.  Older ones keep 2696 bytes of a process's extended registers and
 * write those back.  A host kernel on a processor with AMX takes the whole state, about 11000
 * bytes, or nothing (EFAULT), and the guest dies before its init runs.  What is added here is the
 * part that no guest process uses: zeroes, which its header marks as absent.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

/* Not on the stack: linux.uml has stacks of 16 KiB.  Beyond xstate_used all is zero. */
static unsigned char xstate_whole[65536];
static size_t xstate_used;
static long (*xstate_ptrace)(enum __ptrace_request request, ...);

__attribute__((constructor)) static void xstate_find_ptrace(void)
{
	*(void **)&xstate_ptrace = dlsym(RTLD_NEXT, "ptrace");
}

/* A length beyond the kernel's own is cut by it to the whole. */
static long xstate_set(pid_t pid, void *type, const struct iovec *part)
{
	struct iovec whole = { xstate_whole, sizeof(xstate_whole) };

	if (part->iov_len > sizeof(xstate_whole))
		return xstate_ptrace(PTRACE_SETREGSET, pid, type, part);
	if (part->iov_len < xstate_used)
		memset(xstate_whole + part->iov_len, 0, xstate_used - part->iov_len);
	xstate_used = part->iov_len;
	memcpy(xstate_whole, part->iov_base, part->iov_len);
	return xstate_ptrace(PTRACE_SETREGSET, pid, type, &whole);
}

long ptrace(enum __ptrace_request request, ...)
{
	va_list args;
	pid_t pid;
	void *addr, *data;

	va_start(args, request);
	pid = va_arg(args, pid_t);
	addr = va_arg(args, void *);
	data = va_arg(args, void *);
	va_end(args);
	if (request == PTRACE_SETREGSET && addr == (void *)NT_X86_XSTATE)
		return xstate_set(pid, addr, data);
	return xstate_ptrace(request, pid, addr, data);
}
