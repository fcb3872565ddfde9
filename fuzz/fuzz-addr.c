/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Addresses from bytes of chance, of every row: the first byte says what the others are, 't' text,
 * 's' a sockaddr of the kernel's, 'f' fields.  What is made has to keep the promises of addr.h and
 * field.h.  "make fuzz" links it with libFuzzer, "make check" with replay.c, which runs the corpus.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <linux_sock/linux_sock.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define PAINT 0xa5

#define CHECK(holds)									\
	do {										\
		if (!(holds)) {								\
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #holds);	\
			abort();							\
		}									\
	} while (0)

/* Bytes that are taken from the front. */
struct input {
	const uint8_t *at;
	size_t left;
};

static uint8_t take_byte(struct input *in)
{
	if (in->left == 0)
		return 0;
	in->left--;
	return *in->at++;
}

/* In a block of just its size, so that a sanitizer sees each byte that is read beyond it. */
static char *tight_copy(const void *bytes, size_t size)
{
	char *copy = malloc(size > 0 ? size : 1);

	CHECK(copy);
	if (size > 0)
		memcpy(copy, bytes, size);
	return copy;
}

static bool same(const struct lsock_addr *a, const struct lsock_addr *b)
{
	return memcmp(a, b, sizeof(*a)) == 0;
}

static void paint(struct lsock_addr *addr)
{
	memset(addr, PAINT, sizeof(*addr));
}

static bool is_painted(const struct lsock_addr *addr)
{
	struct lsock_addr painted;

	paint(&painted);
	return same(addr, &painted);
}

/* Refusals say why, and where: a byte of a text of this length, or 0. */
static void check_refusal(int err, const struct lsock_why *why, size_t length)
{
	CHECK(err == -EINVAL || err == -ERANGE || err == -ENODEV || err == -ENAMETOOLONG ||
	      err == -EAFNOSUPPORT || err == -EPROTONOSUPPORT);
	CHECK(why->message && why->message[0] != '\0');
	CHECK(why->column <= length + 1);
	CHECK(err != -ERANGE || (why->field && why->min < why->max));
	CHECK(err == -ERANGE || (why->min == 0 && why->max == 0));
}

static void check_parse(const char *text, size_t size, struct lsock_addr *ret_addr, int *ret_r)
{
	char *copy = tight_copy(text, size);
	struct lsock_why why = { 0 };

	paint(ret_addr);
	*ret_r = lsock_addr_parse(copy, size, ret_addr, &why);
	free(copy);
	if (*ret_r == 0)
		return;
	CHECK(is_painted(ret_addr));
	CHECK(why.column >= 1);
	check_refusal(*ret_r, &why, size);
}

/* The text in buf, which is cut as by snprintf(3) wherever it does not fit. */
static size_t check_format(const struct lsock_addr *addr, char buf[LSOCK_ADDR_TEXT_SIZE])
{
	int len = lsock_addr_format(addr, buf, LSOCK_ADDR_TEXT_SIZE);
	size_t i, room;
	char *tight;

	CHECK(len > 0 && len < LSOCK_ADDR_TEXT_SIZE);
	CHECK(strlen(buf) == (size_t) len);
	for (i = 0; i < (size_t) len; i++)
		CHECK((unsigned char) buf[i] >= ' ' && (unsigned char) buf[i] <= '~');
	room = (size_t) buf[0] % (size_t) len;
	tight = tight_copy(buf, room + 1);
	CHECK(lsock_addr_format(addr, tight, room) == len);
	CHECK(room == 0 || (memcmp(tight, buf, room - 1) == 0 && tight[room - 1] == '\0'));
	free(tight);
	return (size_t) len;
}

/* Is there something in it that the text cannot carry? */
static bool has_more_than_text(const struct lsock_form *form, const struct lsock_value *values)
{
	size_t i;

	for (i = 0; i < form->count; i++)
		if (form->fields[i].flags & LSOCK_FIELD_NOT_IN_TEXT &&
		    (values[i].size > 0 || values[i].number != form->fields[i].default_number))
			return true;
	return false;
}

static size_t number_of(const struct lsock_family *row, const struct lsock_form *form)
{
	return (size_t) (form - row->forms);
}

/* Its fields make the same address, as far as a form can say one at all. */
static bool check_fields(const struct lsock_addr *addr, bool *ret_more_than_text)
{
	const struct lsock_family *row = lsock_family_by_af(addr->u.sa.sa_family);
	struct lsock_value values[LSOCK_FIELDS_MAX];
	const struct lsock_form *form;
	struct lsock_addr again;
	char scratch[LSOCK_FIELD_SCRATCH];
	int count;

	*ret_more_than_text = false;
	count = lsock_addr_to_fields(addr, scratch, sizeof(scratch), values, LSOCK_FIELDS_MAX,
				     &form);
	if (count < 0)
		return false;
	CHECK((size_t) count == form->count);
	*ret_more_than_text = has_more_than_text(form, values);
	if (lsock_addr_check(addr, NULL) < 0)
		return false;	/* the kernel would not take it either */
	CHECK(lsock_addr_from_fields(row, number_of(row, form), values, form->count, &again,
				     NULL) == 0);
	CHECK(lsock_addr_equal(addr, &again));
	return true;
}

/* Whatever holds for every address. */
static size_t check_value(const struct lsock_addr *addr, char text[LSOCK_ADDR_TEXT_SIZE])
{
	struct lsock_addr copy = *addr;
	int64_t port = lsock_addr_port(addr);

	CHECK(lsock_addr_equal(addr, &copy));
	CHECK(lsock_addr_hash(addr, 7) == lsock_addr_hash(&copy, 7));
	CHECK(lsock_addr_from(&addr->u, addr->len, &copy) == 0);
	copy.type = addr->type;
	copy.protocol = addr->protocol;
	CHECK(same(addr, &copy));
	if (port >= 0) {
		CHECK(lsock_addr_set_port(&copy, (uint32_t) port) == 0);
		CHECK(same(addr, &copy));
	}
	return check_format(addr, text);
}

/* Made by parse or from_fields: text is the same address, but for what it cannot carry. */
static void check_made(const struct lsock_addr *addr)
{
	char text[LSOCK_ADDR_TEXT_SIZE], second[LSOCK_ADDR_TEXT_SIZE];
	size_t len = check_value(addr, text);
	bool more_than_text;
	struct lsock_addr again;
	int r;

	check_fields(addr, &more_than_text);
	check_parse(text, len, &again, &r);
	CHECK(r == 0);
	CHECK(more_than_text || same(addr, &again));
	check_format(&again, second);
	CHECK(strcmp(text, second) == 0);
}

static void fuzz_text(struct input *in)
{
	struct lsock_addr addr;
	int r;

	check_parse((const char *) in->at, in->left, &addr, &r);
	if (r == 0)
		check_made(&addr);
}

/* The kernel's need not have a text that is read back; what is read back has the same text. */
static void fuzz_sockaddr(struct input *in)
{
	char *copy = tight_copy(in->at, in->left);
	char text[LSOCK_ADDR_TEXT_SIZE], second[LSOCK_ADDR_TEXT_SIZE];
	struct lsock_addr addr, again;
	bool more_than_text;
	size_t len;
	int r;

	paint(&addr);
	r = lsock_addr_from(copy, (socklen_t) in->left, &addr);
	free(copy);
	CHECK(r == 0 || (r == -EINVAL && is_painted(&addr)));
	if (r < 0)
		return;
	len = check_value(&addr, text);
	check_fields(&addr, &more_than_text);
	check_parse(text, len, &again, &r);
	if (r == 0) {
		check_format(&again, second);
		CHECK(strcmp(text, second) == 0);
	}
}

static const struct lsock_family *take_row(struct input *in)
{
	size_t count = 0;

	while (lsock_family_at(count))
		count++;
	return lsock_family_at(take_byte(in) % count);
}

/* The kind may be wrong for its field, the number anything, the bytes as many as are said. */
static void take_value(struct input *in, struct lsock_value *ret_value, char **ret_copy)
{
	uint8_t kind = take_byte(in);
	uint64_t number = 0;
	size_t size, i;

	size = kind / 4 < in->left ? kind / 4 : in->left;
	*ret_copy = tight_copy(in->at, size);
	in->at += size;
	in->left -= size;
	for (i = 0; i < size && i < sizeof(number); i++)
		number = number << 8 | (uint8_t) (*ret_copy)[i];
	*ret_value = (struct lsock_value){ .kind = kind % 4, .number = (int64_t) number,
					   .data = *ret_copy, .size = size };
}

static void fuzz_fields(struct input *in)
{
	const struct lsock_family *row = take_row(in);
	size_t form = take_byte(in) % (row->form_count + 1), count = take_byte(in), i;
	struct lsock_value values[LSOCK_FIELDS_MAX + 1];
	char *copies[LSOCK_FIELDS_MAX + 1];
	struct lsock_why why = { 0 };
	struct lsock_addr addr;
	int r;

	count %= LSOCK_FIELDS_MAX + 2;
	for (i = 0; i < count; i++)
		take_value(in, &values[i], &copies[i]);
	paint(&addr);
	r = lsock_addr_from_fields(row, form, values, count, &addr, &why);
	for (i = 0; i < count; i++)
		free(copies[i]);
	if (r == 0) {
		check_made(&addr);
		return;
	}
	CHECK(is_painted(&addr));
	check_refusal(r, &why, LSOCK_ADDR_TEXT_MAX);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input in = { data, size };

	switch (take_byte(&in) % 3) {
	case 't' % 3:
		fuzz_text(&in);
		break;
	case 's' % 3:
		fuzz_sockaddr(&in);
		break;
	default:
		fuzz_fields(&in);
	}
	return 0;
}
