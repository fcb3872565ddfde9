/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* packet_*: AF_PACKET, "packet:IF|*|/INDEX[:PROTO][,hw=xx:xx..]". */
#include <arpa/inet.h>
#include <errno.h>
#include <limits.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "families/interface.h"
#include "families/row.h"

#define PACKET_HARDWARE_AT offsetof(struct sockaddr_ll, sll_addr)
#define PACKET_HARDWARE_MAX 8	/* what sockaddr_ll has room for */

/* The kernel's longest hardware address, which it writes beyond sockaddr_ll: InfiniBand has 20. */
#define PACKET_HARDWARE_KERNEL_MAX 32

/* Its bytes; there may be more of them than sll_addr has. */
static const char *packet_hardware(const struct lsock_addr *addr)
{
	return (const char *) &addr->u + PACKET_HARDWARE_AT;
}

/* Is the hardware address within the length, and the index one that an interface can have? */
static bool packet_is_sane(const struct lsock_addr *addr, const struct sockaddr_ll *ll)
{
	return ll->sll_halen <= addr->len - PACKET_HARDWARE_AT && ll->sll_ifindex >= 0;
}

/* The next len bytes are a name, or "*"; an index may be shorter than they. */
static int packet_interface_parse(struct lsock__scan *scan, size_t len, int *ret_index)
{
	uint32_t index = 0;
	int r = 0;

	if (len == 1 && lsock__scan_char(scan, '*'))
		r = 0;
	else if (lsock__scan_char(scan, '/'))
		r = lsock__index_parse(scan, "ifname", &index);
	else if (lsock__is_number(scan->at, len))
		r = lsock__scan_refuse(scan, scan->at, -EINVAL,
				       "an interface's index is written behind a slash");
	else
		r = lsock__interface_parse(scan, len, &index);
	*ret_index = (int) index;
	return r;
}

/* How many bytes an interface in text has: none of them is ':' or ','. */
static size_t packet_interface_length(const struct lsock__scan *scan)
{
	const char *p = scan->at;

	while (p < scan->end && *p != ':' && *p != ',')
		p++;
	return (size_t) (p - scan->at);
}

static int packet_protocol_parse(struct lsock__scan *scan, uint32_t *ret_protocol)
{
	static const struct {
		const char *word;
		uint32_t protocol;
	} words[] = {
		{ "ipv6", ETH_P_IPV6 },		/* before its beginning, "ip" */
		{ "ip", ETH_P_IP },
		{ "arp", ETH_P_ARP },
		{ "all", ETH_P_ALL },
	};
	size_t i;

	if (scan->at < scan->end && lsock__is_digit(*scan->at))
		return lsock__scan_hex(scan, "proto", 4, ret_protocol);
	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (lsock__scan_word(scan, words[i].word)) {
			*ret_protocol = words[i].protocol;
			return 0;
		}
	}
	return lsock__scan_refuse(scan, scan->at, -EINVAL,
				  "the protocol is 0xHHHH, ip, ipv6, arp or all");
}

static int packet_byte_parse(struct lsock__scan *scan, unsigned char *ret_byte)
{
	int digit, byte = 0, i;

	for (i = 0; i < 2; i++) {
		digit = scan->at < scan->end ? lsock__hex_digit(*scan->at) : -1;
		if (digit < 0)
			return lsock__scan_refuse(scan, scan->at, -EINVAL,
						  "two hexadecimal digits make a byte");
		byte = byte << 4 | digit;
		scan->at++;
	}
	*ret_byte = (unsigned char) byte;
	return 0;
}

/* xx:xx.., behind "hw=". */
static int packet_hardware_parse(struct lsock__scan *scan, struct sockaddr_ll *ll)
{
	unsigned char byte = 0;
	int r;

	do {
		const char *first = scan->at;

		r = packet_byte_parse(scan, &byte);
		if (r < 0)
			return r;
		if (ll->sll_halen == PACKET_HARDWARE_MAX)
			return lsock__scan_refuse(scan, first, -ENAMETOOLONG,
						  "a hardware address has at most 8 bytes");
		ll->sll_addr[ll->sll_halen++] = byte;
	} while (lsock__scan_char(scan, ':'));
	return 0;
}

static int packet_options_parse(struct lsock__scan *scan, struct sockaddr_ll *ll)
{
	uint32_t protocol = 0;
	int r = 0;

	if (lsock__scan_char(scan, ':'))
		r = packet_protocol_parse(scan, &protocol);
	ll->sll_protocol = htons((uint16_t) protocol);
	if (r < 0 || !lsock__scan_char(scan, ','))
		return r;
	if (!lsock__scan_word(scan, "hw="))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "the only option is hw=");
	return packet_hardware_parse(scan, ll);
}

static int packet_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
			struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	struct sockaddr_ll ll = { .sll_family = AF_PACKET };
	int r;

	(void) prefixed;
	r = packet_interface_parse(&scan, packet_interface_length(&scan), &ll.sll_ifindex);
	if (r == 0)
		r = packet_options_parse(&scan, &ll);
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r == 0)
		lsock__row_put(ret_addr, &ll, sizeof(ll));
	return r;
}

/* An interface may be called "*", which in text is all of them. */
static void packet_interface_format(struct lsock__out *out, int index)
{
	char name[LSOCK__INTERFACE_MAX + 1];

	if (index == 0) {
		lsock__out_char(out, '*');
	} else if (lsock__interface_name((uint32_t) index, name) && strcmp(name, "*") != 0) {
		lsock__out_text(out, name);
	} else {
		lsock__out_char(out, '/');
		lsock__out_decimal(out, (uint32_t) index);
	}
}

static void packet_hardware_format(struct lsock__out *out, const char *bytes, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		lsock__out_text(out, i == 0 ? ",hw=" : ":");
		lsock__out_hex(out, (unsigned char) bytes[i], 2);
	}
}

static int packet_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	struct lsock__out out = { buf, size, 0 };
	struct sockaddr_ll ll;

	lsock__row_get(addr, &ll, sizeof(ll));
	if (!packet_is_sane(addr, &ll))
		return -EINVAL;
	lsock__out_text(&out, "packet:");
	packet_interface_format(&out, ll.sll_ifindex);
	if (ll.sll_protocol != 0) {
		lsock__out_text(&out, ":0x");
		lsock__out_hex(&out, ntohs(ll.sll_protocol), 4);
	}
	packet_hardware_format(&out, packet_hardware(addr), ll.sll_halen);
	return lsock__out_end(&out);
}

enum {
	PACKET_FIELD_IFNAME, PACKET_FIELD_PROTO, PACKET_FIELD_PKTTYPE, PACKET_FIELD_HATYPE,
	PACKET_FIELD_ADDR
};

static const struct lsock_field packet_fields[] = {
	[PACKET_FIELD_IFNAME] = { "ifname", LSOCK_KIND_TEXT, LSOCK_FIELD_REQUIRED,
				  0, LSOCK__INTERFACE_MAX, 0 },
	[PACKET_FIELD_PROTO] = { "proto", LSOCK_KIND_NUMBER, 0, 0, UINT16_MAX, 0 },
	[PACKET_FIELD_PKTTYPE] = { "pkttype", LSOCK_KIND_NUMBER, LSOCK_FIELD_NOT_IN_TEXT,
				   0, UINT8_MAX, 0 },
	[PACKET_FIELD_HATYPE] = { "hatype", LSOCK_KIND_NUMBER, LSOCK_FIELD_NOT_IN_TEXT,
				  0, UINT16_MAX, 0 },
	[PACKET_FIELD_ADDR] = { "addr", LSOCK_KIND_BYTES, 0, 0, PACKET_HARDWARE_MAX, 0 },
};

static const struct lsock_form packet_forms[] = {
	{ "packet", packet_fields, sizeof(packet_fields) / sizeof(packet_fields[0]) },
};

static int packet_ifname(const struct lsock_value *value, int *ret_index, struct lsock_why *why)
{
	struct lsock__scan scan = { value->data, value->data, value->data + value->size, why };
	int r = 0;

	*ret_index = 0;
	if (value->size > 0)
		r = packet_interface_parse(&scan, value->size, ret_index);
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r < 0)
		why->field = "ifname";
	return r;
}

static int packet_from_fields(size_t form, const struct lsock_value *values,
			      struct lsock_addr *ret_addr, struct lsock_why *why)
{
	const struct lsock_value *hardware = &values[PACKET_FIELD_ADDR];
	struct sockaddr_ll ll = { .sll_family = AF_PACKET };
	int r;

	(void) form;
	r = packet_ifname(&values[PACKET_FIELD_IFNAME], &ll.sll_ifindex, why);
	if (r < 0)
		return r;
	ll.sll_protocol = htons((uint16_t) values[PACKET_FIELD_PROTO].number);
	ll.sll_pkttype = (unsigned char) values[PACKET_FIELD_PKTTYPE].number;
	ll.sll_hatype = (unsigned short) values[PACKET_FIELD_HATYPE].number;
	ll.sll_halen = (unsigned char) hardware->size;
	memcpy(ll.sll_addr, hardware->data, hardware->size);
	lsock__row_put(ret_addr, &ll, sizeof(ll));
	return 0;
}

static int packet_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			    struct lsock_value *ret_values)
{
	struct lsock__out out = { scratch, size, 0 };
	struct sockaddr_ll ll;
	size_t name;

	lsock__row_get(addr, &ll, sizeof(ll));
	if (!packet_is_sane(addr, &ll))
		return -EINVAL;
	packet_interface_format(&out, ll.sll_ifindex);
	name = out.len;
	lsock__out_bytes(&out, packet_hardware(addr), ll.sll_halen);
	if (out.len > size)
		return -ENOSPC;
	ret_values[PACKET_FIELD_IFNAME] = lsock__text(scratch, name);
	ret_values[PACKET_FIELD_PROTO] = lsock__number(ntohs(ll.sll_protocol));
	ret_values[PACKET_FIELD_PKTTYPE] = lsock__number(ll.sll_pkttype);
	ret_values[PACKET_FIELD_HATYPE] = lsock__number(ll.sll_hatype);
	ret_values[PACKET_FIELD_ADDR] = lsock__bytes(scratch + name, ll.sll_halen);
	return 0;
}

/*
 * The kernel's length ends with the hardware address, before the end of sockaddr_ll or behind it;
 * bind(2) wants all of sockaddr_ll.
 */
static int packet_from(struct lsock_addr *addr)
{
	struct sockaddr_ll ll;
	socklen_t len;

	lsock__row_get(addr, &ll, sizeof(ll));
	len = (socklen_t) PACKET_HARDWARE_AT + ll.sll_halen;
	if (len > addr->len)
		return -EINVAL;
	memset((char *) &addr->u + len, 0, sizeof(addr->u) - len);
	addr->len = len < sizeof(ll) ? (socklen_t) sizeof(ll) : len;
	return 0;
}

static int packet_check(const struct lsock_addr *addr, struct lsock_why *why)
{
	struct sockaddr_ll ll;

	lsock__row_get(addr, &ll, sizeof(ll));
	if (addr->len < sizeof(ll)) {
		*why = (struct lsock_why){ .message = "the address is shorter than sockaddr_ll" };
		return -EINVAL;
	}
	if (ll.sll_halen > PACKET_HARDWARE_MAX) {
		*why = (struct lsock_why){ .message = "a hardware address has at most 8 bytes",
					   .field = "addr" };
		return -EINVAL;
	}
	if (ll.sll_ifindex < 0) {
		*why = (struct lsock_why){ .message = "number out of range", .field = "ifname",
					   .max = INT_MAX };
		return -ERANGE;
	}
	return 0;
}

const struct lsock_family lsock__family_packet = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_PACKET,
	.name = "packet",
	.shortest = PACKET_HARDWARE_AT,
	.longest = PACKET_HARDWARE_AT + PACKET_HARDWARE_KERNEL_MAX,
	.types = LSOCK_TYPE_BIT(SOCK_DGRAM) | LSOCK_TYPE_BIT(SOCK_RAW),
	.forms = packet_forms,
	.form_count = 1,
	.loopback = "packet:lo:0x88b5",
	.module = "af_packet",
	.parse = packet_parse,
	.format = packet_format,
	.from_fields = packet_from_fields,
	.to_fields = packet_to_fields,
	.from = packet_from,
	.check = packet_check,
};
