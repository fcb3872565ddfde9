/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/*
 * A name server of the test's own: a process that listens at 127.0.0.1, port 53, by UDP and TCP,
 * and answers each question as the first label of its name says (dns-script.c): "code-2.test"
 * (a SERVFAIL), "after-300.test" (300 ms late), "many-200.test" (200 addresses).  For use behind
 * nameservice_enter(): elsewhere port 53 is taken, and nobody would ask there.
 */
#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>

#include "tests/dns/dns-message.h"

struct dns_server;

/* NULL, with errno.  The process ends with the one that began it. */
struct dns_server *dns_start(void);
void dns_stop(struct dns_server *server);

/* From now on nothing is answered, or all again; how many questions have come. */
void dns_silence(struct dns_server *server, bool silent);
unsigned dns_asked(const struct dns_server *server);

/* Names of 192.0.2.N and of 2001:db8::N, by N. */
enum dns_pointer {
	DNS_POINTER_GOOD = 1,		/* pointer.example.test */
	DNS_POINTER_CONTROL,		/* with ESC, newline and a byte above 127 */
	DNS_POINTER_LONG_LABEL,		/* one of 255 bytes, which is no label */
	DNS_POINTER_NO_DOT,		/* "nodot" */
	DNS_POINTER_LONG,		/* 254 bytes, as many as a name may have */
	DNS_POINTER_TOO_LONG,		/* 300 */
	DNS_POINTER_EMPTY,		/* the root */
	DNS_POINTER_OPTION,		/* "-rf.example.test" */
	DNS_POINTER_BLANK,		/* "a b.example.test" */
	DNS_POINTER_NUL,		/* "a\0b.example.test" */
	DNS_POINTER_DOT,		/* a dot inside of a label */
	DNS_POINTER_NUMERIC,		/* "192.0.2.99" */
	DNS_POINTER_MANY,		/* 15 names */
	DNS_POINTER_LOOP,		/* a name that points to itself */
	DNS_POINTER_SILENT,
	DNS_POINTER_NXDOMAIN,
	DNS_POINTER_SERVFAIL,
	DNS_POINTER_AFTER,		/* the good one 300 ms late */
	DNS_POINTERS
};

/* ---- What scripts are made of. */

/* A question that has come, and how its answer goes back. */
struct dns_ask {
	struct dns_question question;
	unsigned number;		/* behind the "-" of the first label; else 0 */
	bool tcp;
	bool hang_up;			/* the connection is to end behind what was sent */
	int fd;
	struct sockaddr_in peer;
	struct dns_server *server;
};

/* Runs the script of the question. */
void dns_run_script(struct dns_ask *ask);

/* A whole message; by UDP what is too long for it is cut and marked, as RFC 1035 4.2.1 has it. */
void dns_reply(struct dns_ask *ask, const struct dns_message *message);
void dns_reply_after(struct dns_ask *ask, const struct dns_message *message, unsigned ms);

/* These bytes as a datagram, or in the stream without a length before them. */
void dns_reply_bytes(struct dns_ask *ask, const void *bytes, size_t n);

/* By UDP from 127.0.0.2, whom nobody has asked. */
void dns_reply_from_stranger(struct dns_ask *ask, const struct dns_message *message);
