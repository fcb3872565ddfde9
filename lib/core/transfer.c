/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/transfer.h"

#include <linux_sock/sockopt.h>

#include "core/resend.h"
#include "core/wait.h"
#include "sys/message.h"

/* Can no descriptors come in by it? */
static bool passes_no_fds(int fd)
{
	int family;

	return lsock_getsockopt_int(fd, SOL_SOCKET, SO_DOMAIN, &family) == 0 && family != AF_UNIX;
}

/* Packet sockets refuse MSG_CMSG_CLOEXEC, which they do not know (net/packet/af_packet.c). */
ssize_t lsock__transfer_message(const struct lsock__transfer *t, int fd, int flags)
{
	struct msghdr *message = t->buf;
	ssize_t n;

	if (t->how & LSOCK__SENDS)
		return lsock__sys_sendmsg(fd, message, flags);
	if (message->msg_controllen == 0)
		return lsock__sys_recvmsg(fd, message, flags);
	n = lsock__sys_recvmsg(fd, message, flags | MSG_CMSG_CLOEXEC);
	if (n == -EINVAL && passes_no_fds(fd))
		n = lsock__sys_recvmsg(fd, message, flags);
	return n;
}

static bool is_patient(const struct lsock__transfer *t)
{
	return t->how & LSOCK__PATIENT;
}

static int fd_of(const struct lsock__transfer *t)
{
	return is_patient(t) ? lsock__handle_fd(t->handle) : t->fd;
}

static int flags_of(const struct lsock__transfer *t)
{
	return is_patient(t) ? t->flags | lsock__handle_flags(t->handle) : t->flags;
}

static ssize_t transfer_again(const struct lsock__transfer *t)
{
	return lsock__transfer_try(t, fd_of(t), flags_of(t));
}

static bool is_interruptible(const struct lsock__transfer *t)
{
	return is_patient(t) ? t->handle->interruptible : t->until.flags & LSOCK_DEADLINE_SIGNALS;
}

/* A signal ends the kernel's wait; the user has none to be told of, unless he asked for it. */
static ssize_t brought_through_by_kernel(const struct lsock__transfer *t, ssize_t n)
{
	while (n == -EINTR && !is_interruptible(t))
		n = transfer_again(t);
	return n;
}

static short events_of(const struct lsock__transfer *t)
{
	return t->how & LSOCK__SENDS ? POLLOUT : lsock__receive_events(t->flags);
}

static struct lsock__transfer timed_by(const struct lsock__transfer *t, struct lsock_deadline until)
{
	struct lsock__transfer timed = *t;

	timed.fd = fd_of(t);
	timed.flags = flags_of(t);
	timed.until = until;
	timed.how &= ~LSOCK__PATIENT;
	return timed;
}

/* An error, against which no wait helps: that of a send need not be its own. */
static ssize_t failed(const struct lsock__transfer *t, struct lsock_deadline until, ssize_t n)
{
	struct lsock__transfer timed;

	if ((t->how & (LSOCK__SENDS | LSOCK__RESENT)) != LSOCK__SENDS)
		return n;
	timed = timed_by(t, until);
	return lsock__resend(&timed, n);
}

static ssize_t again_and_again(const struct lsock__transfer *t, struct lsock_deadline until,
			       ssize_t n)
{
	unsigned lies = 0;
	int r;

	do {
		r = lsock__wait_again(fd_of(t), events_of(t), (int) n, &lies, until);
		if (r < 0)
			return r;
		n = transfer_again(t);
	} while (lsock__was_refused(n));
	return n < 0 ? failed(t, until, n) : n;
}

/* Behind one wait and the call once more, which gave n. */
static ssize_t go_on_behind_wait(const struct lsock__transfer *t, struct lsock_deadline until,
				 ssize_t n)
{
	return lsock__was_refused(n) ? again_and_again(t, until, n) : failed(t, until, n);
}

/* For how many ns it may wait from now on; below 0 for ever. */
static int64_t left_of(const struct lsock__transfer *t)
{
	if (!is_patient(t))
		return lsock__left(t->until);
	return t->flags & MSG_DONTWAIT ? 0 : lsock__timeout(t->handle);
}

/* The instant at which patience ends, of which left ns are left. */
static struct lsock_deadline deadline_of(const struct lsock__transfer *t, int64_t left)
{
	struct lsock_deadline until;

	if (!is_patient(t))
		return t->until;
	until = left > 0 ? lsock_in_ns(left) : lsock_nowait();
	return t->handle->interruptible ? lsock_or_signal(until) : until;
}

/* The same before any of it has passed. */
static struct lsock_deadline until_of(const struct lsock__transfer *t)
{
	if (flags_of(t) & MSG_DONTWAIT)
		return deadline_of(t, left_of(t));
	return is_interruptible(t) ? lsock_or_signal(lsock_forever()) : lsock_forever();
}

/* Whether a wait of the handle slept is seen by the time that is left. */
static void learn(struct lsock__handle *handle, int64_t slept)
{
	atomic_store_explicit(&handle->waits, slept > LSOCK__SLEPT, memory_order_relaxed);
}

/* Is so long a wait one for the kernel at once?  Others take detours. */
static bool is_plain(int64_t left)
{
	return left > 0 && left <= LSOCK__LONGEST_POLL;
}

/*
 * One plain wait, and the call once more, which tells what poll() says of a descriptor that is
 * none: made without detours, for it is nearly always enough.
 */
LSOCK__INLINE ssize_t wait_patiently(const struct lsock__transfer *t, int64_t left)
{
	struct lsock__handle *handle = t->handle;
	struct pollfd fds = { .fd = lsock__handle_fd(handle), .events = events_of(t) };
	int64_t rest = left;
	ssize_t n;

	if (LSOCK__RARELY(fds.fd < 0))
		return -EBADF;	/* poll would pass over it, and wait */
	n = lsock__sys_poll(&fds, 1, &rest);
	learn(handle, left - rest);
	if (LSOCK__RARELY(n <= 0))
		n = rest > 0 ? n : -ETIME;
	else
		n = lsock__transfer_try(t, lsock__handle_fd(handle), t->flags | MSG_DONTWAIT);
	if (LSOCK__RARELY(n < 0) && n != -ETIME)
		n = go_on_behind_wait(t, deadline_of(t, rest > 0 ? rest : 1), n);
	return n;
}

static ssize_t wait_until(const struct lsock__transfer *t, int64_t left)
{
	struct pollfd fds = { .fd = t->fd, .events = events_of(t) };
	ssize_t n = lsock__sys_poll(&fds, 1, &left);

	if (LSOCK__RARELY(n <= 0))
		n = left > 0 ? n : -ETIME;
	else
		n = lsock__transfer_try(t, t->fd, t->flags);
	if (LSOCK__RARELY(n < 0) && n != -ETIME)
		n = go_on_behind_wait(t, t->until, n);
	return n;
}

/* Behind anything but EAGAIN. */
static ssize_t go_on_oddly(const struct lsock__transfer *t, ssize_t n)
{
	if (n == -EINTR && flags_of(t) & MSG_DONTWAIT)
		return again_and_again(t, until_of(t), n);
	n = brought_through_by_kernel(t, n);
	return n < 0 ? failed(t, until_of(t), n) : n;
}

/* A deadline that has passed gets the wait that tells so, too. */
ssize_t lsock__transfer_go_on(struct lsock__transfer t, ssize_t n)
{
	int64_t left;

	if (LSOCK__RARELY(n != -EAGAIN))
		return go_on_oddly(&t, n);
	if (LSOCK__RARELY(!(flags_of(&t) & MSG_DONTWAIT)))
		return n;	/* the user's own SO_RCVTIMEO or SO_SNDTIMEO */
	left = left_of(&t);
	if (LSOCK__RARELY(!is_plain(left)))
		return again_and_again(&t, deadline_of(&t, left), n);
	return is_patient(&t) ? wait_patiently(&t, left) : wait_until(&t, left);
}

ssize_t lsock__receive_patiently(struct lsock__handle *handle, unsigned how, void *buf, size_t size,
				 int flags, struct lsock_addr *name)
{
	int64_t timeout = lsock__timeout(handle);
	struct lsock__transfer t;
	ssize_t n;

	t.how = how;
	t.flags = flags;
	t.buf = buf;
	t.size = size;
	t.name = name;
	t.handle = handle;
	if (is_plain(timeout) && !(flags & MSG_DONTWAIT))
		return wait_patiently(&t, timeout);
	n = transfer_again(&t);
	return n < 0 ? lsock__transfer_go_on(t, n) : n;
}

struct lsock__transfer lsock__transfer_timed(const struct lsock__transfer *t)
{
	return timed_by(t, until_of(t));
}

int lsock__may_go_on(struct lsock_deadline until)
{
	if (lsock__is_nowait(until) || lsock__left(until) != 0)
		return 0;
	return -ETIME;
}

/*
 * Behind a part of what was to be sent.  A send that waits in the kernel and is short was ended by
 * a signal, whose handler has run, or by an error, which the next call tells.
 */
static int may_send_more(const struct lsock__transfer *t)
{
	if (t->flags & MSG_DONTWAIT)
		return lsock__may_go_on(t->until);
	return is_interruptible(t) ? -EINTR : 0;
}

int lsock__transfer_all(const struct lsock__transfer *all, size_t *sent)
{
	struct lsock__transfer t = lsock__transfer_timed(all);
	ssize_t n;
	int r = 0;

	/* At least once: to send nothing is to send an empty message. */
	for (*sent = 0; r == 0; r = may_send_more(&t)) {
		n = lsock__transfer(&t);
		if (n < 0)
			return (int) n;
		*sent += (size_t) n;
		t.size = all->size - *sent;
		if (t.size == 0)
			return 0;
		t.buf = (char *) all->buf + *sent;
	}
	return r;
}
