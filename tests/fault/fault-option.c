/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Options by name, as text and typed, and lists of them.  Of the options here some are not told, so
 * that setting them reads nothing back.
 */
#include <check.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>

#include "tests/fault/fault-op.h"
#include "tests/harness/harness.h"
#include "tests/options/option-named.h"

#define INSTRUCTIONS 60		/* more than values have room for without an allocation */

static void fill_filter(struct sock_filter *filter)
{
	size_t i;

	for (i = 0; i < INSTRUCTIONS; i++)
		filter[i] = (struct sock_filter){ BPF_RET | BPF_K, 0, 0, 0xffff };
}

static void scene_filter(struct scene *s)
{
	struct sock_filter filter[INSTRUCTIONS];
	struct sock_fprog program = { INSTRUCTIONS, filter };

	scene_inet_socket(s);
	fill_filter(filter);
	/* Some kernels let the superuser alone have filters. */
	if (setsockopt(s->fd, SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(program)) < 0)
		skip("a filter is refused: %s", strerror(errno));
}

static int get_run(struct scene *s)
{
	return lsock_option_get(s->fd, "SO_ATTACH_FILTER", s->out.buf, sizeof(s->out.buf),
				&s->why);
}

static int get_text_of_row_run(struct scene *s)
{
	struct lsock_option option = option_named("SO_ATTACH_FILTER");

	return lsock_option_get_text(s->fd, &option, s->out.buf, sizeof(s->out.buf), &s->why);
}

static int get_value(struct scene *s, const char *name)
{
	struct lsock_option option = option_named(name);

	return lsock_option_get_value(s->fd, &option, s->out.buf, sizeof(s->out.buf),
				      s->out.values);
}

static int get_number_run(struct scene *s)
{
	return get_value(s, "SO_RCVLOWAT");
}

static void get_number_check(struct scene *s)
{
	ck_assert_int_eq(s->out.values[0].kind, LSOCK_KIND_NUMBER);
	ck_assert_int_eq(s->out.values[0].number, 1);
}

static int get_by_name_run(struct scene *s)
{
	return lsock_option_get_number(s->fd, "SO_RCVLOWAT", &s->out.values[0].number, &s->why);
}

static void get_by_name_check(struct scene *s)
{
	ck_assert_int_eq(s->out.values[0].number, 1);
}

static int get_text_run(struct scene *s)
{
	return get_value(s, "TCPCongestion");
}

static void get_text_check(struct scene *s)
{
	ck_assert_int_eq(s->out.values[0].kind, LSOCK_KIND_TEXT);
	ck_assert_uint_gt(s->out.values[0].size, 0);
}

/* With less room the kernel would refuse it: it is asked once more. */
static const struct rule get_value_rules[] = {
	{ "getsockopt", EINVAL, CLEAN, TOLD },
	{ NULL, 0, 0, 0 },
};

/* Told of what the socket is, and tried again of the value, as above. */
static const struct rule get_by_name_rules[] = {
	{ "getsockopt", EINVAL, NEVER, TOLD },
	{ NULL, 0, 0, 0 },
};

static int set_run(struct scene *s)
{
	return lsock_option_set(s->fd, "SO_CNX_ADVICE", "0", &s->why);
}

static int set_value_run(struct scene *s)
{
	struct lsock_value value = { .kind = LSOCK_KIND_NUMBER, .number = 1 };
	struct lsock_option option = option_named("NoDelay");

	return lsock_option_set_value(s->fd, &option, &value, &s->why);
}

static int set_by_name_run(struct scene *s)
{
	return lsock_option_set_number(s->fd, "SO_CNX_ADVICE", 0, &s->why);
}

/* The kernel is asked first what it has. */
static int set_rate_run(struct scene *s)
{
	struct lsock_value value = { .kind = LSOCK_KIND_NUMBER, .number = 1000000 };
	struct lsock_option option = option_named("SO_MAX_PACING_RATE");

	return lsock_option_set_value(s->fd, &option, &value, &s->why);
}

static void set_value_check(struct scene *s)
{
	int value = 0;
	socklen_t len = sizeof(value);

	ck_assert_int_eq(getsockopt(s->fd, IPPROTO_TCP, TCP_NODELAY, &value, &len), 0);
	ck_assert_int_eq(value, 1);
}

/* What cannot be read back has been set all the same. */
static const struct rule set_value_rules[] = {
	{ "getsockopt", 0, CLEAN, CLEAN },
	{ NULL, 0, 0, 0 },
};

static void scene_reuseport(struct scene *s)
{
	int on = 1;

	scene_inet_socket(s);
	ck_assert_int_eq(setsockopt(s->fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof(on)), 0);
}

static int set_much_run(struct scene *s)
{
	struct sock_filter filter[INSTRUCTIONS];
	struct lsock_value value = {
		.kind = LSOCK_KIND_BYTES,
		.data = (const char *) filter,
		.size = sizeof(filter),
	};
	struct lsock_option option = option_named("SO_ATTACH_REUSEPORT_CBPF");

	fill_filter(filter);
	return lsock_option_set_value(s->fd, &option, &value, &s->why);
}

static int settings_run(struct scene *s)
{
	struct lsock_setting settings[] = {
		{ "SO_CNX_ADVICE", "0", 0 }, { "SO_CNX_ADVICE", "1", 0 },
	};
	int r;

	lsock_settings_begin(settings, COUNT_OF(settings));
	r = lsock_settings_apply(s->fd, settings, COUNT_OF(settings), LSOCK_PHASE_CONNECTED, NULL,
				 &s->why);
	return r < 0 ? r : lsock_settings_end(settings, COUNT_OF(settings), NULL);
}

const struct op option_ops[] = {
	OP("lsock_option_get", scene_filter, get_run, .clean = INSTRUCTIONS * 16),
	OP("lsock_option_get_text", scene_filter, get_text_of_row_run, .clean = INSTRUCTIONS * 16),
	OP("lsock_option_get_value", scene_inet_socket, get_number_run,
	   .check = get_number_check, .rules = get_value_rules),
	OP("lsock_option_get_value of text", scene_inet_socket, get_text_run,
	   .check = get_text_check, .rules = get_value_rules),
	OP("lsock_option_get_number", scene_inet_socket, get_by_name_run,
	   .check = get_by_name_check, .rules = get_by_name_rules),
	OP("lsock_option_set_number", scene_inet_socket, set_by_name_run),
	OP("lsock_option_set", scene_inet_socket, set_run),
	OP("lsock_option_set_value", scene_inet_socket, set_value_run, .check = set_value_check,
	   .rules = set_value_rules),
	OP("lsock_option_set_value of a rate", scene_inet_socket, set_rate_run,
	   .rules = set_value_rules),
	OP("lsock_option_set_value of much", scene_reuseport, set_much_run),
	OP("lsock_settings_apply", scene_inet_socket, settings_run),
	{ .name = NULL },
};
