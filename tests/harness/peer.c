/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tests/harness/peer.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "tests/harness/harness.h"

void unix_pair(int type, int ret_fds[2])
{
	int r = socketpair(AF_UNIX, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ret_fds);

	ck_assert_int_eq(r, 0);
}

void set_nonblocking(int fd, bool nonblocking)
{
	int flags = fcntl(fd, F_GETFL);

	ck_assert_int_ge(flags, 0);
	flags = nonblocking ? flags | O_NONBLOCK : flags & ~O_NONBLOCK;
	ck_assert_int_eq(fcntl(fd, F_SETFL, flags), 0);
}

void close_both(const int fds[2])
{
	close(fds[0]);
	close(fds[1]);
}

struct later {
	pthread_t thread;
	int ms, fd;
	void (*act)(int fd);
};

static void *later_run(void *argument)
{
	struct later *later = argument;
	struct timespec time = { later->ms / 1000, later->ms % 1000 * 1000000 };

	while (nanosleep(&time, &time) < 0)
		;
	later->act(later->fd);
	return NULL;
}

pthread_t start_thread(void *(*run)(void *argument), void *argument)
{
	sigset_t all, before;
	pthread_t thread;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);	/* the new thread's too */
	ck_assert_int_eq(pthread_create(&thread, NULL, run, argument), 0);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return thread;
}

void end_thread(pthread_t thread)
{
	ck_assert_int_eq(pthread_join(thread, NULL), 0);
}

static struct {
	pthread_mutex_t gate;
	pthread_t thread;
} bystander = { .gate = PTHREAD_MUTEX_INITIALIZER };

static void *stand_by(void *argument)
{
	pthread_mutex_lock(&bystander.gate);
	pthread_mutex_unlock(&bystander.gate);
	return argument;
}

void begin_bystander(void)
{
	pthread_mutex_lock(&bystander.gate);
	bystander.thread = start_thread(stand_by, NULL);
}

void end_bystander(void)
{
	pthread_mutex_unlock(&bystander.gate);
	end_thread(bystander.thread);
}

struct later *later(int ms, void (*act)(int fd), int fd)
{
	struct later *l = malloc(sizeof(*l));

	ck_assert_ptr_nonnull(l);
	*l = (struct later){ .ms = ms, .fd = fd, .act = act };
	l->thread = start_thread(later_run, l);
	return l;
}

void later_end(struct later *later)
{
	end_thread(later->thread);
	free(later);
}

void act_write(int fd)
{
	(void) send(fd, "!", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}

void act_drain(int fd)
{
	static const struct timespec a_while = { 0, 5000000 };
	char buf[65536];
	int quiet = 0;

	/* What is under way comes a little later. */
	while (quiet < 4) {
		if (recv(fd, buf, sizeof(buf), MSG_DONTWAIT) > 0) {
			quiet = 0;
			continue;
		}
		quiet++;
		nanosleep(&a_while, NULL);
	}
}

void act_accept(int fd)
{
	int accepted = accept(fd, NULL, NULL);

	if (accepted >= 0)
		close(accepted);
}

void act_close(int fd)
{
	close(fd);
}

static size_t send_what_fits(int fd)
{
	static const char bytes[4096];
	size_t sent = 0;
	ssize_t n;

	while ((n = send(fd, bytes, sizeof(bytes), MSG_NOSIGNAL | MSG_DONTWAIT)) > 0)
		sent += (size_t) n;
	ck_assert_msg(errno == EAGAIN, "send: %s", strerror(errno));
	return sent;
}

size_t fill(int fd)
{
	static const struct timespec a_while = { 0, 50 * MS };	/* TCP acknowledges within 40 ms */
	size_t filled = 0, more;

	while ((more = send_what_fits(fd)) > 0) {
		filled += more;
		nanosleep(&a_while, NULL);
	}
	return filled;
}

size_t drain(int fd, void *buf, size_t size)
{
	struct pollfd fds = { .fd = fd, .events = POLLIN };
	size_t got = 0;
	ssize_t n;

	while (got < size && poll(&fds, 1, 2000) > 0) {
		n = recv(fd, (char *) buf + got, size - got, MSG_DONTWAIT);
		if (n == 0 || (n < 0 && errno != EAGAIN))
			break;
		got += n > 0 ? (size_t) n : 0;
	}
	return got;
}

static volatile sig_atomic_t signals;

static void count_signal(int number)
{
	(void) number;
	signals++;
}

static void set_interval(int us)
{
	struct itimerval interval = { { 0, us }, { 0, us } };

	ck_assert_int_eq(setitimer(ITIMER_REAL, &interval, NULL), 0);
}

void storm_begin(int us)
{
	struct sigaction action = { .sa_handler = count_signal };

	signals = 0;
	ck_assert_int_eq(sigaction(SIGALRM, &action, NULL), 0);
	set_interval(us);
}

void storm_end(void)
{
	set_interval(0);
	ck_assert_msg(signals > 0, "no signal came");
}

int64_t cpu_ns(void)
{
	struct timespec used;

	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
	return used.tv_sec * 1000 * MS + used.tv_nsec;
}

bool under_uml(void)
{
	return getenv("LSOCK_VM") != NULL;
}

void assert_cheap(int64_t used_before, int64_t most)
{
	int64_t used = cpu_ns() - used_before;

	if (under_uml())
		return;		/* it counts whole ticks, whoever's they are */
	ck_assert_msg(used < (int64_t) ((double) most * slowness()), "%lld us of a processor",
		      (long long) (used / 1000));
}

void assert_on_time(struct lsock_deadline until)
{
	int64_t now = clock_ns();

	ck_assert_msg(now >= until.ns, "%lld ns early", (long long) (until.ns - now));
	ck_assert_msg(now - until.ns < (int64_t) ((double) (1000 * MS) * slowness()),
		      "%lld ms late", (long long) ((now - until.ns) / MS));
}

static rlim_t allowed;

static void limit_descriptors(rlim_t most)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	allowed = limit.rlim_cur;
	limit.rlim_cur = most;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

void forbid_descriptors(void)
{
	const char *preload = getenv("LD_PRELOAD");
	int lowest;

	if (preload && strstr(preload, "vgpreload"))
		skip("valgrind has limits of its own, and drops the connection that is over them");
	lowest = open("/dev/null", O_RDONLY | O_CLOEXEC);
	ck_assert_int_ge(lowest, 0);
	close(lowest);
	limit_descriptors((rlim_t) lowest);
}

void act_allow(int fd)
{
	(void) fd;
	limit_descriptors(allowed);
}

int move_high(int fd, int number)
{
	struct rlimit limit;
	int high;

	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	if (limit.rlim_max <= (rlim_t) number)
		skip("descriptors go up to %ju here", (uintmax_t) limit.rlim_max);
	limit.rlim_cur = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	high = fcntl(fd, F_DUPFD_CLOEXEC, number);
	ck_assert_int_ge(high, number);
	close(fd);
	return high;
}
