/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What may come from a name service, as answers: much of it, nothing, and what nobody expects. */
#include "names/answer.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

#include "names/lookup.h"
#include "tests/harness/harness.h"

static const struct sockaddr_in in = { .sin_family = AF_INET, .sin_port = 0x5000 };

static struct addrinfo info_of(const void *sockaddr, size_t len)
{
	struct addrinfo info = {
		.ai_socktype = SOCK_STREAM, .ai_protocol = IPPROTO_TCP,
		.ai_addrlen = (socklen_t) len,
	};

	info.ai_addr = (struct sockaddr *) (uintptr_t) sockaddr;
	return info;
}

TEST(more_addresses_than_are_kept_are_cut)
{
	static struct addrinfo list[LSOCK__ADDRS_MAX + 5];
	struct lsock_answer *answer;
	size_t n;

	for (n = 0; n < COUNT_OF(list); n++) {
		list[n] = info_of(&in, sizeof(in));
		list[n].ai_next = n + 1 < COUNT_OF(list) ? &list[n + 1] : NULL;
	}
	ck_assert_int_eq(lsock__answer_from_addrinfo(list, &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), LSOCK__ADDRS_MAX);
	ck_assert_ptr_nonnull(lsock_answer_at(answer, LSOCK__ADDRS_MAX - 1));
	ck_assert_ptr_null(lsock_answer_at(answer, LSOCK__ADDRS_MAX));
	lsock_answer_free(answer);
}

TEST(more_addresses_of_a_host_than_are_kept_are_cut)
{
	static char *addrs[LSOCK__ADDRS_MAX + 2];
	struct hostent host = { .h_addrtype = AF_INET, .h_length = 4, .h_addr_list = addrs };
	struct lsock_answer *answer;
	char loopback[] = { 127, 0, 0, 1 };
	size_t n;

	for (n = 0; n < COUNT_OF(addrs) - 1; n++)
		addrs[n] = loopback;
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), 0);
	ck_assert_uint_eq(lsock_answer_count(answer), LSOCK__ADDRS_MAX);
	lsock_answer_free(answer);
}

TEST(address_that_is_none_spoils_the_answer)
{
	struct addrinfo bad = info_of(&in, 3), good = info_of(&in, sizeof(in));
	struct lsock_answer *answer = NULL;

	good.ai_next = &bad;
	ck_assert_int_eq(lsock__answer_from_addrinfo(&good, &answer), -EINVAL);
	bad.ai_addrlen = 0;
	ck_assert_int_eq(lsock__answer_from_addrinfo(&good, &answer), -EINVAL);
	ck_assert_ptr_null(answer);
}

TEST(protocol_that_does_not_fit_is_unsaid)
{
	struct addrinfo info = info_of(&in, sizeof(in));
	struct lsock_answer *answer;

	info.ai_protocol = -1;
	ck_assert_int_eq(lsock__answer_from_addrinfo(&info, &answer), 0);
	ck_assert_uint_eq(lsock_answer_at(answer, 0)->protocol, LSOCK_PROTOCOL_UNSAID);
	lsock_answer_free(answer);
	info.ai_protocol = 0x10006;
	ck_assert_int_eq(lsock__answer_from_addrinfo(&info, &answer), 0);
	ck_assert_uint_eq(lsock_answer_at(answer, 0)->protocol, LSOCK_PROTOCOL_UNSAID);
	lsock_answer_free(answer);
}

TEST(names_are_kept_as_they_are_and_dropped_where_they_are_too_long)
{
	static char longest[LSOCK__NAME_MAX + 1], longer[LSOCK__NAME_MAX + 2];
	struct addrinfo info = info_of(&in, sizeof(in));
	char odd[] = "\x1b[2J\xff\n";
	struct lsock_answer *answer;

	memset(longest, 'a', sizeof(longest) - 1);
	memset(longer, 'a', sizeof(longer) - 1);
	info.ai_canonname = odd;
	ck_assert_int_eq(lsock__answer_from_addrinfo(&info, &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), "\x1b[2J\xff\n");
	lsock_answer_free(answer);
	info.ai_canonname = longer;
	ck_assert_int_eq(lsock__answer_from_addrinfo(&info, &answer), 0);
	ck_assert_ptr_null(lsock_answer_name(answer));
	lsock_answer_free(answer);
	ck_assert_int_eq(lsock__answer_from_names(longest, longer, &answer), 0);
	ck_assert_str_eq(lsock_answer_name(answer), longest);
	ck_assert_ptr_null(lsock_answer_service(answer));
	lsock_answer_free(answer);
}

static struct hostent host_of(char **aliases, char **addrs)
{
	static char name[] = "name";

	return (struct hostent){ name, aliases, AF_INET, 4, addrs };
}

TEST(aliases_that_are_too_long_or_too_many_are_left_out)
{
	static char longer[LSOCK__NAME_MAX + 2], first[] = "first", second[] = "second";
	static char *many[LSOCK__ADDRS_MAX + 2], *none[] = { NULL };
	char *aliases[] = { longer, first, longer, second, longer, NULL };
	struct hostent host = host_of(aliases, none);
	struct lsock_answer *answer;
	size_t n;

	memset(longer, 'a', sizeof(longer) - 1);
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), 0);
	ck_assert_str_eq(lsock_answer_alias(answer, 0), "first");
	ck_assert_str_eq(lsock_answer_alias(answer, 1), "second");
	ck_assert_ptr_null(lsock_answer_alias(answer, 2));
	ck_assert_uint_eq(lsock_answer_count(answer), 0);
	lsock_answer_free(answer);
	for (n = 0; n < COUNT_OF(many) - 1; n++)
		many[n] = first;
	host.h_aliases = many;
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), 0);
	ck_assert_ptr_nonnull(lsock_answer_alias(answer, LSOCK__ADDRS_MAX - 1));
	ck_assert_ptr_null(lsock_answer_alias(answer, LSOCK__ADDRS_MAX));
	lsock_answer_free(answer);
}

TEST(host_of_an_odd_family_or_length_is_refused)
{
	char bytes[16] = { 0 };
	char *addrs[] = { bytes, NULL };
	struct hostent host = host_of(NULL, addrs);
	struct lsock_answer *answer = NULL;

	host.h_length = 3;
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), -EAFNOSUPPORT);
	host.h_addrtype = AF_INET6;
	host.h_length = 4;
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), -EAFNOSUPPORT);
	host.h_addrtype = AF_UNIX;
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), -EAFNOSUPPORT);
	ck_assert_ptr_null(answer);
	host.h_addrtype = AF_INET6;
	host.h_length = 16;
	ck_assert_int_eq(lsock__answer_from_hostent(&host, &answer), 0);
	ck_assert_ptr_null(lsock_answer_alias(answer, 0));
	ck_assert_int_eq(lsock_answer_at(answer, 0)->u.sa.sa_family, AF_INET6);
	lsock_answer_free(answer);
}

TEST(no_answer_has_nothing_in_it)
{
	ck_assert_uint_eq(lsock_answer_count(NULL), 0);
	ck_assert_ptr_null(lsock_answer_at(NULL, 0));
	ck_assert_ptr_null(lsock_answer_name(NULL));
	ck_assert_ptr_null(lsock_answer_alias(NULL, 0));
	ck_assert_ptr_null(lsock_answer_service(NULL));
	ck_assert_ptr_null(lsock_answer_free(NULL));
}
