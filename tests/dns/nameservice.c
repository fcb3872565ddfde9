/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/dns/nameservice.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/netns.h"

static bool entered;

static const struct {
	const char *name, *text;
} files[] = {
	{ "nsswitch.conf", "hosts: files dns\nservices: files\nprotocols: files\n"
			   "networks: files\npasswd: files\ngroup: files\n" },
	{ "host.conf", "multi on\n" },
	{ "hosts", "127.0.0.1\tlocalhost\n"
		   "::1\tlocalhost ip6-localhost\n"
		   "127.0.1.1\tbox.example.test box\n"
		   "198.51.100.10\tplain.example.test plain alias-one alias-two\n"
		   "198.51.100.11\tmulti.example.test\n"
		   "198.51.100.12\tmulti.example.test\n"
		   "2001:db8:1::11\tmulti.example.test\n"
		   "2001:db8:1::20\tsix.example.test six\n" },
	{ "services", "echo\t7/tcp\necho\t7/udp\n"
		      "http\t80/tcp\twww www-alias\n"
		      "domain\t53/tcp\ndomain\t53/udp\n"
		      "only-udp\t4000/udp\nonly-tcp\t4001/tcp\n"
		      "split\t4002/tcp\nsplit\t4003/udp\n" },
	{ "protocols", "ip\t0\tIP\nicmp\t1\tICMP\ntcp\t6\tTCP\nudp\t17\tUDP\n"
		       "ipv6-icmp\t58\tIPv6-ICMP\n" },
};

int nameservice_write(const char *name, const char *text)
{
	char path[80];
	ssize_t n;
	int fd;

	if (!entered) {		/* there it would be the host's */
		errno = EPERM;
		return -1;
	}
	snprintf(path, sizeof(path), "/etc/%s", name);
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	if (fd < 0)
		return -1;
	n = write(fd, text, strlen(text));
	close(fd);
	return n == (ssize_t) strlen(text) ? 0 : -1;
}

int nameservice_patience(unsigned seconds, unsigned attempts)
{
	char text[120];

	snprintf(text, sizeof(text), "nameserver 127.0.0.1\noptions timeout:%u attempts:%u\n",
		 seconds, attempts);
	return nameservice_write("resolv.conf", text);
}

static const char *write_files(void)
{
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		if (nameservice_write(files[i].name, files[i].text) < 0)
			return files[i].name;
	return nameservice_patience(1, 1) < 0 ? "resolv.conf" : NULL;
}

/* What the C library would ask besides the files, or instead of them. */
static void hide_others(void)
{
	static const char *const variables[] = { "RES_OPTIONS", "LOCALDOMAIN", "HOSTALIASES" };
	size_t i;

	(void) mount("none", "/var/run/nscd", "tmpfs", 0, NULL);	/* where there is one */
	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		unsetenv(variables[i]);
}

static void *do_nothing(void *argument)
{
	return argument;
}

/* ThreadSanitizer begins one of its own with the first thread: it is not to be counted later. */
static void begin_hidden_threads(void)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, do_nothing, NULL) == 0)
		pthread_join(thread, NULL);
}

const char *nameservice_enter(void)
{
	const char *failed = netns_enter_with(CLONE_NEWNS | CLONE_NEWUTS);

	if (failed)
		return failed;
	/* Private first: else the host would see what is mounted. */
	if (mount("none", "/", "none", MS_REC | MS_PRIVATE, NULL) < 0)
		return "private mounts";
	if (mount("none", "/etc", "tmpfs", 0, "mode=755") < 0)
		return "a tmpfs on /etc";
	entered = true;
	hide_others();
	begin_hidden_threads();
	if (sethostname(NAMESERVICE_HOST, strlen(NAMESERVICE_HOST)) < 0)
		return "sethostname";
	return write_files();
}

/* Who lists /proc/self/task misses some of them where others end meanwhile. */
int nameservice_threads(void)
{
	FILE *status = fopen("/proc/self/status", "re");
	char line[256];
	int n = -1;

	if (status == NULL)
		return -1;
	while (n < 0 && fgets(line, sizeof(line), status))
		if (strncmp(line, "Threads:", 8) == 0)
			n = atoi(line + 8);
	fclose(status);
	return n;
}

int nameservice_calms_to(int threads, int ms)
{
	const struct timespec pause = { .tv_nsec = 10 * 1000 * 1000 };

	for (; ms > 0 && nameservice_threads() > threads; ms -= 10)
		nanosleep(&pause, NULL);
	return nameservice_threads() <= threads;
}
