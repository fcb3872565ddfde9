/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "base/out.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "tests/harness/bytes.h"
#include "tests/harness/harness.h"

static char text[64];

static struct lsock__out start(void)
{
	bytes_paint(text, sizeof(text));
	return (struct lsock__out){ text, sizeof(text), 0 };
}

static void ends_as(struct lsock__out *out, const char *expected)
{
	ck_assert_int_eq(lsock__out_end(out), (int) strlen(expected));
	ck_assert_str_eq(text, expected);
}

TEST(decimal_is_what_printf_says)
{
	static const uint32_t values[] = { 0, 1, 9, 10, 99, 100, 65535, 999999999, 1000000000,
					   INT32_MAX, UINT32_MAX };
	char expected[16];
	struct lsock__out out;
	size_t n;

	for (n = 0; n < COUNT_OF(values) + 1000; n++) {
		uint32_t value = n < COUNT_OF(values) ? values[n] :
				 (uint32_t) random_u64() >> random_below(32);

		out = start();
		lsock__out_decimal(&out, value);
		sprintf(expected, "%" PRIu32, value);
		ends_as(&out, expected);
	}
}

TEST(decimal_of_64_bits_is_what_printf_says)
{
	static const uint64_t values[] = { 0, 1, 9, 10, UINT32_MAX, UINT64_C(1) << 32, INT64_MAX,
					   UINT64_C(1) << 63, UINT64_C(10000000000000000000),
					   UINT64_MAX };
	char expected[24];
	struct lsock__out out;
	size_t n;

	for (n = 0; n < COUNT_OF(values) + 1000; n++) {
		uint64_t value = n < COUNT_OF(values) ? values[n] :
				 random_u64() >> random_below(64);

		out = start();
		lsock__out_u64(&out, value);
		sprintf(expected, "%" PRIu64, value);
		ends_as(&out, expected);
		out = start();
		lsock__out_i64(&out, (int64_t) value);
		sprintf(expected, "%" PRId64, (int64_t) value);
		ends_as(&out, expected);
	}
}

TEST(hexadecimal_is_what_printf_says)
{
	char expected[16];
	struct lsock__out out;
	unsigned digits;
	size_t n;

	for (n = 0; n < 1000; n++) {
		uint32_t value = (uint32_t) ((uint32_t) random_u64() >> random_below(32));

		for (digits = 1; digits <= 8; digits++) {
			out = start();
			lsock__out_hex(&out, n == 0 ? 0 : value, digits);
			sprintf(expected, "%0*" PRIx32, (int) digits, n == 0 ? 0 : value);
			ends_as(&out, expected);
		}
	}
}

TEST(bytes_are_two_digits_each)
{
	static const unsigned char bytes[] = { 0x00, 0x01, 0x9a, 0xf0, 0xff, 0x80 };
	struct lsock__out out = start();

	lsock__out_hex_bytes(&out, bytes, sizeof(bytes));
	ends_as(&out, "00019af0ff80");
	out = start();
	lsock__out_hex_bytes(&out, NULL, 0);
	ends_as(&out, "");
}

TEST(escaped_is_printable_for_every_byte)
{
	char expected[8], byte;
	struct lsock__out out;
	int c;

	for (c = 0; c < 256; c++) {
		byte = (char) c;
		out = start();
		lsock__out_escaped(&out, &byte, 1);
		if (byte == '\\')
			strcpy(expected, "\\\\");
		else
			sprintf(expected, c >= 0x20 && c <= 0x7e ? "%c" : "\\x%02x", c);
		ends_as(&out, expected);
	}
}

TEST(pieces_are_put_together)
{
	struct lsock__out out = start();

	lsock__out_char(&out, '[');
	lsock__out_text(&out, "ab");
	lsock__out_text(&out, "");
	lsock__out_bytes(&out, "c\0d", 3);
	lsock__out_char(&out, ']');
	ck_assert_int_eq(lsock__out_end(&out), 7);
	ck_assert_mem_eq(text, "[abc\0d]", 8);
	ck_assert(bytes_painted(text + 8, sizeof(text) - 8));
}

static void put_all(struct lsock__out *out)
{
	lsock__out_text(out, "text");
	lsock__out_bytes(out, "bytes", 5);
	lsock__out_decimal(out, 123456);
	lsock__out_i64(out, -7);
	lsock__out_hex(out, 0xabc, 4);
	lsock__out_hex_bytes(out, "\x0f\xa0", 2);
	lsock__out_escaped(out, "\\\n.", 3);
	lsock__out_char(out, '!');
}

TEST(text_that_does_not_fit_is_counted_and_cut)
{
	static const char whole[] = "textbytes123456-70abc0fa0\\\\\\x0a.!";
	struct lsock__out out;
	size_t size;
	char *buf;

	for (size = 1; size <= sizeof(whole) + 1; size++) {
		buf = bytes_tight(NULL, size);
		out = (struct lsock__out){ buf, size, 0 };
		put_all(&out);
		ck_assert_int_eq(lsock__out_end(&out), (int) sizeof(whole) - 1);
		ck_assert_uint_eq(strlen(buf), size < sizeof(whole) ? size - 1 : sizeof(whole) - 1);
		ck_assert_mem_eq(buf, whole, strlen(buf));
		}
}

TEST(nothing_is_written_into_no_room)
{
	struct lsock__out out = { NULL, 0, 0 };

	put_all(&out);
	ck_assert_int_eq(lsock__out_end(&out), 33);
}
