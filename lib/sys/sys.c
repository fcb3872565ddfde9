/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/sys.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/time_types.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "sys/fault.h"

#define NS_PER_S INT64_C(1000000000)

/* What the C library returned, as 0 or more or -errno. */
static inline int result(int r)
{
	return r == -1 ? -errno : r;
}

static inline ssize_t size_result(ssize_t r)
{
	return r == -1 ? -errno : r;
}

int lsock__sys_socket(int family, int type, int protocol)
{
	FAULT("socket");
	return result(socket(family, type | SOCK_CLOEXEC, protocol));
}

int lsock__sys_socketpair(int family, int type, int protocol, int ret_fds[2])
{
	FAULT("socketpair");
	return result(socketpair(family, type | SOCK_CLOEXEC, protocol, ret_fds));
}

int lsock__sys_dup(int fd)
{
	FAULT("fcntl");
	return result(fcntl(fd, F_DUPFD_CLOEXEC, 0));
}

static int replace(int by, int fd)
{
	FAULT("dup3");
	return dup3(by, fd, O_CLOEXEC) < 0 ? -errno : 0;
}

int lsock__sys_close(int fd)
{
	int r = result(close(fd));

	FAULT("close");	/* behind it: Linux has freed the descriptor even where close fails */
	return r;
}

/*
 * An O_PATH descriptor is none to recv, send, accept, getsockopt and their kin, which say EBADF,
 * and to poll, which says POLLNVAL.  dup3 is one step: at no time is the number free.
 */
int lsock__sys_bury(int fd)
{
	int dead, r;

	FAULT("open");
	dead = open("/", O_PATH | O_CLOEXEC);
	if (dead < 0)
		return -errno;
	r = replace(dead, fd);
	(void) close(dead);	/* it has nothing to lose */
	return r;
}

int lsock__sys_bind(int fd, const void *addr, socklen_t len)
{
	FAULT("bind");
	return result(bind(fd, addr, len));
}

int lsock__sys_listen(int fd, int backlog)
{
	FAULT("listen");
	return result(listen(fd, backlog));
}

int lsock__sys_accept(int fd, void *addr, socklen_t *len, int flags)
{
	FAULT("accept4");
	return result(accept4(fd, addr, len, flags | SOCK_CLOEXEC));
}

int lsock__sys_connect(int fd, const void *addr, socklen_t len)
{
	FAULT("connect");
	return result(connect(fd, addr, len));
}

int lsock__sys_shutdown(int fd, int how)
{
	FAULT("shutdown");
	return result(shutdown(fd, how));
}

int lsock__sys_getsockname(int fd, void *addr, socklen_t *len)
{
	FAULT("getsockname");
	return result(getsockname(fd, addr, len));
}

int lsock__sys_getpeername(int fd, void *addr, socklen_t *len)
{
	FAULT("getpeername");
	return result(getpeername(fd, addr, len));
}

int lsock__sys_getsockopt(int fd, int level, int option, void *value, socklen_t *len)
{
	FAULT("getsockopt");
	return result(getsockopt(fd, level, option, value, len));
}

int lsock__sys_setsockopt(int fd, int level, int option, const void *value, socklen_t len)
{
	FAULT("setsockopt");
	return result(setsockopt(fd, level, option, value, len));
}

int lsock__sys_ioctl(int fd, unsigned long request, void *arg)
{
	FAULT("ioctl");
	return result(ioctl(fd, (IOCTL_REQUEST) request, arg));	/* the kernel takes 32 bits */
}

ssize_t lsock__sys_recv(int fd, void *buf, size_t size, int flags)
{
	FAULT("recv");
	return size_result(recv(fd, buf, size, flags));
}

ssize_t lsock__sys_recvfrom(int fd, void *buf, size_t size, int flags, void *addr, socklen_t *len)
{
	FAULT("recv");
	return size_result(recvfrom(fd, buf, size, flags, addr, len));
}

ssize_t lsock__sys_send(int fd, const void *buf, size_t size, int flags)
{
	FAULT("send");
	return size_result(send(fd, buf, size, flags));
}

ssize_t lsock__sys_sendto(int fd, const void *buf, size_t size, int flags, const void *addr,
			  socklen_t len)
{
	FAULT("send");
	return size_result(sendto(fd, buf, size, flags, addr, len));
}

int lsock__sys_getflags(int fd)
{
	FAULT("fcntl");
	return result(fcntl(fd, F_GETFL));
}

int lsock__sys_setflags(int fd, int flags)
{
	FAULT("fcntl");
	return result(fcntl(fd, F_SETFL, flags));
}

int lsock__sys_setcloexec(int fd)
{
	FAULT("fcntl");
	return result(fcntl(fd, F_SETFD, FD_CLOEXEC));
}

/*
 * Two 64-bit numbers on all machines, and for ever: NULL.  Not ppoll() of the C library: it hides
 * the time left, which the kernel writes back.
 */
#ifdef SYS_ppoll_time64
static int poll_wide(struct pollfd *fds, nfds_t count, struct __kernel_timespec *time)
{
	return result((int) syscall(SYS_ppoll_time64, fds, count, time, NULL, 0));
}
#else
static int poll_wide(struct pollfd *fds, nfds_t count, struct __kernel_timespec *time)
{
	return result((int) syscall(SYS_ppoll, fds, count, time, NULL, 0));
}
#endif

#if defined(SYS_ppoll_time64) && defined(SYS_ppoll)
/* Before Linux 5.1, machines of 32 bits have a call of 32 bits only: at most 68 years at once. */
static int poll_narrow(struct pollfd *fds, nfds_t count, struct __kernel_timespec *time)
{
	struct __kernel_old_timespec narrow;
	int r;

	if (time == NULL)
		return result((int) syscall(SYS_ppoll, fds, count, NULL, NULL, 0));
	narrow.tv_sec = (__kernel_long_t) (time->tv_sec < INT32_MAX ? time->tv_sec : INT32_MAX);
	narrow.tv_nsec = (long) time->tv_nsec;
	r = result((int) syscall(SYS_ppoll, fds, count, &narrow, NULL, 0));
	time->tv_sec = narrow.tv_sec;
	time->tv_nsec = narrow.tv_nsec;
	return r;
}

static int poll_any(struct pollfd *fds, nfds_t count, struct __kernel_timespec *time)
{
	int r = poll_wide(fds, count, time);

	return r == -ENOSYS ? poll_narrow(fds, count, time) : r;
}
#else
#define poll_any poll_wide
#endif

int lsock__sys_poll(struct pollfd *fds, nfds_t count, int64_t *left)
{
	struct __kernel_timespec time;
	int r;

	FAULT("ppoll");
	if (*left < 0)
		return poll_any(fds, count, NULL);
	time.tv_sec = *left / NS_PER_S;
	time.tv_nsec = *left % NS_PER_S;
	r = poll_any(fds, count, &time);
	*left = time.tv_sec * NS_PER_S + time.tv_nsec;
	return r;
}

int64_t lsock__sys_now(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * NS_PER_S + now.tv_nsec;
}

/* Any socket will do to ask about interfaces; AF_UNIX is always there. */
static int interface_request(unsigned long request, struct ifreq *interface)
{
	int fd = lsock__sys_socket(AF_UNIX, SOCK_DGRAM, 0);
	int r;

	if (fd < 0)
		return fd;
	r = lsock__sys_ioctl(fd, request, interface);
	(void) lsock__sys_close(fd);	/* nothing was written to it */
	return r;
}

int lsock__sys_if_index(const char *name)
{
	struct ifreq interface = { .ifr_ifindex = 0 };
	int r;

	strncpy(interface.ifr_name, name, IFNAMSIZ - 1);
	r = interface_request(SIOCGIFINDEX, &interface);
	return r < 0 ? r : interface.ifr_ifindex;
}

int lsock__sys_if_name(unsigned index, char ret_name[16])
{
	struct ifreq interface = { .ifr_ifindex = (int) index };
	int r;

	r = interface_request(SIOCGIFNAME, &interface);
	if (r < 0)
		return r;
	memcpy(ret_name, interface.ifr_name, IFNAMSIZ);
	ret_name[IFNAMSIZ - 1] = '\0';
	return 0;
}

void *lsock__sys_alloc(size_t size)
{
	FAULT_NULL("malloc");
	return malloc(size);
}

void *lsock__sys_realloc(void *p, size_t size)
{
	FAULT_NULL("malloc");
	return realloc(p, size);
}

void lsock__sys_free(void *p)
{
	free(p);
}
