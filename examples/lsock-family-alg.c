/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * A family that the library does not have, as a plug-in: AF_ALG, the kernel's cryptography, as
 * "alg:TYPE:NAME" (alg:hash:sha256, alg:skcipher:cbc(aes)).  Built outside the library's tree:
 *
 *	make -C examples && lsock-check --plugin examples/lsock-family-alg.so
 */
#include <errno.h>
#include <linux/if_alg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/family.h>

#define ALG_TYPE_MAX (sizeof(((struct sockaddr_alg *) 0)->salg_type) - 1)
#define ALG_NAME_MAX (sizeof(((struct sockaddr_alg *) 0)->salg_name) - 1)

/* A refusal: of a byte of text (column) or of a field. */
static int alg_refuse(struct lsock_why *why, int err, const char *message, const char *field,
		      size_t column)
{
	*why = (struct lsock_why){ .message = message, .field = field, .column = column };
	return err;
}

/* The address may lie anywhere, its bytes need not be aligned: a struct of our own is. */
static void alg_get(const struct lsock_addr *addr, struct sockaddr_alg *ret_alg)
{
	memcpy(ret_alg, &addr->u, sizeof(*ret_alg));
}

static void alg_put(struct lsock_addr *addr, const char *type, size_t type_len, const char *name,
		    size_t name_len, uint32_t feat, uint32_t mask)
{
	struct sockaddr_alg alg;

	memset(&alg, 0, sizeof(alg));
	alg.salg_family = AF_ALG;
	memcpy(alg.salg_type, type, type_len);
	memcpy(alg.salg_name, name, name_len);
	alg.salg_feat = feat;
	alg.salg_mask = mask;
	memcpy(&addr->u, &alg, sizeof(alg));
	addr->len = sizeof(alg);
}

static size_t alg_type_len(const struct sockaddr_alg *alg)
{
	return strnlen((const char *) alg->salg_type, ALG_TYPE_MAX);
}

static size_t alg_name_len(const struct sockaddr_alg *alg)
{
	return strnlen((const char *) alg->salg_name, ALG_NAME_MAX);
}

/* The first byte that text cannot carry; len: there is none.  The colon ends the type. */
static size_t alg_bad_byte(const char *text, size_t len, char end)
{
	size_t i;

	for (i = 0; i < len; i++)
		if (text[i] <= ' ' || text[i] > '~' || text[i] == end)
			return i;
	return len;
}

/* column: where the word begins in the text; 0: it is a field. */
static int alg_word(const char *word, size_t len, size_t max, char end, const char *field,
		    size_t column, struct lsock_why *why)
{
	size_t bad = alg_bad_byte(word, len, end);

	if (len == 0)
		return alg_refuse(why, -EINVAL, "the word is empty", field, column);
	if (bad < len)
		return alg_refuse(why, -EINVAL, "this byte is not allowed here", field,
				  column ? column + bad : 0);
	if (len > max)
		return alg_refuse(why, -ENAMETOOLONG, "longer than the kernel takes", field,
				  column ? column + max : 0);
	return 0;
}

static int alg_parse(const char *text, size_t len, bool prefixed, struct lsock_addr *ret_addr,
		     struct lsock_why *why)
{
	const char *colon = len > 0 ? memchr(text, ':', len) : NULL;
	size_t type_len = colon ? (size_t) (colon - text) : len;
	int r;

	(void) prefixed;	/* bare text is never this family's */
	r = alg_word(text, type_len, ALG_TYPE_MAX, ':', "type", 1, why);
	if (r < 0)
		return r;
	if (colon == NULL)
		return alg_refuse(why, -EINVAL, "a colon and the algorithm are expected", "name",
				  len + 1);
	r = alg_word(colon + 1, len - type_len - 1, ALG_NAME_MAX, '\0', "name", type_len + 2, why);
	if (r < 0)
		return r;
	alg_put(ret_addr, text, type_len, colon + 1, len - type_len - 1, 0, 0);
	return 0;
}

static int alg_format(const struct lsock_addr *addr, char *buf, size_t size)
{
	struct sockaddr_alg alg;
	size_t type_len, name_len;

	alg_get(addr, &alg);
	type_len = alg_type_len(&alg);
	name_len = alg_name_len(&alg);
	if (type_len == 0 || name_len == 0 ||
	    alg_bad_byte((const char *) alg.salg_type, type_len, ':') < type_len ||
	    alg_bad_byte((const char *) alg.salg_name, name_len, '\0') < name_len)
		return -EINVAL;
	return snprintf(buf, size, "alg:%.*s:%.*s", (int) type_len, (const char *) alg.salg_type,
			(int) name_len, (const char *) alg.salg_name);
}

enum { ALG_TYPE, ALG_NAME, ALG_FEAT, ALG_MASK, ALG_FIELDS };

/* Python's tuple of this family: (type, name[, feat[, mask]]). */
static const struct lsock_field alg_fields[ALG_FIELDS] = {
	[ALG_TYPE] = { "type", LSOCK_KIND_TEXT, LSOCK_FIELD_REQUIRED, 1, ALG_TYPE_MAX, 0 },
	[ALG_NAME] = { "name", LSOCK_KIND_TEXT, LSOCK_FIELD_REQUIRED, 1, ALG_NAME_MAX, 0 },
	[ALG_FEAT] = { "feat", LSOCK_KIND_NUMBER, LSOCK_FIELD_NOT_IN_TEXT, 0, UINT32_MAX, 0 },
	[ALG_MASK] = { "mask", LSOCK_KIND_NUMBER, LSOCK_FIELD_NOT_IN_TEXT, 0, UINT32_MAX, 0 },
};

static const struct lsock_form alg_forms[] = { { "alg", alg_fields, ALG_FIELDS } };

static int alg_from_fields(size_t form, const struct lsock_value *values,
			   struct lsock_addr *ret_addr, struct lsock_why *why)
{
	const struct lsock_value *type = &values[ALG_TYPE], *name = &values[ALG_NAME];
	int r;

	(void) form;
	r = alg_word(type->data, type->size, ALG_TYPE_MAX, ':', "type", 0, why);
	if (r < 0)
		return r;
	r = alg_word(name->data, name->size, ALG_NAME_MAX, '\0', "name", 0, why);
	if (r < 0)
		return r;
	alg_put(ret_addr, type->data, type->size, name->data, name->size,
		(uint32_t) values[ALG_FEAT].number, (uint32_t) values[ALG_MASK].number);
	return 0;
}

static struct lsock_value alg_text(const char *data, size_t size)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_TEXT, .data = data, .size = size };
}

static struct lsock_value alg_number(uint32_t number)
{
	return (struct lsock_value){ .kind = LSOCK_KIND_NUMBER, .number = number };
}

static int alg_to_fields(const struct lsock_addr *addr, char *scratch, size_t size,
			 struct lsock_value *ret_values)
{
	struct sockaddr_alg alg;
	size_t type_len, name_len;

	alg_get(addr, &alg);
	type_len = alg_type_len(&alg);
	name_len = alg_name_len(&alg);
	if (size < type_len + name_len)
		return -ENOSPC;
	memcpy(scratch, alg.salg_type, type_len);
	memcpy(scratch + type_len, alg.salg_name, name_len);
	ret_values[ALG_TYPE] = alg_text(scratch, type_len);
	ret_values[ALG_NAME] = alg_text(scratch + type_len, name_len);
	ret_values[ALG_FEAT] = alg_number(alg.salg_feat);
	ret_values[ALG_MASK] = alg_number(alg.salg_mask);
	return 0;	/* the number of the form */
}

/* What stands behind the words is no part of the address. */
static int alg_from(struct lsock_addr *addr)
{
	struct sockaddr_alg alg;

	alg_get(addr, &alg);
	alg_put(addr, (const char *) alg.salg_type, alg_type_len(&alg),
		(const char *) alg.salg_name, alg_name_len(&alg), alg.salg_feat, alg.salg_mask);
	return 0;
}

static int alg_check(const struct lsock_addr *addr, struct lsock_why *why)
{
	struct sockaddr_alg alg;

	alg_get(addr, &alg);
	if (alg_type_len(&alg) == 0)
		return alg_refuse(why, -EINVAL, "the word is empty", "type", 0);
	if (alg_name_len(&alg) == 0)
		return alg_refuse(why, -EINVAL, "the word is empty", "name", 0);
	return 0;
}

static const struct lsock_family alg_row = {
	.size = sizeof(struct lsock_family),
	.abi = LSOCK_FAMILY_ABI,
	.af = AF_ALG,
	.name = "alg",
	.shortest = sizeof(struct sockaddr_alg),
	.longest = sizeof(struct sockaddr_alg),
	.types = LSOCK_TYPE_BIT(SOCK_SEQPACKET),
	.flags = LSOCK_FAMILY_NO_PEER_NAME,
	.forms = alg_forms,
	.form_count = 1,
	.module = "af_alg",
	.parse = alg_parse,
	.format = alg_format,
	.from_fields = alg_from_fields,
	.to_fields = alg_to_fields,
	.from = alg_from,
	.check = alg_check,
};

/* All that the file exports. */
__attribute__((visibility("default"))) const struct lsock_family *lsock_plugin_family(unsigned i)
{
	return i == 0 ? &alg_row : NULL;
}
