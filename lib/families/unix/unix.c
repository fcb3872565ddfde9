/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* unix_*: AF_UNIX, "/path", "@abstract", "unix:..." with escapes. */
#include <errno.h>
#include <sys/un.h>

#include "base/out.h"
#include "base/scan.h"
#include "families/row.h"

#define UNIX_OFFSET offsetof(struct sockaddr_un, sun_path)
#define UNIX_PATH sizeof(((struct sockaddr_un *) 0)->sun_path)

/*
 * The name: nothing, a path without its NUL, or an abstract name with the NUL before it.  While
 * text is read "./" may stand before a whole name.
 */
struct unix_name {
	char bytes[2 + UNIX_PATH];
	size_t len;
};

static void unix_put(struct lsock_addr *addr, const struct unix_name *name)
{
	struct sockaddr_un un;
	size_t len = name->len;

	memset(&un, 0, sizeof(un));
	un.sun_family = AF_UNIX;
	memcpy(un.sun_path, name->bytes, name->len);
	if (len > 0 && name->bytes[0] != '\0' && len < UNIX_PATH)
		len++;	/* a path counts its NUL where there is room for one */
	lsock__row_put(addr, &un, (socklen_t) (UNIX_OFFSET + len));
	memset((char *) &addr->u + addr->len, 0, sizeof(addr->u) - addr->len);
}

static void unix_get(const struct lsock_addr *addr, struct unix_name *ret_name)
{
	struct sockaddr_un un;

	lsock__row_get(addr, &un, sizeof(un));
	ret_name->len = addr->len - UNIX_OFFSET;
	memcpy(ret_name->bytes, un.sun_path, UNIX_PATH);
	if (ret_name->len > 0 && un.sun_path[0] != '\0')
		ret_name->len = strnlen(un.sun_path, ret_name->len);
}

static bool unix_begins(const struct unix_name *name, const char *with)
{
	return name->len > strlen(with) && memcmp(name->bytes, with, strlen(with)) == 0;
}

/* A path that text can say: it begins with "/", or with "./" or "../" and more. */
static bool unix_is_path(const struct unix_name *name)
{
	return (name->len > 0 && name->bytes[0] == '/') ||
	       unix_begins(name, "./") || unix_begins(name, "../");
}

/* Too long for "./" to lie before it in the address; text has it all the same. */
static bool unix_is_bare(const struct unix_name *name)
{
	return name->len > UNIX_PATH - 2 && name->bytes[0] != '\0' && !unix_is_path(name);
}

static const char unix_path_rule[] = "a path begins with /, or with ./ or ../ and more";

/* "x" becomes "./x", the same file, so that it has one address, where there is room for it. */
static int unix_anchor(struct unix_name *name)
{
	if (unix_is_path(name) || unix_is_bare(name))
		return 0;
	if (name->bytes[0] == '.' && (name->len == 1 || name->bytes[1] == '/' ||
				      (name->bytes[1] == '.' &&
				       (name->len == 2 || name->bytes[2] == '/'))))
		return -EINVAL;		/* ".", "./", "..", "../": directories */
	memmove(name->bytes + 2, name->bytes, name->len);
	memcpy(name->bytes, "./", 2);
	name->len += 2;
	return 0;
}

/* \\ and \xHH, behind the backslash. */
static int unix_escape(struct lsock__scan *scan, char *ret_byte)
{
	int high, low;

	if (lsock__scan_char(scan, '\\')) {
		*ret_byte = '\\';
		return 0;
	}
	if (!lsock__scan_char(scan, 'x'))
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "escapes are \\\\ and \\xHH");
	high = scan->at < scan->end ? lsock__hex_digit(scan->at[0]) : -1;
	if (high < 0)
		return lsock__scan_refuse(scan, scan->at, -EINVAL,
					  "\\x has two hexadecimal digits");
	low = scan->end - scan->at > 1 ? lsock__hex_digit(scan->at[1]) : -1;
	if (low < 0)
		return lsock__scan_refuse(scan, scan->at + 1, -EINVAL,
					  "\\x has two hexadecimal digits");
	scan->at += 2;
	*ret_byte = (char) (high << 4 | low);
	return 0;
}

static int unix_byte(struct lsock__scan *scan, bool escapes, char *ret_byte)
{
	if (escapes && lsock__scan_char(scan, '\\'))
		return unix_escape(scan, ret_byte);
	*ret_byte = *scan->at++;
	return 0;
}

/* How long a name of this beginning may be in text: "./" before a bare path is not counted. */
static size_t unix_most(const struct unix_name *name)
{
	return unix_begins(name, "./") && name->bytes[2] != '/' ? 2 + UNIX_PATH : UNIX_PATH;
}

/* The rest of the text behind what name holds already. */
static int unix_bytes(struct lsock__scan *scan, bool escapes, struct unix_name *name)
{
	bool path = name->len == 0;
	int r;

	while (scan->at < scan->end) {
		const char *first = scan->at;
		char byte = 0;

		r = unix_byte(scan, escapes, &byte);
		if (r < 0)
			return r;
		if (path && byte == '\0')
			return lsock__scan_refuse(scan, first, -EINVAL, "a NUL byte in a path");
		if (name->len >= UNIX_PATH && name->len == unix_most(name))
			return lsock__scan_refuse(scan, first, -ENAMETOOLONG, path ?
						  "a socket's path has at most 108 bytes" :
						  "an abstract name has at most 107 bytes");
		name->bytes[name->len++] = byte;
	}
	return 0;
}

static int unix_abstract_parse(struct lsock__scan *scan, bool escapes, struct unix_name *name)
{
	if (scan->at == scan->end)
		return lsock__scan_refuse(scan, scan->at, -EINVAL, "an abstract name is not empty");
	name->bytes[name->len++] = '\0';
	return unix_bytes(scan, escapes, name);
}

static int unix_path_parse(struct lsock__scan *scan, bool escapes, struct unix_name *name)
{
	int r = unix_bytes(scan, escapes, name);

	if (r < 0)
		return r;
	if (!unix_is_path(name))
		return lsock__scan_refuse(scan, scan->begin, -EINVAL,
					  unix_path_rule);
	if (name->len > UNIX_PATH) {
		name->len -= 2;
		memmove(name->bytes, name->bytes + 2, name->len);
	}
	return 0;
}

static int unix_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		      struct lsock_why *why)
{
	struct lsock__scan scan = { text, text, text + len, why };
	struct unix_name name = { .len = 0 };
	int r = 0;

	if (lsock__scan_char(&scan, '@'))
		r = unix_abstract_parse(&scan, prefixed, &name);
	else if (len > 0)
		r = unix_path_parse(&scan, prefixed, &name);
	if (r < 0)
		return r;
	unix_put(ret_addr, &name);
	return 0;
}

/* Says a bare text the same? */
static bool unix_is_plain(const struct unix_name *name)
{
	size_t i;

	if (name->len == 0 || (name->bytes[0] != '/' && name->bytes[0] != '\0'))
		return false;
	for (i = name->bytes[0] == '\0'; i < name->len; i++)
		if (name->bytes[i] < ' ' || name->bytes[i] > '~' || name->bytes[i] == '\\')
			return false;
	return true;
}

static int unix_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	struct lsock__out out = { buf, size, 0 };
	struct unix_name name;
	size_t skip = 0;

	unix_get(addr, &name);
	if (name.len > 0 && name.bytes[0] != '\0' && !unix_is_path(&name) && !unix_is_bare(&name))
		return -EINVAL;
	if (name.len == 1 && name.bytes[0] == '\0')
		return -EINVAL;
	if (!unix_is_plain(&name))
		lsock__out_text(&out, unix_is_bare(&name) ? "unix:./" : "unix:");
	if (name.len > 0 && name.bytes[0] == '\0') {
		lsock__out_char(&out, '@');
		skip = 1;
	}
	lsock__out_escaped(&out, name.bytes + skip, name.len - skip);
	return lsock__out_end(&out);
}

static const struct lsock_field unix_fields[] = {
	{ "path", LSOCK_KIND_BYTES, 0, 0, UNIX_PATH, 0 },
};

static const struct lsock_form unix_forms[] = {
	{ "unix", unix_fields, 1 },
};

static int unix_from_fields(size_t form, const struct lsock_value *values,
			    struct lsock_addr *ret_addr, struct lsock_why *why)
{
	struct unix_name name = { .len = values[0].size };
	int r = 0;

	(void) form;
	why->field = "path";
	memcpy(name.bytes, values[0].data, name.len);
	if (name.len == 1 && name.bytes[0] == '\0') {
		why->message = "an abstract name is not empty";
		return -EINVAL;
	}
	if (name.len > 0 && name.bytes[0] != '\0') {
		if (memchr(name.bytes, '\0', name.len)) {
			why->message = "a NUL byte in a path";
			return -EINVAL;
		}
		r = unix_anchor(&name);
	}
	if (r < 0) {
		why->message = "the path is that of a directory";
		return r;
	}
	unix_put(ret_addr, &name);
	return 0;
}

static int unix_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			  struct lsock_value *ret_values)
{
	struct unix_name name;

	unix_get(addr, &name);
	if (name.len > size)
		return -ENOSPC;
	memcpy(scratch, name.bytes, name.len);
	ret_values[0] = lsock__bytes(scratch, name.len);
	return 0;
}

/* The kernel counts a NUL or not, and tells 111 bytes of a path of 108. */
static int unix_from(struct lsock_addr *addr)
{
	struct unix_name name;

	unix_get(addr, &name);
	if (name.len > 0 && name.bytes[0] != '\0')
		(void) unix_anchor(&name);	/* where it cannot be, the name stays as it is */
	unix_put(addr, &name);
	return 0;
}

static int unix_check(const struct lsock_addr *addr, struct lsock_why *why)
{
	struct unix_name name;

	unix_get(addr, &name);
	why->field = "path";
	if (name.len == 1 && name.bytes[0] == '\0')
		why->message = "an abstract name is not empty";
	else if (name.len > 0 && name.bytes[0] != '\0' && !unix_is_path(&name) &&
		 !unix_is_bare(&name))
		why->message = unix_path_rule;
	return why->message ? -EINVAL : 0;
}

const struct lsock_family lsock__family_unix = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_UNIX,
	.name = "unix",
	.shortest = UNIX_OFFSET,
	.longest = sizeof(struct sockaddr_un),
	.types = LSOCK_TYPE_BIT(SOCK_STREAM) | LSOCK_TYPE_BIT(SOCK_DGRAM) |
		 LSOCK_TYPE_BIT(SOCK_SEQPACKET),
	.flags = LSOCK_FAMILY_CONNECT_AGAIN,
	.forms = unix_forms,
	.form_count = 1,
	.loopback = "unix:",
	.parse = unix_parse,
	.format = unix_format,
	.from_fields = unix_from_fields,
	.to_fields = unix_to_fields,
	.from = unix_from,
	.check = unix_check,
};
