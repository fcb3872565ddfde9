/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What c-ares said as an error of the call that asked, as LSOCK_EAI(x) or LSOCK_HERR(x). */
#include <errno.h>
#include <netdb.h>

#include <linux_sock/error.h>

#include "names/cares/cares.h"
#include "sys/nss.h"

#ifndef EAI_NODATA
#define EAI_NODATA EAI_NONAME
#endif

static const struct {
	int status, eai, herr;
} errors[] = {
	{ ARES_ENODATA, EAI_NODATA, NO_DATA },
	{ ARES_ENOTFOUND, EAI_NONAME, HOST_NOT_FOUND },
	{ ARES_EBADNAME, EAI_NONAME, HOST_NOT_FOUND },
	/* Servers that failed or refused, too: no other one gave an answer. */
	{ ARES_ECONNREFUSED, EAI_AGAIN, TRY_AGAIN },
	{ ARES_ETIMEOUT, EAI_AGAIN, TRY_AGAIN },
	{ ARES_ESERVFAIL, EAI_AGAIN, TRY_AGAIN },
	{ ARES_EREFUSED, EAI_AGAIN, TRY_AGAIN },
};

int lsock__cares_error(const struct lsock__cares *cares, int status)
{
	bool eai = cares->query.question == LSOCK__ADDRINFO ||
		   cares->query.question == LSOCK__NAMEINFO;
	int r = status == ARES_SUCCESS ? 0 : lsock__sys_want();
	size_t i;

	if (status == ARES_ENOMEM)
		return -ENOMEM;
	if (status == ARES_ECONNREFUSED && cares->no_socket < 0)
		return cares->no_socket;
	if (r < 0)
		return r;
	for (i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (errors[i].status == status)
			return eai ? LSOCK_EAI(errors[i].eai) : LSOCK_HERR(errors[i].herr);
	return eai ? LSOCK_EAI(EAI_FAIL) : LSOCK_HERR(NO_RECOVERY);
}
