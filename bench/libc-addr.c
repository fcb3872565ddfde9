/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "libc-addr.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int libc_split(const char *text, struct libc_parts *ret_parts)
{
	const char *host = text, *end = strrchr(text, ':');

	if (end == NULL || strlen(end + 1) >= sizeof(ret_parts->port))
		return -1;
	memcpy(ret_parts->port, end + 1, strlen(end + 1) + 1);
	ret_parts->family = AF_INET;
	if (*text == '[') {
		ret_parts->family = AF_INET6;
		host++;
		end--;
	}
	if (end < host || (size_t) (end - host) >= sizeof(ret_parts->host))
		return -1;
	memcpy(ret_parts->host, host, (size_t) (end - host));
	ret_parts->host[end - host] = '\0';
	return 0;
}

int libc_pton_ntop(const struct libc_parts *parts, char *buf)
{
	struct in6_addr address;

	if (inet_pton(parts->family, parts->host, &address) != 1 ||
	    inet_ntop(parts->family, &address, buf, LIBC_TEXT_SIZE) == NULL)
		return -1;
	return (int) strlen(buf);
}

static int port_of(const struct libc_parts *parts, in_port_t *ret_port)
{
	char *end;
	unsigned long port = strtoul(parts->port, &end, 10);

	if (*end != '\0' || end == parts->port || port > UINT16_MAX)
		return -1;
	*ret_port = htons((uint16_t) port);
	return 0;
}

static int inet_by_hand(const struct libc_parts *parts, char *buf)
{
	struct sockaddr_in in = { .sin_family = AF_INET };
	size_t len;

	if (inet_pton(AF_INET, parts->host, &in.sin_addr) != 1 ||
	    port_of(parts, &in.sin_port) < 0)
		return -1;
	if (inet_ntop(AF_INET, &in.sin_addr, buf, LIBC_TEXT_SIZE) == NULL)
		return -1;
	len = strlen(buf);
	return (int) len + snprintf(buf + len, LIBC_TEXT_SIZE - len, ":%u", ntohs(in.sin_port));
}

static int inet6_by_hand(const struct libc_parts *parts, char *buf)
{
	struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	size_t len;

	if (inet_pton(AF_INET6, parts->host, &in6.sin6_addr) != 1 ||
	    port_of(parts, &in6.sin6_port) < 0)
		return -1;
	buf[0] = '[';
	if (inet_ntop(AF_INET6, &in6.sin6_addr, buf + 1, LIBC_TEXT_SIZE - 1) == NULL)
		return -1;
	len = strlen(buf);
	return (int) len + snprintf(buf + len, LIBC_TEXT_SIZE - len, "]:%u",
				    ntohs(in6.sin6_port));
}

int libc_by_hand(const char *text, char *buf)
{
	struct libc_parts parts;

	if (libc_split(text, &parts) < 0)
		return -1;
	return parts.family == AF_INET ? inet_by_hand(&parts, buf) : inet6_by_hand(&parts, buf);
}

int libc_getaddrinfo(const struct libc_parts *parts, char *buf)
{
	const struct addrinfo hints = {
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV, .ai_family = parts->family,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *list;
	char port[8];
	int r;

	if (getaddrinfo(parts->host, parts->port, &hints, &list) != 0)
		return -1;
	r = getnameinfo(list->ai_addr, list->ai_addrlen, buf, LIBC_TEXT_SIZE, port, sizeof(port),
			NI_NUMERICHOST | NI_NUMERICSERV);
	freeaddrinfo(list);
	return r == 0 ? (int) strlen(buf) : -1;
}
