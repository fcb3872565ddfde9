/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The descriptor of a look-up in a thread, whatever a program does with it.
 * Of lib/names/nss/job.c.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <linux_sock/host.h>

#include "tests/harness/harness.h"
#include "tests/harness/seam.h"
#include "tests/names/gate.h"

static struct lsock_lookup *start(const char *host)
{
	struct lsock_lookup *lookup = NULL;

	ck_assert_int_eq(lsock_getaddrinfo_start(host, "80", NULL, &lookup), 0);
	ck_assert_ptr_nonnull(lookup);
	return lookup;
}

static bool is_readable(const struct lsock_lookup *lookup, int ms)
{
	struct pollfd fds = { .fd = lsock_lookup_fd(lookup), .events = POLLIN };

	return poll(&fds, 1, ms) == 1 && fds.revents == POLLIN;
}

/* The answer that the gate gives to all. */
static void is_local(struct lsock_answer *answer)
{
	ck_assert_uint_ge(lsock_answer_count(answer), 1);
	ck_assert_int_eq(lsock_answer_at(answer, 0)->u.sa.sa_family, AF_INET);
	ck_assert_int_eq(lsock_addr_port(lsock_answer_at(answer, 0)), 80);
	lsock_answer_free(answer);
}

static void finishes(struct lsock_lookup *lookup)
{
	struct lsock_answer *answer = NULL;

	ck_assert_int_eq(lsock_lookup_finish(lookup, lsock_forever(), &answer), 0);
	is_local(answer);
}

/* As one does who takes the descriptor for an eventfd, which it is. */
static void read_away(int fd)
{
	uint64_t count;

	ck_assert_int_eq(read(fd, &count, sizeof(count)), sizeof(count));
}

TEST(what_the_program_read_from_the_descriptor_does_not_matter)
{
	struct lsock_lookup *lookup = start("name.example");

	ck_assert(is_readable(lookup, (int) (8000 * slowness())));
	read_away(lsock_lookup_fd(lookup));
	finishes(lookup);
	lsock_lookup_free(lookup);
	lookup = start("name.example");
	ck_assert(is_readable(lookup, (int) (8000 * slowness())));
	read_away(lsock_lookup_fd(lookup));
	lsock_lookup_free(lookup);
	gate_settle();
}

static void set_blocking(int fd)
{
	ck_assert_int_eq(fcntl(fd, F_SETFL, 0), 0);
}

/* The thread cannot tell anything there; until it is in the middle of that, none is lost. */
TEST(look_up_is_freed_though_its_descriptor_is_full_and_blocks)
{
	const uint64_t brim = UINT64_MAX - 1;
	struct lsock_lookup *lookup;
	int64_t begin;

	gate_close();
	lookup = start("held.example");
	set_blocking(lsock_lookup_fd(lookup));
	ck_assert_int_eq(write(lsock_lookup_fd(lookup), &brim, sizeof(brim)), sizeof(brim));
	gate_open();
	finishes(lookup);
	begin = clock_ns();
	lsock_lookup_free(lookup);
	assert_took(begin, 0, 4000);
	gate_settle();
}

static int full_pipe(int *ret_end)
{
	static const char bytes[4096];
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
	while (write(ends[1], bytes, sizeof(bytes)) > 0)
		;
	set_blocking(ends[1]);
	*ret_end = ends[0];
	return ends[1];
}

TEST(look_up_is_freed_though_another_file_that_blocks_has_its_descriptor)
{
	int end, full = full_pipe(&end), fd;
	struct lsock_lookup *lookup;
	int64_t begin;

#ifdef __SANITIZE_THREAD__
	skip("ThreadSanitizer sees what this test does: a write to what is closed");
#endif

	gate_close();
	lookup = start("held.example");
	fd = lsock_lookup_fd(lookup);
	ck_assert_int_eq(dup3(full, fd, O_CLOEXEC), fd);
	close(full);
	gate_open();
	finishes(lookup);
	begin = clock_ns();
	lsock_lookup_free(lookup);
	assert_took(begin, 0, 4000);
	ck_assert_int_eq(fcntl(fd, F_GETFD), -1);
	close(end);	/* that lets the thread go */
	gate_settle();
}

TEST(call_that_waits_makes_no_descriptor)
{
	struct lsock_answer *answer = NULL;

	seam_reset();
	ck_assert_int_eq(lsock_getaddrinfo("name.example", "80", NULL, lsock_forever(), &answer),
			 0);
	is_local(answer);
	ck_assert_uint_eq(seam_count("eventfd"), 0);
	gate_settle();
}
