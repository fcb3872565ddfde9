/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/names/gate.h"

#include <check.h>
#include <dirent.h>
#include <fcntl.h>
#include <netdb.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "sys/nss.h"
#include "sys/thread.h"
#include "tests/harness/harness.h"

#define THREAD_NAME "lsock-lookup\n"

int __real_lsock__sys_getaddrinfo(const char *host, const char *service,
				  const struct addrinfo *hints, struct addrinfo **ret_list);
int __wrap_lsock__sys_getaddrinfo(const char *host, const char *service,
				  const struct addrinfo *hints, struct addrinfo **ret_list);
int __wrap_lsock__sys_getnameinfo(const void *addr, socklen_t len, char *host, size_t host_size,
				  char *service, size_t service_size, int flags);
int __wrap_lsock__sys_gethostbyname(const char *name, int family, struct hostent *ret_host,
				    char *buf, size_t size);
int __wrap_lsock__sys_gethostbyaddr(const void *addr, size_t len, int family,
				    struct hostent *ret_host, char *buf, size_t size);
int __real_lsock__sys_thread(void *(*run)(void *argument), void *argument);
int __wrap_lsock__sys_thread(void *(*run)(void *argument), void *argument);

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t opened = PTHREAD_COND_INITIALIZER;
static bool closed, heard;
static int result, started, ended, asked, waiting;

/* Those of the thread library cannot be blocked, nor can these two. */
static bool lets_through(const sigset_t *mask)
{
	int signal;

	for (signal = 1; signal <= SIGRTMAX; signal++)
		if (signal != SIGKILL && signal != SIGSTOP &&
		    (signal < 32 || signal >= SIGRTMIN) && !sigismember(mask, signal))
			return true;
	return false;
}

static int pass(void)
{
	sigset_t mask;
	int r;

	pthread_sigmask(SIG_SETMASK, NULL, &mask);
	pthread_mutex_lock(&lock);
	heard |= lets_through(&mask);
	asked++;
	waiting++;
	while (closed)
		pthread_cond_wait(&opened, &lock);
	waiting--;
	r = result;
	pthread_mutex_unlock(&lock);
	return r;
}

int __wrap_lsock__sys_getaddrinfo(const char *host, const char *service,
				  const struct addrinfo *hints, struct addrinfo **ret_list)
{
	struct addrinfo numeric = *hints;
	int r = pass();

	(void) host;
	numeric.ai_flags = AI_NUMERICHOST | (hints->ai_flags & AI_CANONNAME);
	return r < 0 ? r : __real_lsock__sys_getaddrinfo("127.0.0.1", service, &numeric, ret_list);
}

int __wrap_lsock__sys_getnameinfo(const void *addr, socklen_t len, char *host, size_t host_size,
				  char *service, size_t service_size, int flags)
{
	int r = pass();

	(void) addr;
	(void) len;
	if (r < 0)
		return r;
	ck_assert_uint_ge(host_size, NI_MAXHOST);
	ck_assert(service == NULL && service_size == 0);	/* files tell that */
	ck_assert_int_ne(flags & NI_NAMEREQD, 0);
	strcpy(host, "local");
	return 0;
}

/* Its buffer begins with the address and the list of it. */
static int local(struct hostent *host, char *buf, size_t size)
{
	static char name[] = "local", alias[] = "local.example.test";
	static char *aliases[] = { alias, NULL };
	char **list = (void *) buf;
	char *addr = buf + 2 * sizeof(*list);

	ck_assert_uint_ge(size, 64);
	list[0] = addr;
	list[1] = NULL;
	memcpy(addr, "\x7f\0\0\1", 4);
	*host = (struct hostent){ name, aliases, AF_INET, 4, list };
	return 0;
}

int __wrap_lsock__sys_gethostbyname(const char *name, int family, struct hostent *ret_host,
				    char *buf, size_t size)
{
	int r = pass();

	(void) name;
	ck_assert_int_eq(family, AF_INET);
	return r < 0 ? r : local(ret_host, buf, size);
}

int __wrap_lsock__sys_gethostbyaddr(const void *addr, size_t len, int family,
				    struct hostent *ret_host, char *buf, size_t size)
{
	int r = pass();

	(void) addr;
	ck_assert_uint_eq(len, family == AF_INET ? 4 : 16);
	return r < 0 ? r : local(ret_host, buf, size);
}

struct errand {
	void *(*run)(void *argument);
	void *argument;
};

static void *run_errand(void *argument)
{
	struct errand errand = *(struct errand *) argument;

	free(argument);
	errand.run(errand.argument);
	pthread_mutex_lock(&lock);
	ended++;
	pthread_mutex_unlock(&lock);
	return NULL;
}

int __wrap_lsock__sys_thread(void *(*run)(void *argument), void *argument)
{
	struct errand *errand = malloc(sizeof(*errand));
	int r;

	ck_assert_ptr_nonnull(errand);
	*errand = (struct errand){ run, argument };
	r = __real_lsock__sys_thread(run_errand, errand);
	if (r < 0)
		free(errand);
	pthread_mutex_lock(&lock);
	started += r == 0;
	pthread_mutex_unlock(&lock);
	return r;
}

static void set_closed(bool now)
{
	pthread_mutex_lock(&lock);
	closed = now;
	pthread_cond_broadcast(&opened);
	pthread_mutex_unlock(&lock);
}

void gate_close(void)
{
	set_closed(true);
}

void gate_open(void)
{
	set_closed(false);
}

void gate_answer(int its)
{
	pthread_mutex_lock(&lock);
	result = its;
	pthread_mutex_unlock(&lock);
}

static int read_number(const int *number)
{
	int value;

	pthread_mutex_lock(&lock);
	value = *number;
	pthread_mutex_unlock(&lock);
	return value;
}

int gate_asked(void)
{
	return read_number(&asked);
}

int gate_waiting(void)
{
	return read_number(&waiting);
}

static void sleep_once(int64_t start)
{
	const struct timespec pause = { .tv_nsec = 1000 * 1000 };

	ck_assert_int_le(ms_since(start), (int64_t) (8000 * slowness()));
	nanosleep(&pause, NULL);
}

void gate_await(int count)
{
	int64_t start = clock_ns();

	while (gate_waiting() != count)
		sleep_once(start);
}

static bool is_lookup(int tasks, const char *task)
{
	char path[280], name[20] = "";
	ssize_t n;
	int fd;

	snprintf(path, sizeof(path), "%s/comm", task);
	fd = openat(tasks, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;	/* it has just ended */
	n = read(fd, name, sizeof(name) - 1);
	close(fd);
	return n > 0 && strcmp(name, THREAD_NAME) == 0;
}

/* Threads of look-ups, which name themselves; a sanitizer may have one of its own. */
static int count_lookups(void)
{
	DIR *dir = opendir("/proc/self/task");
	struct dirent *entry;
	int count = 0;

	ck_assert_ptr_nonnull(dir);
	while ((entry = readdir(dir)) != NULL)
		count += entry->d_name[0] != '.' && is_lookup(dirfd(dir), entry->d_name);
	closedir(dir);
	return count;
}

void gate_settle(void)
{
	int64_t start = clock_ns();

	gate_open();
	while (read_number(&ended) != read_number(&started) || count_lookups() > 0)
		sleep_once(start);
}

bool gate_heard_signals(void)
{
	bool value;

	pthread_mutex_lock(&lock);
	value = heard;
	pthread_mutex_unlock(&lock);
	return value;
}
