/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Inputs as text for violations, clipped. */
#include "tools/check/prove/state.h"

#include <stdarg.h>
#include <stdio.h>

#define SHOWN 640

struct shown {
	char text[SHOWN];
	size_t len;
};

/* Several may stand in one message. */
static struct shown *next_shown(void)
{
	static struct shown ring[8];
	static unsigned turn;
	struct shown *shown = &ring[turn++ % 8];

	shown->len = 0;
	shown->text[0] = '\0';
	return shown;
}

static void __attribute__((format(printf, 2, 3))) add(struct shown *shown, const char *format, ...)
{
	va_list arguments;
	int n;

	va_start(arguments, format);
	n = vsnprintf(shown->text + shown->len, SHOWN - shown->len, format, arguments);
	va_end(arguments);
	shown->len += n > 0 ? (size_t) n : 0;
	shown->len = shown->len < SHOWN ? shown->len : SHOWN - 1;
}

static void add_bytes(struct shown *shown, const void *bytes, size_t n)
{
	const unsigned char *at = bytes;
	size_t i;

	for (i = 0; i < n && shown->len < SHOWN - 32; i++)
		add(shown, at[i] < ' ' || at[i] > '~' || at[i] == '\\' ? "\\x%02x" : "%c", at[i]);
	if (i < n)
		add(shown, "... (%zu bytes)", n);
}

const char *prove_show(const void *bytes, size_t n)
{
	struct shown *shown = next_shown();

	add_bytes(shown, bytes, n);
	return shown->text;
}

const char *prove_show_addr(const struct lsock_addr *addr)
{
	const unsigned char *bytes = (const unsigned char *) &addr->u;
	socklen_t len = addr->len < sizeof(addr->u) ? addr->len : (socklen_t) sizeof(addr->u), i;
	struct shown *shown = next_shown();

	for (i = 0; i < len; i++)
		add(shown, "%02x", bytes[i]);
	add(shown, " (%u bytes", addr->len);
	if (addr->protocol != LSOCK_PROTOCOL_UNSAID)
		add(shown, ", protocol %u", addr->protocol);
	add(shown, ")");
	return shown->text;
}

const char *prove_show_fields(const struct prove *prove, const struct prove_fields *fields)
{
	const struct lsock_form *form = &prove->row->forms[fields->form];
	struct shown *shown = next_shown();
	size_t i;

	add(shown, "%s", form->name);
	for (i = 0; i < fields->count; i++) {
		const struct lsock_value *value = &fields->values[i];

		add(shown, " %s=", form->fields[i].name);
		if (value->kind == LSOCK_KIND_NUMBER)
			add(shown, "%lld", (long long) value->number);
		else if (value->kind == LSOCK_KIND_UNSAID)
			add(shown, "(unsaid)");
		else
			add_bytes(shown, value->data, value->size);
	}
	return shown->text;
}
