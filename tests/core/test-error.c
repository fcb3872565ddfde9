/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <linux_sock/error.h>

#include <errno.h>
#include <limits.h>
#include <locale.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/harness/harness.h"

struct named {
	int err;
	const char *name;
};

#define ERRNO(x) { -(x), #x }
#define EAI(x) { LSOCK_EAI(x), #x }
#define HERR(x) { LSOCK_HERR(x), #x }

/* Those that the library's own calls give, and some from either end of the list. */
static const struct named errnos[] = {
	ERRNO(EPERM), ERRNO(EINTR), ERRNO(EBADF), ERRNO(EAGAIN), ERRNO(ENOMEM), ERRNO(EACCES),
	ERRNO(EEXIST), ERRNO(ENODEV), ERRNO(EINVAL), ERRNO(ENFILE), ERRNO(EMFILE), ERRNO(ENOSPC),
	ERRNO(EPIPE), ERRNO(ERANGE), ERRNO(ENAMETOOLONG), ERRNO(ETIME), ERRNO(EMSGSIZE),
	ERRNO(EPROTONOSUPPORT), ERRNO(EAFNOSUPPORT), ERRNO(EADDRINUSE), ERRNO(ECONNRESET),
	ERRNO(ENOTCONN), ERRNO(ETIMEDOUT), ERRNO(ECONNREFUSED), ERRNO(EINPROGRESS),
	ERRNO(EHWPOISON),
};

static const struct named eais[] = {
	EAI(EAI_AGAIN), EAI(EAI_BADFLAGS), EAI(EAI_FAIL), EAI(EAI_FAMILY), EAI(EAI_MEMORY),
	EAI(EAI_NONAME), EAI(EAI_OVERFLOW), EAI(EAI_SERVICE), EAI(EAI_SOCKTYPE), EAI(EAI_SYSTEM),
#ifdef EAI_NODATA
	EAI(EAI_NODATA),
#endif
#ifdef EAI_ADDRFAMILY
	EAI(EAI_ADDRFAMILY),
#endif
#ifdef EAI_IDN_ENCODE
	EAI(EAI_IDN_ENCODE),
#endif
#ifdef EAI_INPROGRESS
	EAI(EAI_INPROGRESS), EAI(EAI_CANCELED), EAI(EAI_NOTCANCELED), EAI(EAI_ALLDONE),
	EAI(EAI_INTR),
#endif
};

static const struct named herrs[] = {
	HERR(HOST_NOT_FOUND), HERR(TRY_AGAIN), HERR(NO_RECOVERY), HERR(NO_DATA),
};

static void is_one_line(const char *text)
{
	size_t n;

	ck_assert_ptr_nonnull(text);
	ck_assert_uint_gt(strlen(text), 0);
	for (n = 0; text[n]; n++)
		ck_assert_msg(text[n] >= ' ' && text[n] <= '~', "\"%s\"", text);
}

static void all_named(const struct named *list, size_t count, int domain)
{
	size_t n, m;

	for (n = 0; n < count; n++) {
		ck_assert_str_eq(lsock_error_name(list[n].err), list[n].name);
		ck_assert_int_eq(lsock_error_domain(list[n].err), domain);
		is_one_line(lsock_strerror(list[n].err));
		ck_assert_str_ne(lsock_strerror(list[n].err), "unknown error");
		for (m = 0; m < n; m++)
			ck_assert_str_ne(lsock_strerror(list[n].err), lsock_strerror(list[m].err));
	}
}

TEST(errno_has_domain_name_and_text)
{
	all_named(errnos, COUNT_OF(errnos), LSOCK_DOMAIN_ERRNO);
}

TEST(eai_has_domain_name_and_text)
{
	all_named(eais, COUNT_OF(eais), LSOCK_DOMAIN_EAI);
}

TEST(herr_has_domain_name_and_text)
{
	all_named(herrs, COUNT_OF(herrs), LSOCK_DOMAIN_HERR);
}

TEST(eai_is_the_same_of_either_sign)
{
	ck_assert_int_eq(LSOCK_EAI(-2), LSOCK_EAI(2));
	ck_assert_int_lt(LSOCK_EAI(EAI_NONAME), 0);
	ck_assert_int_lt(LSOCK_HERR(NO_DATA), 0);
}

#ifdef HAVE_STRERRORDESC_NP
#define NAME_OF(n) strerrorname_np(n)
#define TEXT_OF(n) strerrordesc_np(n)
#else
/* Its texts, in the locale that a program begins with; nothing tells its names. */
#define NAME_OF(n) (strcmp(lsock_error_name(-(n)), "?") != 0 ? lsock_error_name(-(n)) : NULL)
#define TEXT_OF(n) strerror(n)
#endif

/* Every errno of this kernel, as the C library names it. */
TEST(every_errno_is_named_as_the_c_library_does)
{
	int n, known = 0;

	for (n = 1; n < 200; n++) {
		const char *name = NAME_OF(n);

		ck_assert_str_eq(lsock_error_name(-n), name ? name : "?");
		ck_assert_int_eq(lsock_error_domain(-n), LSOCK_DOMAIN_ERRNO);
		if (name && n != ETIME)
			ck_assert_str_eq(lsock_strerror(-n), TEXT_OF(n));
		known += name != NULL;
	}
	ck_assert_int_gt(known, 120);
}

TEST(our_deadline_is_told_from_the_transport)
{
	ck_assert_str_eq(lsock_strerror(-ETIME), "the deadline has passed");
	ck_assert_str_eq(lsock_strerror(-ETIMEDOUT), TEXT_OF(ETIMEDOUT));
}

TEST(what_is_no_error_has_no_domain)
{
	static const int numbers[] = { 0, 1, EINVAL, 10000, 20000, INT_MAX };
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++) {
		ck_assert_int_eq(lsock_error_domain(numbers[n]), LSOCK_DOMAIN_NONE);
		ck_assert_str_eq(lsock_error_name(numbers[n]), "?");
		ck_assert_str_eq(lsock_strerror(numbers[n]), "no error");
	}
}

TEST(unknown_number_has_a_text_and_no_name)
{
	static const int numbers[] = {
#if EDEADLK == 35	/* MIPS and others have numbers of their own, and other gaps */
		-41, -58, -134,
#endif
		-4095, -4096, -9999, -10000, -10999, -11000, -19999, -20000, -20999,
		-21000, INT_MIN + 1, INT_MIN,
	};
	size_t n;

	for (n = 0; n < COUNT_OF(numbers); n++) {
		ck_assert_str_eq(lsock_error_name(numbers[n]), "?");
		ck_assert_str_eq(lsock_strerror(numbers[n]), "unknown error");
		ck_assert_int_ne(lsock_error_domain(numbers[n]), LSOCK_DOMAIN_NONE);
	}
}

TEST(domains_end_where_the_next_one_begins)
{
	ck_assert_int_eq(lsock_error_domain(-1), LSOCK_DOMAIN_ERRNO);
	ck_assert_int_eq(lsock_error_domain(-4095), LSOCK_DOMAIN_ERRNO);
	ck_assert_int_eq(lsock_error_domain(-9999), LSOCK_DOMAIN_ERRNO);
	ck_assert_int_eq(lsock_error_domain(-10000), LSOCK_DOMAIN_EAI);
	ck_assert_int_eq(lsock_error_domain(-10999), LSOCK_DOMAIN_EAI);
	ck_assert_int_eq(lsock_error_domain(-20000), LSOCK_DOMAIN_HERR);
	ck_assert_int_eq(lsock_error_domain(-20999), LSOCK_DOMAIN_HERR);
	ck_assert_int_eq(lsock_error_domain(INT_MIN), LSOCK_DOMAIN_ERRNO);
}

TEST(texts_are_static_and_know_no_locale)
{
	const char *text = lsock_strerror(-ENOENT), *unknown = lsock_strerror(-999);

	lsock_strerror(-EINVAL);
	ck_assert_str_eq(lsock_strerror(-998), "unknown error");
	ck_assert_ptr_eq(lsock_strerror(-ENOENT), text);
	ck_assert_str_eq(text, "No such file or directory");
	setlocale(LC_ALL, "");
	setlocale(LC_ALL, "de_DE.UTF-8");
	ck_assert_ptr_eq(lsock_strerror(-ENOENT), text);
	ck_assert_str_eq(text, "No such file or directory");
	ck_assert_ptr_eq(lsock_strerror(-999), unknown);
	setlocale(LC_ALL, "C");
}

#ifndef HAVE_STRERRORDESC_NP
/* As gettext(3) has it: one text of the C library, and what it is in this language. */
static const struct {
	uint32_t magic, revision, count, texts_at, translations_at, hash_size, hash_at;
	struct {
		uint32_t len, at;
	} text, translation;
	char words[64];
} catalogue = {
	.magic = 0x950412de, .count = 1, .texts_at = 28, .translations_at = 36,
	.text = { 25, 44 }, .translation = { 5, 44 + 32 },
	.words = "No such file or directory\0......nonne",
};

/* musl looks for it in MUSL_LOCPATH, and its strerror(3) asks it. */
TEST(texts_are_not_translated)
{
	char dir[] = "/tmp/test-error-XXXXXX", path[40];
	const char *text = lsock_strerror(-ENOENT), *translated;
	FILE *file;

	ck_assert_ptr_nonnull(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/la_VA", dir);
	file = fopen(path, "w");
	ck_assert_ptr_nonnull(file);
	fwrite(&catalogue, sizeof(catalogue), 1, file);
	fclose(file);
	setenv("MUSL_LOCPATH", dir, 1);
	setlocale(LC_ALL, "la_VA");
	translated = strerror(ENOENT);
	unlink(path);
	rmdir(dir);
	if (strcmp(translated, "nonne") != 0)
		skip("no language of the test's own: %s", translated);
	ck_assert_ptr_eq(lsock_strerror(-ENOENT), text);
	ck_assert_str_eq(text, "No such file or directory");
}
#endif

TEST(number_is_that_of_the_domain)
{
	ck_assert_int_eq(lsock_error_number(-EPERM), EPERM);
	ck_assert_int_eq(lsock_error_number(-4095), 4095);
	ck_assert_int_eq(lsock_error_number(LSOCK_EAI(EAI_NONAME)), EAI_NONAME);
	ck_assert_int_eq(lsock_error_number(LSOCK_EAI(EAI_AGAIN)), EAI_AGAIN);
	ck_assert_int_eq(lsock_error_number(LSOCK_EAI(EAI_OVERFLOW)), EAI_OVERFLOW);
	ck_assert_int_eq(lsock_error_number(LSOCK_HERR(HOST_NOT_FOUND)), HOST_NOT_FOUND);
	ck_assert_int_eq(lsock_error_number(LSOCK_HERR(NO_DATA)), NO_DATA);
	ck_assert_int_eq(lsock_error_number(0), 0);
	ck_assert_int_eq(lsock_error_number(7), 0);
	ck_assert_int_eq(lsock_error_number(INT_MIN), INT_MAX);
}
