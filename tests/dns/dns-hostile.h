/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* The scripts of the name server beyond the honest ones, and what they share. */
#include "tests/dns/dns.h"

/* false: no script of that name, or no question for the name of an address. */
bool dns_run_hostile(struct dns_ask *ask, const char *name, size_t len);
bool dns_run_pointer(struct dns_ask *ask);

/* Addresses 1..n of what was asked for, if that was an address at all. */
void dns_good(struct dns_message *message, const struct dns_question *question, const char *owner,
	      unsigned n);

/* A name of exactly so many characters: labels of at most 50, and dots. */
void dns_fill_name(char *name, size_t len);
