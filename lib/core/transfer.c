/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "core/transfer.h"

#include <linux_sock/sockopt.h>

#include "core/held.h"
#include "core/wait.h"
#include "sys/message.h"

/* Can no descriptors come in by it? */
static bool passes_no_fds(int fd)
{
	int family;

	return lsock_getsockopt_int(fd, SOL_SOCKET, SO_DOMAIN, &family) == 0 && family != AF_UNIX;
}

/* Packet sockets refuse MSG_CMSG_CLOEXEC, which they do not know (net/packet/af_packet.c). */
ssize_t lsock__transfer_message(const struct lsock__transfer *t)
{
	struct msghdr *message = t->buf;
	ssize_t n;

	if (t->sends)
		return lsock__sys_sendmsg(t->fd, message, t->flags);
	if (message->msg_controllen == 0)
		return lsock__sys_recvmsg(t->fd, message, t->flags);
	n = lsock__sys_recvmsg(t->fd, message, t->flags | MSG_CMSG_CLOEXEC);
	if (n == -EINVAL && passes_no_fds(t->fd))
		n = lsock__sys_recvmsg(t->fd, message, t->flags);
	return n;
}

static ssize_t call_again(const struct lsock__transfer *t)
{
	return lsock__was_closed(t->owner, t->fd) ? -EBADF : lsock__transfer_once(t);
}

/* A signal ends the kernel's wait; the user has none to be told of. */
static ssize_t brought_through_by_kernel(const struct lsock__transfer *t, ssize_t n)
{
	while (n == -EINTR)
		n = call_again(t);
	return n;
}

static short events_of(const struct lsock__transfer *t)
{
	return t->sends ? POLLOUT : lsock__receive_events(t->flags);
}

static ssize_t again_and_again(const struct lsock__transfer *t, ssize_t n)
{
	unsigned futile = 0;
	int r;

	do {
		r = lsock__wait_again(t->fd, events_of(t), (int) n, &futile, t->until);
		if (r < 0)
			return r;
		n = call_again(t);
	} while (lsock__was_refused(n));
	return n;
}

/* One wait, and the call once more: made without detours, for it is nearly always enough. */
static ssize_t once_again(const struct lsock__transfer *t)
{
	int64_t left = lsock_deadline_left(t->until);
	int r = lsock__wait_for(t->fd, events_of(t), &left);

	if (r > 0)
		return call_again(t);
	return r < 0 ? r : -EAGAIN;
}

ssize_t lsock__transfer_wait(struct lsock__transfer t, ssize_t n)
{
	if (t.blocks)
		return brought_through_by_kernel(&t, n);
	if (n == -EAGAIN && !lsock__is_nowait(t.until))
		n = once_again(&t);
	return lsock__was_refused(n) ? again_and_again(&t, n) : n;
}

int lsock__may_go_on(struct lsock_deadline until)
{
	if (lsock__is_nowait(until) || lsock_deadline_left(until) != 0)
		return 0;
	return -ETIME;
}

static int may_send_more(const struct lsock__transfer *t)
{
	return lsock__was_closed(t->owner, t->fd) ? -EBADF : lsock__may_go_on(t->until);
}

int lsock__transfer_all(struct lsock__transfer *t, size_t *sent)
{
	const char *end = (const char *) t->buf + t->size;
	ssize_t n;
	int r = 0;

	/* At least once: to send nothing is to send an empty message. */
	for (*sent = 0; r == 0; r = may_send_more(t)) {
		n = lsock__transfer(t);
		if (n < 0)
			return (int) n;
		*sent += (size_t) n;
		t->size -= (size_t) n;
		t->buf = (char *) end - t->size;
		if (t->size == 0)
			return 0;
	}
	return r;
}
