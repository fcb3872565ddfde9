/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* What is taken is well made, what is refused leaves the output alone: of fields, text, bytes. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/check/prove/state.h"

static bool is_of_row(const struct prove *prove, const struct lsock_addr *addr)
{
	return addr->u.sa.sa_family == prove->row->af;
}

/* The same call, once without and once with a place for the reason. */
static bool same_answer(struct prove *prove, int first, int second, const char *input)
{
	if (first == second)
		return true;
	return prove_violated(prove, "once %s, once %s: %s", lsock_error_name(first),
			      lsock_error_name(second), input);
}

static bool fields_taken(struct prove *prove, const struct prove_fields *fields,
			 const struct lsock_addr *addr)
{
	struct lsock_why why = { 0 };

	if (fields->errors)
		return prove_violated(prove, "taken, though the description forbids it: %s",
				      prove_show_fields(prove, fields));
	if (!is_of_row(prove, addr))
		return prove_violated(prove, "made an address of another family: %s",
				      prove_show_fields(prove, fields));
	if (lsock_addr_check(addr, &why) < 0)
		return prove_violated(prove, "made what lsock_addr_check() refuses (%s): %s",
				      why.message ? why.message : "no message",
				      prove_show_fields(prove, fields));
	prove->reached[fields->form]++;
	prove_keep(prove, addr, fields->beyond_text ? PROVE_BEYOND_TEXT : PROVE_FIELDS_MADE);
	return prove_well_made(prove, addr, "from_fields");
}

/* All text and bytes end at the end of memory, one field after the other. */
static void fields_try(struct prove *prove, struct prove_fields *fields, size_t guarded)
{
	struct lsock_addr addr = prove_untouched(), again = prove_untouched();
	struct lsock_value *value = &fields->values[guarded];
	struct lsock_why why = { 0 };
	int r, second;

	if (fields->count > 0 && value->size > 0)
		value->data = prove_at_end(prove, value->data, value->size);
	r = lsock_addr_from_fields(prove->row, fields->form, fields->values, fields->count, &addr,
				   &why);
	second = lsock_addr_from_fields(prove->row, fields->form, fields->values, fields->count,
					&again, NULL);
	if (!same_answer(prove, r, second, prove_show_fields(prove, fields)))
		return;
	if (r >= 0) {
		fields_taken(prove, fields, &addr);
		return;
	}
	prove_refusal(prove, r, &why, &addr, prove_show_fields(prove, fields));
	if (fields->error && r != fields->error)
		prove_violated(prove, "refused with %s, not %s: %s", lsock_error_name(r),
			       lsock_error_name(fields->error), prove_show_fields(prove, fields));
}

/* Nothing said but what must be: the shortest way to an address of each form. */
static void fields_unsaid(struct prove *prove, struct prove_fields *fields)
{
	size_t i;

	for (i = 0; i < fields->count; i++)
		if (!(prove->row->forms[fields->form].fields[i].flags & LSOCK_FIELD_REQUIRED))
			fields->values[i].kind = LSOCK_KIND_UNSAID;
}

void prove_fields_refused(struct prove *prove)
{
	struct prove_fields *fields = calloc(1, sizeof(*fields));

	if (fields == NULL) {
		prove_violated(prove, "no memory");
		return;
	}
	for (; prove->cases < prove->rounds && !prove_is_broken(prove); prove->cases++) {
		prove_make_fields(prove, fields);
		if (prove_chance(prove, 16) && fields->errors == 0 && !fields->beyond_text)
			fields_unsaid(prove, fields);
		fields_try(prove, fields, fields->count ? prove_index(prove, fields->count) : 0);
	}
	free(fields);
}

/* Columns are 1-based; that behind the last byte says that the text was cut short. */
static bool text_refused(struct prove *prove, const struct prove_text *text, int r,
			 const struct lsock_why *why, const struct lsock_addr *addr)
{
	const char *shown = prove_show(text->bytes, text->len);

	if (!prove_refusal(prove, r, why, addr, shown))
		return false;
	if (why->column < 1 || why->column > text->len + 1)
		return prove_violated(prove, "refused at column %zu of a text of %zu bytes: %s",
				      why->column, text->len, shown);
	return true;
}

static bool text_taken(struct prove *prove, const struct prove_text *text,
		       const struct lsock_addr *addr)
{
	struct lsock_why why = { 0 };

	if (memchr(text->bytes, '\0', text->len))
		return prove_violated(prove, "a NUL byte was taken: %s",
				      prove_show(text->bytes, text->len));
	if (text->len > LSOCK_ADDR_TEXT_MAX)
		return prove_violated(prove, "%zu bytes were taken", text->len);
	if (!prove_well_made(prove, addr, "parse") || !is_of_row(prove, addr))
		return false;
	if (lsock_addr_check(addr, &why) < 0)
		return prove_violated(prove, "made what lsock_addr_check() refuses (%s): %s",
				      why.message ? why.message : "no message",
				      prove_show(text->bytes, text->len));
	prove_keep(prove, addr, PROVE_TEXT_MADE);
	return true;
}

static void text_try(struct prove *prove, const struct prove_text *text)
{
	const char *bytes = prove_at_end(prove, text->bytes, text->len);
	struct lsock_addr addr = prove_untouched(), again = prove_untouched();
	struct lsock_why why = { 0 };
	int r, second;

	r = lsock_addr_parse(bytes, text->len, &addr, &why);
	second = lsock_addr_parse(bytes, text->len, &again, NULL);
	if (!same_answer(prove, r, second, prove_show(text->bytes, text->len)))
		return;
	if (r < 0)
		text_refused(prove, text, r, &why, &addr);
	else if (text_taken(prove, text, &addr) && !lsock_addr_equal(&addr, &again))
		prove_violated(prove, "two addresses of one text: %s",
			       prove_show(text->bytes, text->len));
}

static void text_loopback(struct prove *prove)
{
	struct prove_text text = { .len = 0 };
	struct lsock_addr addr;

	if (prove->row->loopback == NULL)
		return;
	text.len = strlen(prove->row->loopback);
	memcpy(text.bytes, prove->row->loopback, text.len);
	text_try(prove, &text);
	if (lsock_addr_parse(text.bytes, text.len, &addr, NULL) == -EINVAL)
		prove_violated(prove, "the row's loopback is no address: %s", prove->row->loopback);
}

void prove_text_refused(struct prove *prove)
{
	static struct prove_text text;
	size_t len;

	text_loopback(prove);
	for (; prove->cases < prove->rounds && !prove_is_broken(prove); prove->cases++) {
		prove_make_text(prove, &text);
		text_try(prove, &text);
		/* Every beginning of a few of them. */
		for (len = text.len; len > 0 && prove->cases % 64 == 0; text.len = --len)
			text_try(prove, &text);
	}
}

static bool bytes_taken(struct prove *prove, const unsigned char *bytes, size_t len,
			const struct lsock_addr *addr)
{
	struct lsock_addr again = prove_untouched();

	if (!is_of_row(prove, addr))
		return prove_violated(prove, "the family changed: %s", prove_show(bytes, len));
	if (!prove_well_made(prove, addr, "from"))
		return false;
	if (lsock_addr_from(&addr->u, addr->len, &again) < 0 || !lsock_addr_equal(addr, &again))
		return prove_violated(prove, "taken twice it is another address: %s",
				      prove_show(bytes, len));
	prove_keep(prove, addr, PROVE_KERNEL_MADE);
	return true;
}

void prove_bytes_taken(struct prove *prove)
{
	unsigned char bytes[sizeof(struct sockaddr_storage) + 16];
	char shown[32];
	int r;

	for (; prove->cases < prove->rounds && !prove_is_broken(prove); prove->cases++) {
		size_t len = prove_make_bytes(prove, bytes, sizeof(bytes));
		struct lsock_addr addr = prove_untouched();

		r = lsock_addr_from(prove_at_end(prove, bytes, len), (socklen_t) len, &addr);
		snprintf(shown, sizeof(shown), "a sockaddr of %zu bytes", len);
		if (r < 0)
			prove_refusal(prove, r, NULL, &addr, shown);
		else if (len < prove->row->shortest)
			prove_violated(prove, "%s was taken, fewer than the row's", shown);
		else
			bytes_taken(prove, bytes, len, &addr);
	}
}

void prove_reach(struct prove *prove)
{
	size_t i;

	for (i = 0; i < prove->row->form_count; i++) {
		prove->cases += prove->reached[i];
		if (prove->reached[i] == 0)
			prove_violated(prove, "no random fields made an address of form %s",
				       prove->row->forms[i].name);
	}
}
