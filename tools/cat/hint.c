/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What mends a failure: from the step, the error, and what the row says of the family. */
#include <errno.h>
#include <string.h>

#include "tools/cat/cat.h"
#include "tools/common/tool.h"

static bool is_step(const char *step, const char *name)
{
	return strcmp(step, name) == 0;
}

static const char *module_hint(const struct cat_request *request, char *buf, size_t size)
{
	if (request->row->module == NULL)
		return NULL;
	snprintf(buf, size, "modprobe %s", request->row->module);
	return buf;
}

static const char *path_permission_hint(const char *step)
{
	return is_step(step, "bind") ? "the folder cannot be written to" :
				       "the socket or a folder of its path is closed to you";
}

static const char *bind_permission_hint(const struct cat_request *request, int err)
{
	if (err == -EPERM)
		return "a capability is missing: CAP_NET_ADMIN";
	return request->row->port_size == 0 ? NULL :
	       "a capability is missing: CAP_NET_BIND_SERVICE binds ports below 1024";
}

static const char *permission_hint(const struct cat_request *request, const char *step, int err)
{
	if (is_step(step, "socket"))
		return "a capability is missing: CAP_NET_RAW opens raw and packet sockets";
	if (cat_is_path(&request->address))
		return path_permission_hint(step);
	if (is_step(step, "bind"))
		return bind_permission_hint(request, err);
	return err == -EPERM ?
	       "a packet filter or a security module forbids it" :
	       "it is a broadcast address, or a route or a security module forbids it";
}

static const char *in_use_hint(const struct cat_request *request)
{
	return cat_is_path(&request->address) ?
	       "another socket is bound there, or its file was left over" :
	       "another socket is bound there";
}

/* IP has routes; elsewhere it is the name that nobody has. */
static const char *unreachable_hint(const struct cat_request *request)
{
	return request->row->flags & LSOCK_FAMILY_HOST_NAMES ? NULL : "nobody has bound that name";
}

/* IP has its addresses from an interface; elsewhere a module brings them. */
static const char *address_hint(const struct cat_request *request, char *buf, size_t size)
{
	return request->row->flags & LSOCK_FAMILY_HOST_NAMES ?
	       "no interface here has an address for that" : module_hint(request, buf, size);
}

static const char *cat_hint(const struct cat_request *request, const char *step, int err, char *buf,
			    size_t size)
{
	switch (err) {
	case -EAFNOSUPPORT:
	case -ENODEV:	/* vsock without a transport to that CID */
		return module_hint(request, buf, size);
	case -ECONNREFUSED:
		return "nobody listens there";
	case -ECONNRESET:
		/* So vsock refuses. */
		return is_step(step, "connect") ? "nobody listens there" : NULL;
	case -EHOSTUNREACH:
		return unreachable_hint(request);
	case -EPROTOTYPE:
		return "that socket is of another type: --type";
	case -EADDRINUSE:
		return in_use_hint(request);
	case -EADDRNOTAVAIL:
		return address_hint(request, buf, size);
	case -EPERM:
	case -EACCES:
		return permission_hint(request, step, err);
	case -EPROTONOSUPPORT:
	case -ESOCKTNOSUPPORT:
		return "the kernel does not have this type, or it needs a --protocol";
	case -EMSGSIZE:
		return "the message is too long for this family: --block makes shorter ones";
	default:
		return NULL;
	}
}

void cat_fail(const struct cat_request *request, const char *step, int err)
{
	char buf[96];

	tool_fail(step, tool_addr_text(&request->address).text, err,
		  cat_hint(request, step, err, buf, sizeof(buf)));
}
