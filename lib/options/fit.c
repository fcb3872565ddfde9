/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "options/fit.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <linux_sock/family.h>

#include "base/export.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

static bool has_family(const struct lsock_option *option, int family)
{
	const int *families = option->families;

	if (families == NULL)
		return true;
	for (; *families != 0; families++)
		if (*families == family)
			return true;
	return false;
}

static bool has_type(const struct lsock_option *option, int type)
{
	return option->types == 0 || option->types & LSOCK_TYPE_BIT(type);
}

/* Protocols that take over the options of another one. */
static bool has_protocol(const struct lsock_option *option, int protocol)
{
	if (option->protocol == -1 || option->protocol == protocol)
		return true;
	return (option->protocol == IPPROTO_TCP && protocol == IPPROTO_MPTCP) ||
	       (option->protocol == IPPROTO_UDP && protocol == IPPROTO_UDPLITE);
}

/* A raw socket of inet6 has none of IPv4's options (rawv6_setsockopt() in the kernel). */
static bool may_be_bare_raw6(const struct lsock_option *option)
{
	return option->level == IPPROTO_IP && option->families != NULL;
}

static bool is_bare_raw6(const struct lsock_option *option, const struct lsock_identity *identity)
{
	return may_be_bare_raw6(option) && identity->family == AF_INET6 &&
	       identity->type == SOCK_RAW;
}

bool lsock__option_fits_known(const struct lsock_option *option,
			      const struct lsock_identity *identity, unsigned known)
{
	if (known & LSOCK__KNOWS_FAMILY && !has_family(option, identity->family))
		return false;
	if (known & LSOCK__KNOWS_TYPE &&
	    (is_bare_raw6(option, identity) || !has_type(option, identity->type)))
		return false;
	return !(known & LSOCK__KNOWS_PROTOCOL) || has_protocol(option, identity->protocol);
}

LSOCK_API bool lsock_option_fits(const struct lsock_option *option,
				 const struct lsock_identity *identity)
{
	return lsock__option_fits_known(option, identity, LSOCK__KNOWS_ALL);
}

/* An option of another protocol, or IPv4's of a raw socket of inet6, the kernel refuses to read. */
static unsigned questions_of(const struct lsock_option *option, bool reading)
{
	unsigned questions = option->families != NULL ? LSOCK__KNOWS_FAMILY : 0;

	reading = reading && option->flags & LSOCK_OPTION_READ;
	if (reading && option->protocol != -1)
		return questions;
	if (option->types != 0 || (!reading && may_be_bare_raw6(option)))
		questions |= LSOCK__KNOWS_TYPE;
	if (option->protocol != -1)
		questions |= LSOCK__KNOWS_PROTOCOL;
	return questions;
}

unsigned lsock__option_questions(const struct lsock__option_range *range, bool reading)
{
	struct lsock_option option;
	unsigned questions = 0;
	size_t at;

	for (at = range->begin; at < range->end; at++) {
		lsock__option_indexed(at, &option);
		questions |= questions_of(&option, reading);
	}
	return questions;
}

/* A socket of inet6 has options of IPv4, too; those of its own level go before. */
static bool is_of(const struct lsock_option *option, int family)
{
	return option->families == NULL || option->families[0] == family;
}

int lsock__option_choose(const struct lsock__option_range *range,
			 const struct lsock_identity *identity, unsigned known,
			 struct lsock_option *ret_option)
{
	struct lsock_option option;
	int r = -ENOENT;
	size_t at;

	for (at = range->begin; at < range->end; at++) {
		bool fit;

		lsock__option_indexed(at, &option);
		fit = lsock__option_fits_known(&option, identity, known);
		if (fit && is_of(&option, identity->family)) {
			*ret_option = option;
			return 0;
		}
		if (r < 0) {
			*ret_option = option;
			r = fit ? 0 : -EOPNOTSUPP;
		}
	}
	return r;
}
