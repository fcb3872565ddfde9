/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What a message consists of: bytes in vectors, a name, flags; and what families make of it.
 * Of lib/messages/message.c, lib/messages/tipc.c, lib/socket/message.c, lib/sys/message.c.
 */
#include <linux_sock/linux_sock.h>

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/netlink.h>
#include <linux/tipc.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/harness/harness.h"
#include "tests/harness/peer.h"

#define SOON lsock_in_ms(5000)

TEST(vectors_are_gathered_and_scattered)
{
	char out[] = "abcdefgh", in[8] = "........";
	struct iovec from[] = { { out, 3 }, { NULL, 0 }, { out + 3, 5 } };
	struct iovec to[] = { { in + 7, 1 }, { in, 4 }, { in + 4, 0 }, { in + 4, 3 } };
	struct lsock_message message = { .vectors = from, .vector_count = 3 };
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), 8);
	message = (struct lsock_message){ .vectors = to, .vector_count = 4 };
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 8);
	ck_assert_mem_eq(in, "bcdefgha", 8);
	ck_assert_int_eq(message.flags, 0);
	ck_assert_uint_eq(message.vector_count, 4);
	close_both(fds);
}

TEST(no_vectors_are_an_empty_message)
{
	struct lsock_message message = { .vectors = NULL };
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), 0);
	ck_assert_int_eq(lsock_send(fds[0], "x", 1, 0, SOON), 1);
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 0);
	ck_assert_int_eq(message.flags, 0);
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 0);
	ck_assert_int_eq(message.flags, MSG_TRUNC);
	close_both(fds);
}

TEST(flags_are_those_of_the_message)
{
	char buf[4];
	struct iovec vector = { buf, 2 };
	struct lsock_control control;
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	uint64_t room[8];
	int fds[2];

	lsock_control_init(&control, room, sizeof(room));
	unix_pair(SOCK_SEQPACKET, fds);
	ck_assert_int_eq(lsock_send(fds[0], "abcd", 4, 0, SOON), 4);
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, MSG_PEEK, SOON), 2);
	ck_assert_int_eq(message.flags, MSG_TRUNC);
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, MSG_PEEK | MSG_TRUNC, SOON), 4);
	vector.iov_len = 4;
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 4);
	/* MSG_CMSG_CLOEXEC, which the library adds, is not among them. */
	ck_assert_int_eq(message.flags, 0);
	ck_assert_uint_eq(control.size, 0);
	close_both(fds);
}

/* ---- Control data of more than 4 GiB: msg_controllen may have 32 bits. */

/* Memory that is there once it is written to. */
static struct lsock_control huge_control(size_t room)
{
	void *memory = mmap(NULL, room, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	struct lsock_control control;

	if (memory == MAP_FAILED)
		skip("no room for that much: %s", strerror(errno));
	lsock_control_init(&control, memory, room);
	return control;
}

static size_t beyond_32_bits(void)
{
	if (sizeof(size_t) == sizeof(uint32_t))
		skip("size_t has 32 bits");
	return (size_t) UINT32_MAX + 1;
}

TEST(control_data_without_end_are_not_sent_in_part)
{
	size_t room = beyond_32_bits() + 4096;
	struct lsock_control control = huge_control(room);
	struct lsock_message message = {
		.vectors = &(struct iovec){ (char[]){ "x" }, 1 }, .vector_count = 1,
		.control = &control,
	};
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_control_put(&control, SOL_SOCKET, SCM_RIGHTS, &fds[0],
					   sizeof(int)), 0);
	control.size += beyond_32_bits();
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), -ENOBUFS);
	ck_assert_int_eq(lsock_send(fds[0], "y", 1, MSG_DONTWAIT, SOON), 1);
	control.size = 0;
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 1);
	ck_assert_uint_eq(control.size, 0);
	munmap(control.buf, room);
	close_both(fds);
}

TEST(room_without_end_is_room)
{
	size_t room = beyond_32_bits();
	struct lsock_control control = huge_control(room);
	struct lsock_control_item item = { 0 };
	struct lsock_message message = { .control = &control };
	int fds[2];

	unix_pair(SOCK_DGRAM, fds);
	ck_assert_int_eq(lsock_setsockopt_int(fds[1], SOL_SOCKET, SO_PASSCRED, 1), 0);
	ck_assert_int_eq(lsock_send(fds[0], "", 0, 0, SOON), 0);
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 0);
	ck_assert_int_eq(message.flags, 0);
	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	ck_assert_int_eq(item.type, SCM_CREDENTIALS);
	munmap(control.buf, room);
	close_both(fds);
}

/* ---- Names. */

static struct lsock_addr parse(const char *text)
{
	struct lsock_addr addr;

	ck_assert_int_eq(lsock_addr_parse(text, strlen(text), &addr, NULL), 0);
	return addr;
}

static int bound(const char *text, int type, struct lsock_addr *ret_name)
{
	struct lsock_addr addr = parse(text);
	int fd;

	need_family(addr.u.sa.sa_family);
	fd = lsock_open(addr.u.sa.sa_family, type, 0);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(lsock_bind(fd, &addr), 0);
	ck_assert_int_eq(lsock_getsockname(fd, ret_name), 0);
	return fd;
}

TEST(a_name_goes_out_and_comes_in)
{
	static const char *const texts[] = { "127.0.0.1:0", "[::1]:0", "unix:" };
	struct iovec vector = { (char[]){ "hello" }, 5 };
	struct lsock_message message;
	struct lsock_addr name;
	size_t n;
	int fd;

	for (n = 0; n < COUNT_OF(texts); n++) {
		fd = bound(texts[n], SOCK_DGRAM, &name);
		message = (struct lsock_message){
			.name = name, .vectors = &vector, .vector_count = 1,
		};
		ck_assert_int_eq(lsock_sendmsg(fd, &message, 0, SOON), 5);
		message.name = (struct lsock_addr){ .len = 99 };
		ck_assert_int_eq(lsock_recvmsg(fd, &message, 0, SOON), 5);
		ck_assert(lsock_addr_equal(&message.name, &name));
		close(fd);
	}
}

TEST(where_there_is_no_name_its_len_is_0)
{
	struct iovec vector = { (char[]){ "x" }, 1 };
	struct lsock_message message = { .vectors = &vector, .vector_count = 1 };
	int fds[2];

	unix_pair(SOCK_STREAM, fds);
	ck_assert_int_eq(lsock_sendmsg(fds[0], &message, 0, SOON), 1);
	message.name = parse("127.0.0.1:80");
	ck_assert_int_eq(lsock_recvmsg(fds[1], &message, 0, SOON), 1);
	ck_assert_uint_eq(message.name.len, 0);
	close_both(fds);
}

/* RTM_GETLINK of the loopback, which is answered. */
static void ask_route(struct lsock_socket *socket)
{
	struct nlmsghdr request = {
		.nlmsg_len = NLMSG_LENGTH(16), .nlmsg_type = 18, .nlmsg_flags = NLM_F_REQUEST,
	};
	char rest[16] = { 0, 0, 0, 0, 1 };
	struct iovec vectors[] = { { &request, sizeof(request) }, { rest, sizeof(rest) } };
	struct lsock_message message = {
		.name = parse("netlink:route:0"), .vectors = vectors, .vector_count = 2,
	};

	ck_assert_int_eq(lsock_socket_sendmsg(socket, &message, 0), 32);
}

TEST(the_object_tells_the_protocol_of_a_netlink_name)
{
	struct lsock_message message = { .vectors = NULL };
	struct lsock_socket *socket;
	char text[LSOCK_ADDR_TEXT_SIZE];
	const void *data;

	ck_assert_int_eq(lsock_socket_open(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &socket), 0);
	ck_assert_int_eq(lsock_socket_settimeout(socket, INT64_C(5000000000)), 0);
	ask_route(socket);
	ck_assert_int_gt(lsock_socket_recvmsg(socket, 65536, &message, 0, &data), 16);
	ck_assert_int_gt(lsock_addr_format(&message.name, text, sizeof(text)), 0);
	ck_assert_str_eq(text, "netlink:route:0");
	lsock_socket_free(socket);
}

/* ---- The object's own buffer. */

TEST(the_objects_buffer_is_good_until_its_next_receive)
{
	struct iovec wrong = { NULL, 1000 };
	struct lsock_message message = { .vectors = &wrong, .vector_count = 1 };
	struct lsock_socket *pair[2];
	const void *data = NULL;

	ck_assert_int_eq(lsock_socket_pair(AF_UNIX, SOCK_DGRAM, 0, pair), 0);
	ck_assert_int_eq(lsock_socket_send(pair[0], "first", 5, 0), 5);
	ck_assert_int_eq(lsock_socket_send(pair[0], "the second", 10, 0), 10);
	ck_assert_int_eq(lsock_socket_recvmsg(pair[1], 3, &message, 0, &data), 3);
	ck_assert_mem_eq(data, "fir", 3);
	ck_assert_int_eq(message.flags, MSG_TRUNC);
	ck_assert_ptr_eq(message.vectors, &wrong);
	ck_assert_uint_eq(message.vector_count, 1);
	ck_assert_int_eq(lsock_socket_recvmsg(pair[1], 4096, &message, 0, &data), 10);
	ck_assert_mem_eq(data, "the second", 10);
	ck_assert_int_eq(message.flags, 0);
	lsock_socket_free(pair[0]);
	lsock_socket_free(pair[1]);
}

/* ---- Packet sockets, which do not know MSG_CMSG_CLOEXEC. */

TEST(packet_sockets_have_control_data)
{
	const int one = 1;
	struct lsock_control_item item = { 0 };
	struct lsock_control control;
	uint64_t room[32];
	char buf[256];
	struct iovec vector = { buf, sizeof(buf) };
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	struct lsock_addr udp;
	int fd, sender;

	enter_netns();
	fd = lsock_open(AF_PACKET, SOCK_DGRAM, htons(ETH_P_IP));
	if (fd == -EPERM)
		skip("no packet sockets without CAP_NET_RAW");
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &one, sizeof(one)), 0);
	sender = bound("127.0.0.1:0", SOCK_DGRAM, &udp);
	ck_assert_int_eq(lsock_sendto(sender, "hello", 5, 0, &udp, SOON), 5);
	lsock_control_init(&control, room, sizeof(room));
	ck_assert_int_eq(lsock_recvmsg(fd, &message, 0, SOON), 20 + 8 + 5);
	ck_assert_int_eq(message.name.u.sa.sa_family, AF_PACKET);
	ck_assert_int_eq(lsock_control_next(&control, &item), 1);
	ck_assert_int_eq(item.level, SOL_PACKET);
	ck_assert_int_eq(item.type, PACKET_AUXDATA);
	close(sender);
	close(fd);
}

/* ---- TIPC. */

static struct lsock_control control;
static uint64_t room[256];

/* The item of that type, which has to be there. */
static struct lsock_control_item tipc_item(int type)
{
	struct lsock_control_item item = { 0 };

	while (lsock_control_next(&control, &item) > 0)
		if (item.level == 271 && item.type == type)
			return item;
	ck_abort_msg("TIPC has not told of %d", type);
}

static ssize_t tipc_receive(int fd, struct lsock_addr *ret_from)
{
	char buf[64];
	struct iovec vector = { buf, sizeof(buf) };
	struct lsock_message message = {
		.vectors = &vector, .vector_count = 1, .control = &control,
	};
	ssize_t n;

	lsock_control_init(&control, room, sizeof(room));
	n = lsock_recvmsg(fd, &message, 0, SOON);
	*ret_from = message.name;
	return n;
}

TEST(tipc_tells_by_which_name_a_message_came)
{
	struct lsock_addr own, from, to = parse("tipc:name:18888:7");
	int server, client;
	uint32_t type = 0, lower = 0, upper = 0;
	struct lsock_control_item item;

	need_family(AF_TIPC);
	server = bound("tipc:nameseq:18888:5-9,scope=node", SOCK_RDM, &own);
	client = lsock_open(AF_TIPC, SOCK_RDM, 0);
	ck_assert_int_eq(lsock_sendto(client, "named", 5, 0, &to, SOON), 5);
	ck_assert_int_eq(tipc_receive(server, &from), 5);
	item = tipc_item(TIPC_DESTNAME);
	ck_assert_int_eq(lsock_control_tipc_name(&item, &type, &lower, &upper), 0);
	ck_assert_uint_eq(type, 18888);
	ck_assert_uint_eq(lower, 7);
	ck_assert_uint_eq(upper, 7);
	close(client);
	close(server);
}

/* Rejected, because nobody has that socket any more. */
TEST(tipc_brings_back_what_was_refused)
{
	const int no = 0;
	struct lsock_addr gone, from;
	struct lsock_tipc_return returned;
	struct lsock_control_item item;
	int server, client;

	need_family(AF_TIPC);
	server = lsock_open(AF_TIPC, SOCK_RDM, 0);
	ck_assert_int_eq(lsock_getsockname(server, &gone), 0);
	close(server);
	client = lsock_open(AF_TIPC, SOCK_RDM, 0);
	ck_assert_int_eq(setsockopt(client, 271, TIPC_DEST_DROPPABLE, &no, sizeof(no)), 0);
	ck_assert_int_eq(lsock_sendto(client, "bounced", 7, 0, &gone, SOON), 7);
	ck_assert_int_eq(tipc_receive(client, &from), 0);
	item = tipc_item(TIPC_ERRINFO);
	ck_assert_int_eq(lsock_control_tipc_return(&item, &returned), 0);
	ck_assert_uint_eq(returned.error, TIPC_ERR_NO_PORT);
	ck_assert_uint_eq(returned.size, 7);
	item = tipc_item(TIPC_RETDATA);
	ck_assert_uint_eq(item.size, 7);
	ck_assert_mem_eq(item.data, "bounced", 7);
	close(client);
}
