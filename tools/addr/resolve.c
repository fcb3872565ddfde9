/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "tools/addr/resolve.h"

#include <errno.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#include "tools/common/json.h"
#include "tools/common/tool.h"

/* Is the error one of looking up, not of the text? */
static bool is_of_look_up(int err)
{
	return lsock_error_domain(err) != LSOCK_DOMAIN_ERRNO || err == -ETIME || err == -EAGAIN ||
	       err == -ENOMEM;
}

int addr_resolve(const char *text, int type, struct lsock_deadline until,
		 struct lsock_answer **ret_answer, struct lsock_why *why)
{
	const struct lsock_hints hints = {
		.size = sizeof(hints), .type = type, .flags = AI_CANONNAME,
	};
	int r = lsock_resolve(text, &hints, until, ret_answer, why);

	if (r < 0 && is_of_look_up(r))
		why->column = 0;
	return r;
}

static bool has_names(const struct lsock_addr *addr)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);

	return row && row->flags & LSOCK_FAMILY_HOST_NAMES && lsock_addr_check(addr, NULL) >= 0;
}

void addr_find_name(const struct lsock_addr *addr, const char *canonical,
		    struct lsock_deadline until, struct addr_name *ret_name)
{
	int r = 0;

	memset(ret_name, 0, sizeof(*ret_name));
	if (canonical)
		snprintf(ret_name->host, sizeof(ret_name->host), "%s", canonical);
	else if (has_names(addr))
		r = lsock_getnameinfo(addr, ret_name->host, sizeof(ret_name->host), NULL, 0,
				      NI_NAMEREQD, until);
	if (r < 0 && r != LSOCK_EAI(EAI_NONAME))
		ret_name->error = r;
}

int addr_resolve_status(int err)
{
	if (err == -ETIME)
		return TOOL_DEADLINE;
	return err < 0 ? TOOL_NO : TOOL_YES;
}

char *addr_socket_text(const struct lsock_addr *addr)
{
	const char *type = tool_type_name(addr->type);

	if (addr->type == 0)
		return NULL;
	if (addr->protocol == LSOCK_PROTOCOL_UNSAID)
		return type ? tool_printed("%s", type) : tool_printed("type %u", addr->type);
	return type ? tool_printed("%s, protocol %u", type, addr->protocol) :
		      tool_printed("type %u, protocol %u", addr->type, addr->protocol);
}

void addr_resolved_json(json_t *object, const struct lsock_addr *addr,
			const struct addr_name *name)
{
	const char *type = tool_type_name(addr->type);

	if (type)
		tool_json_text(object, "type", type);
	else if (addr->type != 0)
		tool_json_number(object, "type", addr->type);
	if (name->host[0] != '\0')
		tool_json_bytes(object, "name", name->host, strlen(name->host));
	if (name->error < 0)
		tool_json_error(object, "name_error", name->error, NULL);
}
