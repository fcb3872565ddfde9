/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* vsock_*: AF_VSOCK, "vsock:CID:PORT". */
#include <errno.h>
#include <sys/socket.h>
/* Behind the one above, which older ones of it need and do not include. */
#include <linux/vm_sockets.h>

#include "base/out.h"
#include "base/scan.h"
#include "families/row.h"

/* svm_flags, which headers before Linux 5.11 do not name, is the byte behind the CID. */
#define VSOCK_FLAGS_AT (offsetof(struct sockaddr_vm, svm_cid) + sizeof(uint32_t))

struct vsock_words {
	const char *word;
	uint32_t cid;
};

static const struct vsock_words vsock_words[] = {
	{ "any", VMADDR_CID_ANY },
	{ "hypervisor", VMADDR_CID_HYPERVISOR },
	{ "local", 1 },		/* VMADDR_CID_LOCAL since Linux 5.6 */
	{ "host", VMADDR_CID_HOST },
};

#define VSOCK_WORDS (sizeof(vsock_words) / sizeof(vsock_words[0]))

static void vsock_put(struct lsock_addr *addr, uint32_t cid, uint32_t port, unsigned char flags)
{
	const struct sockaddr_vm vm = {
		.svm_family = AF_VSOCK,
		.svm_cid = cid,
		.svm_port = port,
	};

	lsock__row_put(addr, &vm, sizeof(vm));
	memcpy((char *) &addr->u + VSOCK_FLAGS_AT, &flags, sizeof(flags));
}

static unsigned char vsock_flags(const struct lsock_addr *addr)
{
	return ((const unsigned char *) &addr->u)[VSOCK_FLAGS_AT];
}

/* Number, word, or nothing in front of the colon. */
static int vsock_cid_parse(struct lsock__scan *scan, uint32_t *ret_cid)
{
	size_t i;

	if (scan->at < scan->end && *scan->at == ':') {
		*ret_cid = VMADDR_CID_ANY;
		return 0;
	}
	if (scan->at < scan->end && lsock__is_digit(*scan->at))
		return lsock__scan_decimal(scan, "cid", UINT32_MAX, ret_cid);
	for (i = 0; i < VSOCK_WORDS; i++) {
		if (lsock__scan_word(scan, vsock_words[i].word)) {
			*ret_cid = vsock_words[i].cid;
			return 0;
		}
	}
	return lsock__scan_refuse(scan, scan->at, -EINVAL,
				  "the CID is a number, any, hypervisor, local, host or nothing");
}

static int vsock_port_parse(struct lsock__scan *scan, uint32_t *ret_port)
{
	if (!lsock__scan_char(scan, ':'))
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "\":\" and the port are expected");
	if (lsock__scan_word(scan, "any")) {
		*ret_port = VMADDR_PORT_ANY;
		return 0;
	}
	return lsock__scan_decimal(scan, "port", UINT32_MAX, ret_port);
}

static int vsock_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		       struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	uint32_t cid, port;
	int r;

	(void) prefixed;
	r = vsock_cid_parse(&scan, &cid);
	if (r == 0)
		r = vsock_port_parse(&scan, &port);
	if (r == 0)
		r = lsock__scan_end(&scan);
	if (r == 0)
		vsock_put(ret_addr, cid, port, 0);
	return r;
}

/* The kernel's "any" of both numbers is the same. */
static void vsock_number_format(struct lsock__out *out, uint32_t number)
{
	if (number == VMADDR_CID_ANY)
		lsock__out_text(out, "any");
	else
		lsock__out_decimal(out, number);
}

static int vsock_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	struct lsock__out out = { buf, size, 0 };
	struct sockaddr_vm vm;

	lsock__row_get(addr, &vm, sizeof(vm));
	lsock__out_text(&out, "vsock:");
	vsock_number_format(&out, vm.svm_cid);
	lsock__out_char(&out, ':');
	vsock_number_format(&out, vm.svm_port);
	return lsock__out_end(&out);
}

enum { VSOCK_FIELD_CID, VSOCK_FIELD_PORT, VSOCK_FIELD_FLAGS };

static const struct lsock_field vsock_fields[] = {
	[VSOCK_FIELD_CID] = { "cid", LSOCK_KIND_NUMBER, LSOCK_FIELD_REQUIRED, 0, UINT32_MAX, 0 },
	[VSOCK_FIELD_PORT] = { "port", LSOCK_KIND_NUMBER, LSOCK_FIELD_REQUIRED, 0, UINT32_MAX, 0 },
	[VSOCK_FIELD_FLAGS] = { "flags", LSOCK_KIND_NUMBER,
				LSOCK_FIELD_NOT_IN_TEXT | LSOCK_FIELD_BEYOND_TUPLE,
				0, UINT8_MAX, 0 },
};

static const struct lsock_form vsock_forms[] = {
	{ "vsock", vsock_fields, sizeof(vsock_fields) / sizeof(vsock_fields[0]) },
};

static int vsock_from_fields(size_t form, const struct lsock_value *values,
			     struct lsock_addr *ret_addr, struct lsock_why *why)
{
	(void) form;
	(void) why;
	vsock_put(ret_addr, (uint32_t) values[VSOCK_FIELD_CID].number,
		  (uint32_t) values[VSOCK_FIELD_PORT].number,
		  (unsigned char) values[VSOCK_FIELD_FLAGS].number);
	return 0;
}

static int vsock_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			   struct lsock_value *ret_values)
{
	struct sockaddr_vm vm;

	(void) scratch;
	(void) size;
	lsock__row_get(addr, &vm, sizeof(vm));
	ret_values[VSOCK_FIELD_CID] = lsock__number(vm.svm_cid);
	ret_values[VSOCK_FIELD_PORT] = lsock__number(vm.svm_port);
	ret_values[VSOCK_FIELD_FLAGS] = lsock__number(vsock_flags(addr));
	return 0;
}

/* The reserved half word and the bytes behind the flags are no part of the address. */
static int vsock_from(struct lsock_addr *addr)
{
	struct sockaddr_vm vm;

	lsock__row_get(addr, &vm, sizeof(vm));
	vsock_put(addr, vm.svm_cid, vm.svm_port, vsock_flags(addr));
	return 0;
}

const struct lsock_family lsock__family_vsock = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_VSOCK,
	.name = "vsock",
	.shortest = sizeof(struct sockaddr_vm),
	.longest = sizeof(struct sockaddr_vm),
	.types = LSOCK_TYPE_BIT(SOCK_STREAM) | LSOCK_TYPE_BIT(SOCK_DGRAM) |
		 LSOCK_TYPE_BIT(SOCK_SEQPACKET),
	.port_at = offsetof(struct sockaddr_vm, svm_port),
	.port_size = sizeof(uint32_t),
	.forms = vsock_forms,
	.form_count = 1,
	.loopback = "vsock:1:any",
	.module = "vsock_loopback",
	.parse = vsock_parse,
	.format = vsock_format,
	.from_fields = vsock_from_fields,
	.to_fields = vsock_to_fields,
	.from = vsock_from,
};
