/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/host-text.h"

#include <errno.h>
#include <netdb.h>
#include <string.h>

#include <linux_sock/service.h>

#include "names/answer.h"

/* "A.B.C.D:PORT" or "[ADDR%ZONE]:PORT". */
int lsock__host_text_in_numbers(const struct lsock_addr *addr, struct lsock__host_text *ret_texts)
{
	char text[LSOCK_ADDR_TEXT_SIZE], *host = text, *colon;
	int r = lsock_addr_format(addr, text, sizeof(text));

	if (r < 0)
		return r;
	colon = strrchr(text, ':');
	memcpy(ret_texts->service, colon + 1, strlen(colon + 1) + 1);
	if (*host == '[') {
		host++;
		colon--;
	}
	*colon = '\0';
	memcpy(ret_texts->host, host, (size_t) (colon - host) + 1);
	return 0;
}

/* 0: it may have stayed a number. */
static int name_service(const struct lsock__query *query, struct lsock__host_text *texts)
{
	const char *protocol = query->flags & NI_DGRAM ? "udp" : "tcp";
	unsigned port = (unsigned) lsock_addr_port(&query->addr);
	int r;

	if (query->flags & NI_NUMERICSERV)
		return 0;
	r = lsock_getservbyport(port, protocol, texts->service, sizeof(texts->service));
	return r == -ENOENT || r == -ENOSPC || r > 0 ? 0 : r;
}

int lsock__host_text_finish(const struct lsock__query *query, struct lsock__host_text *texts,
			    struct lsock_answer **ret_answer)
{
	int r = name_service(query, texts);

	return r < 0 ? r : lsock__answer_from_names(texts->host, texts->service, ret_answer);
}
