/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What mends a failure: from the step, the error, and what the row says of the family. */
#include <errno.h>
#include <stdio.h>

#include "tools/check/check.h"
#include "tools/common/tool.h"

const char *check_step_name(enum check_step step)
{
	static const char *const names[] = {
		[CHECK_SOCKET] = "socket",
		[CHECK_ADDRESS] = "address",
		[CHECK_BIND] = "bind",
		[CHECK_LISTEN] = "listen",
		[CHECK_CONNECT] = "connect",
		[CHECK_ACCEPT] = "accept",
		[CHECK_SEND] = "send",
		[CHECK_RECEIVE] = "receive",
		[CHECK_THROUGH] = "ok",
	};

	return names[step];
}

static const char *module_hint(const struct lsock_family *row, char *buf, size_t size)
{
	if (row->module == NULL)
		return "this kernel is built without it";
	snprintf(buf, size, "modprobe %s", row->module);
	return buf;
}

/* IP has its addresses from an interface; the module's name is that of its switch, too. */
static const char *address_hint(const struct lsock_family *row, char *buf, size_t size)
{
	if (!(row->flags & LSOCK_FAMILY_HOST_NAMES))
		return module_hint(row, buf, size);
	if (row->module == NULL)
		return "ip link set lo up";
	snprintf(buf, size, "ip link set lo up; sysctl -w net.%s.conf.lo.disable_%s=0", row->module,
		 row->module);
	return buf;
}

static const char *permission_hint(const struct check_type *type)
{
	if (type->step == CHECK_SOCKET && type->err == -EPERM)
		return "needs CAP_NET_RAW";
	if (type->step == CHECK_BIND)
		return "needs CAP_NET_BIND_SERVICE or CAP_NET_ADMIN";
	return "a security module or a seccomp filter forbids it";
}

const char *check_hint(const struct lsock_family *row, const struct check_type *type, char *buf,
		       size_t size)
{
	switch (type->err) {
	case -EAFNOSUPPORT:
		return module_hint(row, buf, size);
	case -EPERM:
	case -EACCES:
		return permission_hint(type);
	case -EADDRNOTAVAIL:
	case -ENETUNREACH:
	case -EHOSTUNREACH:
		return address_hint(row, buf, size);
	case -ENETDOWN:
		return "ip link set lo up";
	case -ENODEV:
		if (type->step == CHECK_ADDRESS)
			return "there is no interface lo";
		return type->step == CHECK_SOCKET ? "no transport of this kernel has this type" :
						    module_hint(row, buf, size);
	case -ESOCKTNOSUPPORT:
	case -EPROTONOSUPPORT:
		return "this kernel does not have this type";
	case -EMFILE:
	case -ENFILE:
		return "raise the limit of open files";
	case -EADDRINUSE:
		return "another process is bound to the loopback address of this check";
	case -ETIME:
		return "a packet filter swallows it, or the host is too busy: -w allows more time";
	default:
		return NULL;
	}
}
