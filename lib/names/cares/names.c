/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses to names by c-ares, of which pointer records and the file of hosts are taken.  Its own
 * getnameinfo writes numbers in another spelling than ours, and tells a server that failed from an
 * address without a name no more than its gethostbyaddr does.
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>
#include <strings.h>

#include <linux_sock/error.h>

#include "base/out.h"
#include "names/answer.h"
#include "names/cares/cares.h"
#include "names/host-text.h"
#include "sys/netdb.h"

static int in_numbers(const struct lsock__query *query, struct lsock_answer **ret_answer)
{
	struct lsock__host_text texts;
	int r = lsock__host_text_in_numbers(&query->addr, &texts);

	return r < 0 ? r : lsock__host_text_finish(query, &texts, ret_answer);
}

static int names_begin(struct lsock__cares *cares, struct lsock_answer **ret_answer)
{
	const struct lsock__query *query = &cares->query;

	if (query->question != LSOCK__NAMEINFO)
		return 1;
#ifdef NI_IDN
	if (query->flags & NI_IDN)	/* c-ares knows no names beyond ASCII */
		return LSOCK_EAI(EAI_BADFLAGS);
#endif
	if (query->flags & NI_NUMERICHOST)
		return in_numbers(query, ret_answer);
	return 1;
}

/* ---- What was found. */

/* NI_NOFQDN: a name in the domain of this host goes without it. */
static void cut_domain(char *host)
{
	char own[LSOCK__HOST_NAME_MAX + 1];
	size_t len = strlen(host), domain_len;
	const char *domain;

	if (lsock__sys_gethostname(own) < 0)
		return;
	domain = strchr(own, '.');
	domain_len = domain ? strlen(domain) : 0;
	if (domain_len > 1 && len > domain_len &&
	    strcasecmp(host + len - domain_len, domain) == 0)
		host[len - domain_len] = '\0';
}

static int put_names(struct lsock__cares *cares, const struct hostent *host)
{
	struct lsock__host_text texts;
	size_t len = strlen(host->h_name);
	int r = lsock__host_text_in_numbers(&cares->query.addr, &texts);

	if (r < 0)
		return r;
	if (len >= sizeof(texts.host))
		return LSOCK_EAI(EAI_OVERFLOW);
	memcpy(texts.host, host->h_name, len + 1);
	if (cares->query.flags & NI_NOFQDN)
		cut_domain(texts.host);
	return lsock__host_text_finish(&cares->query, &texts, &cares->answer);
}

/* The address that was asked for, with its zone, which struct hostent cannot hold. */
static int put_host(struct lsock__cares *cares, const struct hostent *host)
{
	int r = lsock__answer_from_hostent(host, &cares->answer);
	struct sockaddr_in6 asked, its;
	size_t i;

	if (r < 0 || host->h_addrtype != AF_INET6)
		return r;
	memcpy(&asked, &cares->query.addr.u, sizeof(asked));
	for (i = 0; i < cares->answer->count; i++) {
		memcpy(&its, &cares->answer->addrs[i].u, sizeof(its));
		if (memcmp(&its.sin6_addr, &asked.sin6_addr, sizeof(its.sin6_addr)) == 0)
			its.sin6_scope_id = asked.sin6_scope_id;
		memcpy(&cares->answer->addrs[i].u, &its, sizeof(its));
	}
	return r;
}

static int put_unnamed(struct lsock__cares *cares, int status)
{
	const struct lsock__query *query = &cares->query;
	bool unknown = status == ARES_ENOTFOUND || status == ARES_ENODATA;

	if (query->question == LSOCK__NAMEINFO && unknown && !(query->flags & NI_NAMEREQD))
		return in_numbers(query, &cares->answer);
	/* getnameinfo(3) knows one word for it. */
	if (query->question == LSOCK__NAMEINFO && unknown)
		return LSOCK_EAI(EAI_NONAME);
	return lsock__cares_error(cares, status);
}

static void name_found(struct lsock__cares *cares, const struct hostent *host)
{
	int r;

	if (host->h_name == NULL || host->h_name[0] == '\0')
		r = put_unnamed(cares, ARES_ENOTFOUND);
	else if (cares->query.question == LSOCK__NAMEINFO)
		r = put_names(cares, host);
	else
		r = put_host(cares, host);
	lsock__cares_done(cares, r);
}

/* ---- What is asked. */

/* The bytes of the address that is asked for, in the order of the network; how many. */
static int get_bytes(const struct lsock_addr *addr, unsigned char ret_bytes[16])
{
	struct sockaddr_in6 in6;
	struct sockaddr_in in;

	if (addr->u.sa.sa_family == AF_INET) {
		memcpy(&in, &addr->u, sizeof(in));
		memcpy(ret_bytes, &in.sin_addr, sizeof(in.sin_addr));
		return sizeof(in.sin_addr);
	}
	memcpy(&in6, &addr->u, sizeof(in6));
	memcpy(ret_bytes, &in6.sin6_addr, sizeof(in6.sin6_addr));
	return sizeof(in6.sin6_addr);
}

/* RFC 1035 3.5, RFC 3596 2.5: backwards. */
static void put_pointer_name(const unsigned char *bytes, int size, struct lsock__out *out)
{
	int i;

	for (i = size - 1; i >= 0; i--) {
		if (size == sizeof(struct in_addr)) {
			lsock__out_decimal(out, bytes[i]);
		} else {
			lsock__out_hex(out, bytes[i] & 0xf, 1);
			lsock__out_char(out, '.');
			lsock__out_hex(out, bytes[i] >> 4, 1);
		}
		lsock__out_char(out, '.');
	}
	lsock__out_text(out, size == sizeof(struct in_addr) ? "in-addr.arpa" : "ip6.arpa");
	(void) lsock__out_end(out);	/* 73 bytes at most */
}

static void ask_next(struct lsock__cares *cares);

static void server_answered(void *argument, int status, int timeouts, unsigned char *bytes,
			    int len)
{
	struct lsock__cares *cares = argument;
	struct hostent *host = NULL;
	unsigned char addr[16];
	int size;

	(void) timeouts;
	if (cares->ending)
		return;
	size = get_bytes(&cares->query.addr, addr);
	if (status == ARES_SUCCESS)
		status = ares_parse_ptr_reply(bytes, len, addr, size, cares->query.family, &host);
	if (status == ARES_SUCCESS) {
		name_found(cares, host);
		ares_free_hostent(host);
		return;
	}
	cares->status = status;
	ask_next(cares);
}

static void ask_servers(struct lsock__cares *cares)
{
	enum { CLASS_IN = 1, TYPE_PTR = 12 };	/* RFC 1035 3.2 */
	unsigned char addr[16];
	char name[80];
	struct lsock__out out = { name, sizeof(name), 0 };
	int size = get_bytes(&cares->query.addr, addr);

	put_pointer_name(addr, size, &out);
	ares_query(cares->channel, name, CLASS_IN, TYPE_PTR, server_answered, cares);
}

static void file_answered(void *argument, int status, int timeouts, struct hostent *host)
{
	struct lsock__cares *cares = argument;

	(void) timeouts;
	if (status == ARES_SUCCESS)
		name_found(cares, host);
	else if (status == ARES_ENOMEM)
		lsock__cares_done(cares, -ENOMEM);
}

/*
 * Of servers ares_gethostbyaddr() says "not found" whatever became of them.  So it is asked for
 * the file alone, on a channel that has no servers to ask.
 */
static void ask_file(struct lsock__cares *cares)
{
	char lookups[] = "f";
	struct ares_options options = { .lookups = lookups };
	unsigned char addr[16];
	ares_channel channel;
	int status, size;

	status = ares_init_options(&channel, &options, ARES_OPT_LOOKUPS);
	if (status != ARES_SUCCESS) {
		lsock__cares_done(cares, lsock__cares_error(cares, status));
		return;
	}
	size = get_bytes(&cares->query.addr, addr);
	ares_gethostbyaddr(channel, addr, size, cares->query.family, file_answered, cares);
	ares_destroy(channel);
}

static void ask_next(struct lsock__cares *cares)
{
	char lookup;

	while (!cares->done) {
		lookup = *cares->next_lookup;
		if (lookup == '\0') {
			lsock__cares_done(cares, put_unnamed(cares, cares->status));
			return;
		}
		cares->next_lookup++;
		if (lookup == 'b') {
			ask_servers(cares);	/* which comes back here */
			return;
		}
		ask_file(cares);
	}
}

/* As c-ares has it from nsswitch.conf(5): servers, the file, or both in either order. */
static int read_lookups(struct lsock__cares *cares)
{
	struct lsock__out out = { cares->lookups, sizeof(cares->lookups), 0 };
	struct ares_options options;
	int mask, status;

	memset(&options, 0, sizeof(options));
	status = ares_save_options(cares->channel, &options, &mask);
	lsock__out_text(&out, options.lookups ? options.lookups : "fb");
	(void) lsock__out_end(&out);	/* each of the two letters once */
	ares_destroy_options(&options);	/* where it failed, too: some of it is there */
	cares->next_lookup = cares->lookups;
	return status == ARES_SUCCESS ? 0 : -ENOMEM;
}

static void names_ask(struct lsock__cares *cares)
{
	int r = read_lookups(cares);

	cares->status = ARES_ENOTFOUND;
	if (r < 0)
		lsock__cares_done(cares, r);
	else
		ask_next(cares);
}

const struct lsock__cares_subject lsock__cares_names = {
	.begin = names_begin,
	.ask = names_ask,
};
