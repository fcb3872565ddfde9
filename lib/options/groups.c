/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * ADDR of inet and inet6: "GROUP[@INTERFACE][,source=ADDRESS]", where '%' does for '@'; an
 * IPv4 option may have a local address in place of the interface.
 */
#include <errno.h>
#include <netinet/in.h>
#include <string.h>

#include <linux_sock/addr.h>

#include "families/interface.h"
#include "families/quad.h"
#include "options/form.h"

static size_t piece_length(const struct lsock__scan *scan)
{
	const char *p = scan->at;

	while (p < scan->end && *p != ',' && *p != '@' && *p != '%')
		p++;
	return (size_t) (p - scan->at);
}

static bool at_sign(struct lsock__scan *scan)
{
	return lsock__scan_char(scan, '@') || lsock__scan_char(scan, '%');
}

static bool piece_is_quad(const struct lsock__scan *scan)
{
	size_t i, dots = 0, len = piece_length(scan);

	for (i = 0; i < len; i++) {
		if (scan->at[i] == '.')
			dots++;
		else if (!lsock__is_digit(scan->at[i]))
			return false;
	}
	return dots > 0;
}

static int interface_parse(struct lsock__scan *scan, uint32_t *ret_index)
{
	return lsock__zone_parse(scan, piece_length(scan), ret_index);
}

static int ip6_parse(struct lsock__scan *scan, struct in6_addr *ret_address)
{
	static const char expected[] = "an IPv6 address is expected";
	size_t len = piece_length(scan);
	struct sockaddr_in6 in6;
	struct lsock_addr addr;
	struct lsock_why why;

	if (len == 0 || *scan->at == '[')
		return lsock__scan_refuse(scan, scan->at, -EINVAL, expected);
	if (lsock_addr_parse(scan->at, len, &addr, &why) < 0)
		return lsock__scan_refuse(scan, scan->at + why.column - 1, -EINVAL, expected);
	if (addr.u.sa.sa_family != AF_INET6)
		return lsock__scan_refuse(scan, scan->at, -EINVAL, expected);
	memcpy(&in6, &addr.u, sizeof(in6));
	*ret_address = in6.sin6_addr;
	scan->at += len;
	return 0;
}

/* [@INTERFACE] */
static int interface_option(struct lsock__scan *scan, uint32_t *ret_index)
{
	return at_sign(scan) ? interface_parse(scan, ret_index) : 0;
}

/* "@INTERFACE" or "@ADDRESS", or nothing. */
static int mreqn_interface(struct lsock__scan *scan, struct ip_mreqn *mreq)
{
	uint32_t index = 0;
	int r;

	if (!at_sign(scan))
		return 0;
	if (piece_is_quad(scan))
		return lsock__quad_parse(scan, &mreq->imr_address.s_addr);
	r = interface_parse(scan, &index);
	mreq->imr_ifindex = (int) index;
	return r;
}

static int mreqn_parse(const struct lsock_option *option, struct lsock__scan *scan,
		       struct lsock__option_data *data)
{
	struct ip_mreqn mreq = { .imr_ifindex = 0 };
	int r;

	(void) option;
	r = lsock__quad_parse(scan, &mreq.imr_multiaddr.s_addr);
	if (r == 0)
		r = mreqn_interface(scan, &mreq);
	if (r == 0)
		lsock__data_put(data, &mreq, sizeof(mreq));
	return r;
}

/* [ADDRESS][@INTERFACE]: of it the kernel tells the address alone. */
static int multicast_if_parse(const struct lsock_option *option, struct lsock__scan *scan,
			      struct lsock__option_data *data)
{
	struct ip_mreqn mreq = { .imr_ifindex = 0 };
	uint32_t index = 0;
	int r = 0;

	(void) option;
	if (piece_length(scan) > 0 || scan->at == scan->end)
		r = lsock__quad_parse(scan, &mreq.imr_address.s_addr);
	if (r == 0)
		r = interface_option(scan, &index);
	mreq.imr_ifindex = (int) index;
	if (r == 0)
		lsock__data_put(data, &mreq, sizeof(mreq));
	return r;
}

static int multicast_if_format(const struct lsock_option *option,
			       const struct lsock__option_data *data, struct lsock__out *out)
{
	uint32_t address;

	(void) option;
	if (data->len != sizeof(address))
		return -EMSGSIZE;
	memcpy(&address, data->at, sizeof(address));
	lsock__quad_format(out, address);
	return 0;
}

/* Of other structs that the kernel takes nothing is known. */
static bool multicast_if_same(const struct lsock__option_data *told,
			      const struct lsock__option_data *got)
{
	const unsigned char *address = told->at;

	if (told->len == sizeof(struct ip_mreqn))
		address += offsetof(struct ip_mreqn, imr_address);
	else if (told->len != sizeof(struct in_addr))
		return true;
	return got->len == sizeof(struct in_addr) && memcmp(address, got->at, got->len) == 0;
}

static int source_expect(struct lsock__scan *scan)
{
	if (!lsock__scan_word(scan, ",source="))
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "\",source=\" and an address are expected");
	return 0;
}

/* This struct has room for an address only. */
static int mreq_source_parse(const struct lsock_option *option, struct lsock__scan *scan,
			     struct lsock__option_data *data)
{
	struct ip_mreq_source mreq = { .imr_interface = { 0 } };
	int r;

	(void) option;
	r = lsock__quad_parse(scan, &mreq.imr_multiaddr.s_addr);
	if (r == 0 && at_sign(scan))
		r = lsock__quad_parse(scan, &mreq.imr_interface.s_addr);
	if (r == 0)
		r = source_expect(scan);
	if (r == 0)
		r = lsock__quad_parse(scan, &mreq.imr_sourceaddr.s_addr);
	if (r == 0)
		lsock__data_put(data, &mreq, sizeof(mreq));
	return r;
}

static int mreq6_parse(const struct lsock_option *option, struct lsock__scan *scan,
		       struct lsock__option_data *data)
{
	struct ipv6_mreq mreq = { .ipv6mr_interface = 0 };
	int r;

	(void) option;
	r = ip6_parse(scan, &mreq.ipv6mr_multiaddr);
	if (r == 0)
		r = interface_option(scan, &mreq.ipv6mr_interface);
	if (r == 0)
		lsock__data_put(data, &mreq, sizeof(mreq));
	return r;
}

/* [ADDRESS][@INTERFACE] */
static int pktinfo6_parse(const struct lsock_option *option, struct lsock__scan *scan,
			  struct lsock__option_data *data)
{
	struct in6_pktinfo info = { .ipi6_ifindex = 0 };
	uint32_t index = 0;
	int r = 0;

	(void) option;
	if (piece_length(scan) > 0 || scan->at == scan->end)
		r = ip6_parse(scan, &info.ipi6_addr);
	if (r == 0)
		r = interface_option(scan, &index);
	info.ipi6_ifindex = index;
	if (r == 0)
		lsock__data_put(data, &info, sizeof(info));
	return r;
}

/* Of the family that the level is for. */
static int storage_parse(const struct lsock_option *option, struct lsock__scan *scan,
			 struct sockaddr_storage *ret_storage)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	int r;

	if (option->level == IPPROTO_IP) {
		r = lsock__quad_parse(scan, &in.sin_addr.s_addr);
		memcpy(ret_storage, &in, sizeof(in));
	} else {
		r = ip6_parse(scan, &in6.sin6_addr);
		memcpy(ret_storage, &in6, sizeof(in6));
	}
	return r;
}

static int group_req_parse(const struct lsock_option *option, struct lsock__scan *scan,
			   struct lsock__option_data *data)
{
	struct group_req req;
	int r;

	memset(&req, 0, sizeof(req));
	r = storage_parse(option, scan, &req.gr_group);
	if (r == 0)
		r = interface_option(scan, &req.gr_interface);
	if (r == 0)
		lsock__data_put(data, &req, sizeof(req));
	return r;
}

static int group_source_req_parse(const struct lsock_option *option, struct lsock__scan *scan,
				  struct lsock__option_data *data)
{
	struct group_source_req req;
	int r = lsock__data_room(data, sizeof(req));

	memset(&req, 0, sizeof(req));
	if (r == 0)
		r = storage_parse(option, scan, &req.gsr_group);
	if (r == 0)
		r = interface_option(scan, &req.gsr_interface);
	if (r == 0)
		r = source_expect(scan);
	if (r == 0)
		r = storage_parse(option, scan, &req.gsr_source);
	if (r == 0)
		lsock__data_put(data, &req, sizeof(req));
	return r;
}

/* None of these can be read. */
static int group_format(const struct lsock_option *option, const struct lsock__option_data *data,
			struct lsock__out *out)
{
	(void) option;
	(void) data;
	(void) out;
	return -EOPNOTSUPP;
}

#define GROUP_FORM(how) { .parse = how##_parse, .format = group_format }

const struct lsock_option_form lsock__form_mreqn = GROUP_FORM(mreqn);
const struct lsock_option_form lsock__form_mreq_source = GROUP_FORM(mreq_source);
const struct lsock_option_form lsock__form_mreq6 = GROUP_FORM(mreq6);
const struct lsock_option_form lsock__form_pktinfo6 = GROUP_FORM(pktinfo6);
const struct lsock_option_form lsock__form_group_req = GROUP_FORM(group_req);
const struct lsock_option_form lsock__form_group_source_req = GROUP_FORM(group_source_req);

const struct lsock_option_form lsock__form_multicast_if = {
	.parse = multicast_if_parse,
	.format = multicast_if_format,
	.same = multicast_if_same,
};
