/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/netns.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

static int home = -1;	/* the namespace that was left */
static bool entered;

static int write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n < 0 ? -1 : 0;
}

/* An ordinary user is root in a user namespace of its own. */
static const char *enter_as_user(int flags, unsigned uid, unsigned gid)
{
	char text[40];

	if (unshare(CLONE_NEWUSER | flags) < 0)
		return "unshare";
	snprintf(text, sizeof(text), "0 %u 1", uid);
	if (write_file("/proc/self/uid_map", text) < 0)
		return "/proc/self/uid_map";
	if (write_file("/proc/self/setgroups", "deny") < 0)
		return "/proc/self/setgroups";
	snprintf(text, sizeof(text), "0 %u 1", gid);
	if (write_file("/proc/self/gid_map", text) < 0)
		return "/proc/self/gid_map";
	return NULL;
}

/* By a socket that is made here: one from before would act on the interfaces of its namespace. */
static int interface_request(unsigned long request, struct ifreq *interface)
{
	int fd, r, failed;

	if (!entered) {
		errno = EPERM;
		return -1;
	}
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	r = ioctl(fd, (IOCTL_REQUEST) request, interface);
	failed = errno;
	close(fd);
	errno = failed;
	return r;
}

int netns_rename_loopback(const char *name)
{
	struct ifreq lo = { .ifr_name = "lo" };

	if (interface_request(SIOCSIFFLAGS, &lo) < 0)	/* down: else it keeps its name */
		return -1;
	memcpy(lo.ifr_newname, name, strlen(name) + 1);
	return interface_request(SIOCSIFNAME, &lo);
}

const char *netns_enter_with(int flags)
{
	struct ifreq lo = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	const char *failed;

	if (home < 0) {
		int fd = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);

		if (fd >= 0) {	/* out of the way of tests that count on the lowest number */
			home = fcntl(fd, F_DUPFD_CLOEXEC, 500);
			close(fd);
		}
	}
	flags |= CLONE_NEWNET;
	if (unshare(flags) < 0) {
		failed = enter_as_user(flags, getuid(), getgid());
		if (failed)
			return failed;
	}
	entered = true;
	return interface_request(SIOCSIFFLAGS, &lo) < 0 ? "lo" : NULL;
}

const char *netns_enter(void)
{
	return netns_enter_with(0);
}

void netns_leave(void)
{
	if (home >= 0) {
		entered = setns(home, CLONE_NEWNET) < 0;
		close(home);
		home = -1;
	}
}
