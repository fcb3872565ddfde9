/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/why.h"

#include <errno.h>
#include <stddef.h>

#include "options/fit.h"

static const struct {
	uint32_t since;
	char message[64];
} versions[] = {
#define SINCE(major, minor)				\
	{ major * 1000 + minor,				\
	  "this kernel does not have it here; it came with Linux " #major "." #minor },
#include "options/since.def"
#undef SINCE
};

int lsock__option_refuse(const struct lsock_option *option, int err, const char *message,
			 struct lsock_why *why)
{
	*why = (struct lsock_why){ .message = message, .field = option->name };
	return err;
}

static const char *missing(const struct lsock_option *option)
{
	size_t i;

	for (i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (versions[i].since == option->since)
			return versions[i].message;
	return "this kernel does not have it here";
}

static const char *refused(const struct lsock_option *option, bool setting)
{
	if (!setting)
		return "the kernel does not tell it in this state of the socket";
	if (option->phase == LSOCK_PHASE_OPEN)
		return "the kernel refuses the value, or the socket is bound already";
	return "the kernel refuses the value, or the socket is in another state";
}

static const char *forbidden(const struct lsock_option *option)
{
	if (option->flags & LSOCK_OPTION_PRIVILEGED)
		return "this takes a capability, as CAP_NET_ADMIN, or another state of the socket";
	return "the kernel does not allow it";
}

static const char *explanation(const struct lsock_option *option, int err, bool setting)
{
	switch (-err) {
	case ENOPROTOOPT:
		return missing(option);
	case EPERM:
	case EACCES:
		return forbidden(option);
	case EINVAL:
		return refused(option, setting);
	case EMSGSIZE:
		return "the kernel's value has another size";
	case ENOTCONN:
		return "the socket is not connected";
	case EBADF:
		if (setting)
			return "the descriptor is none, or the one that is the value";
		return "the descriptor is no socket";
	case ENOTSOCK:
		return "the descriptor is no socket";
	case ENODEV:
		return "there is no such interface";
	default:
		return setting ? "the kernel refuses to set it" : "the kernel refuses to tell it";
	}
}

int lsock__option_explain(const struct lsock_option *option, int err, bool setting,
			  struct lsock_why *why)
{
	return lsock__option_refuse(option, err, explanation(option, err, setting), why);
}

int lsock__option_unfit(const struct lsock_option *option, const struct lsock_identity *identity,
			unsigned known, struct lsock_why *why)
{
	const char *message = "sockets of this protocol do not have the option";

	if (!lsock__option_fits_known(option, identity, known & LSOCK__KNOWS_FAMILY))
		message = "sockets of this family do not have the option";
	else if (!lsock__option_fits_known(option, identity, known & ~LSOCK__KNOWS_PROTOCOL))
		message = "sockets of this type do not have the option";
	return lsock__option_refuse(option, -EOPNOTSUPP, message, why);
}
