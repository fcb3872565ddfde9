/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/scan.h"

#include <errno.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

/* One scan over text that ends with its allocation, with what came of it. */
struct scanned {
	int r;
	size_t consumed;
	uint32_t value;
	struct lsock_why why;
};

enum scanner { DECIMAL, HEX, NUMBER };

#define PAINTED UINT32_C(0xa5a5a5a5)

static struct scanned scan_text(enum scanner scanner, const char *text, uint32_t limit)
{
	char *copy = bytes_tight(text, strlen(text));
	struct scanned s = { .value = PAINTED };
	struct lsock__scan scan = { copy, copy, copy + strlen(text), &s.why };

	if (scanner == DECIMAL)
		s.r = lsock__scan_decimal(&scan, "field", limit, &s.value);
	else if (scanner == HEX)
		s.r = lsock__scan_hex(&scan, "field", limit, &s.value);
	else
		s.r = lsock__scan_number(&scan, "field", limit, &s.value);
	s.consumed = (size_t) (scan.at - copy);
	return s;
}

static void takes(enum scanner scanner, const char *text, uint32_t limit, uint32_t value,
		  size_t consumed)
{
	struct scanned s = scan_text(scanner, text, limit);

	ck_assert_msg(s.r == 0, "\"%s\": %d", text, s.r);
	ck_assert_msg(s.value == value, "\"%s\": %u", text, s.value);
	ck_assert_msg(s.consumed == consumed, "\"%s\": %zu bytes consumed", text, s.consumed);
	ck_assert_ptr_null(s.why.message);
}

static void refuses(enum scanner scanner, const char *text, uint32_t limit, int err, int64_t max)
{
	struct scanned s = scan_text(scanner, text, limit);

	ck_assert_msg(s.r == err, "\"%s\": %d", text, s.r);
	ck_assert_msg(s.value == PAINTED, "\"%s\": the output was written", text);
	ck_assert_ptr_nonnull(s.why.message);
	ck_assert_uint_eq(s.why.column, 1);
	ck_assert_int_eq(s.why.min, 0);
	ck_assert_int_eq(s.why.max, max);
	if (err == -ERANGE)
		ck_assert_str_eq(s.why.field, "field");
	else
		ck_assert_ptr_null(s.why.field);
}

TEST(decimal_is_taken_up_to_its_max)
{
	takes(DECIMAL, "0", 0, 0, 1);
	takes(DECIMAL, "7", 65535, 7, 1);
	takes(DECIMAL, "65535", 65535, 65535, 5);
	takes(DECIMAL, "4294967295", UINT32_MAX, UINT32_MAX, 10);
}

TEST(decimal_stops_at_the_first_other_byte)
{
	takes(DECIMAL, "80:90", 65535, 80, 2);
	takes(DECIMAL, "1e5", 65535, 1, 1);
	takes(DECIMAL, "0x10", 65535, 0, 1);
	takes(DECIMAL, "5 ", 65535, 5, 1);
	takes(DECIMAL, "5\xb2", 65535, 5, 1);
}

TEST(decimal_above_max_is_out_of_range_however_long)
{
	refuses(DECIMAL, "1", 0, -ERANGE, 0);
	refuses(DECIMAL, "65536", 65535, -ERANGE, 65535);
	refuses(DECIMAL, "4294967296", UINT32_MAX, -ERANGE, UINT32_MAX);
	refuses(DECIMAL, "4294967296", 65535, -ERANGE, 65535);
	refuses(DECIMAL, "18446744073709551616", UINT32_MAX, -ERANGE, UINT32_MAX);
	refuses(DECIMAL, "18446744073709551617", 65535, -ERANGE, 65535);
	refuses(DECIMAL, "99999999999999999999999999999999999999999999", UINT32_MAX, -ERANGE,
		UINT32_MAX);
	refuses(DECIMAL, "340282366920938463463374607431768211456", 65535, -ERANGE, 65535);
}

TEST(decimal_has_no_sign_blank_or_leading_zero)
{
	static const char *const texts[] = {
		"", "+1", "-1", " 1", "\t1", "00", "01", "007", "a", ":", "\xff",
	};
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++)
		refuses(DECIMAL, texts[n], 65535, -EINVAL, 0);
}

TEST(hexadecimal_is_taken_in_either_case_with_leading_zeros)
{
	takes(HEX, "0x0", 8, 0, 3);
	takes(HEX, "0x00000111", 8, 0x111, 10);
	takes(HEX, "0xdeadBEEF", 8, 0xdeadbeef, 10);
	takes(HEX, "0xffff", 4, 0xffff, 6);
	takes(HEX, "0xag", 4, 0xa, 3);
	takes(HEX, "0x1:", 4, 1, 3);
}

TEST(hexadecimal_of_too_many_digits_is_out_of_range)
{
	refuses(HEX, "0x000000000", 8, -ERANGE, UINT32_MAX);
	refuses(HEX, "0x100000000", 8, -ERANGE, UINT32_MAX);
	refuses(HEX, "0x10000", 4, -ERANGE, 0xffff);
	refuses(HEX, "0x00001", 4, -ERANGE, 0xffff);
}

TEST(hexadecimal_begins_with_0x_and_has_a_digit)
{
	static const struct {
		const char *text;
		size_t column;
	} texts[] = {
		{ "", 1 }, { "x1", 1 }, { "1", 1 }, { "-0x1", 1 }, { "0", 2 }, { "00x1", 2 },
		{ "0X1", 2 }, { "0x", 3 }, { "0xg", 3 }, { "0x-1", 3 }, { "0x@", 3 }, { "0x`", 3 },
		{ "0x/", 3 }, { "0x:", 3 }, { "0xG", 3 },
	};
	struct scanned s;
	size_t n;

	for (n = 0; n < COUNT_OF(texts); n++) {
		s = scan_text(HEX, texts[n].text, 8);
		ck_assert_msg(s.r == -EINVAL, "\"%s\": %d", texts[n].text, s.r);
		ck_assert_msg(s.why.column == texts[n].column, "\"%s\": column %zu", texts[n].text,
			      s.why.column);
		ck_assert_uint_eq(s.value, PAINTED);
	}
}

TEST(number_is_either_of_them)
{
	takes(NUMBER, "17", 100, 17, 2);
	takes(NUMBER, "0", 100, 0, 1);
	takes(NUMBER, "0x11", 100, 0x11, 4);
	takes(NUMBER, "0xffffffff", UINT32_MAX, UINT32_MAX, 10);
	takes(NUMBER, "0X11", 100, 0, 1);
	refuses(NUMBER, "0x100000001", UINT32_MAX, -ERANGE, UINT32_MAX);
	refuses(NUMBER, "0x65", 100, -ERANGE, 100);
	refuses(NUMBER, "101", 100, -ERANGE, 100);
	refuses(NUMBER, "x1", 100, -EINVAL, 0);
}

TEST(number_in_hexadecimal_has_digits)
{
	struct scanned s = scan_text(NUMBER, "0x", 100);

	ck_assert_int_eq(s.r, -EINVAL);
	ck_assert_uint_eq(s.why.column, 3);
}

TEST(hex_digit_knows_22_bytes)
{
	static const char digits[] = "0123456789abcdefABCDEF";
	int c, value;

	for (c = -128; c < 256; c++) {
		const char *at = c > 0 && c < 128 ? strchr(digits, c) : NULL;

		value = at ? (int) (at - digits) : -1;
		ck_assert_int_eq(lsock__hex_digit((char) c), value > 15 ? value - 6 : value);
	}
}

TEST(word_bytes_are_those_of_family_names)
{
	static const char bytes[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";
	int c;

	for (c = 1; c < 256; c++)
		ck_assert(lsock__is_word_byte((char) c) ==
			  (c < 128 && strchr(bytes, c) != NULL));
	ck_assert(!lsock__is_word_byte('\0'));
}

TEST(digits_alone_are_a_number)
{
	ck_assert(lsock__is_number("0123456789", 10));
	ck_assert(lsock__is_number("12x", 2));
	ck_assert(!lsock__is_number("12x", 3));
	ck_assert(!lsock__is_number("", 0));
	ck_assert(!lsock__is_number("1/", 2));
	ck_assert(!lsock__is_number(":1", 2));
	ck_assert(!lsock__is_number("-1", 2));
}

TEST(word_and_char_step_over_what_they_match_only)
{
	char *text = bytes_tight("name:x", 6);
	struct lsock_why why = { 0 };
	struct lsock__scan scan = { text, text, text + 6, &why };

	ck_assert(!lsock__scan_word(&scan, "named"));
	ck_assert(!lsock__scan_word(&scan, "name:xy"));
	ck_assert(!lsock__scan_char(&scan, 'x'));
	ck_assert_ptr_eq(scan.at, text);
	ck_assert(lsock__scan_word(&scan, "name"));
	ck_assert(lsock__scan_char(&scan, ':'));
	ck_assert_ptr_eq(scan.at, text + 5);
	ck_assert_int_eq(lsock__scan_end(&scan), -EINVAL);
	ck_assert_uint_eq(why.column, 6);
	ck_assert(lsock__scan_word(&scan, "x"));
	ck_assert(!lsock__scan_char(&scan, 'x'));
	ck_assert(!lsock__scan_word(&scan, "x"));
	ck_assert(lsock__scan_word(&scan, ""));
	ck_assert_int_eq(lsock__scan_end(&scan), 0);
}

TEST(refusal_replaces_all_of_the_reason)
{
	static const char text[] = "abc";
	struct lsock_why why = { "old", 9, "old", -1, 1, 2 };
	struct lsock__scan scan = { text, text, text + 3, &why };

	ck_assert_int_eq(lsock__scan_refuse(&scan, text + 3, -ENODEV, "new"), -ENODEV);
	ck_assert_str_eq(why.message, "new");
	ck_assert_uint_eq(why.column, 4);
	ck_assert_ptr_null(why.field);
	ck_assert_int_eq(why.min, 0);
	ck_assert_int_eq(why.max, 0);
	ck_assert_uint_eq(why.place, 0);
}
