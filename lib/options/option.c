/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options by name, as text, and typed. */
#include <linux_sock/option.h>

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>

#include <linux_sock/sockopt.h>

#include "base/export.h"
#include "options/fit.h"
#include "options/number.h"
#include "options/value.h"
#include "options/why.h"

/* What is wanted of the option: LSOCK_OPTION_READ or LSOCK_OPTION_WRITE. */
static int check_allowed(const struct lsock_option *option, uint32_t wanted,
			 struct lsock_why *why)
{
	if (option->flags & wanted)
		return 0;
	if (wanted == LSOCK_OPTION_WRITE)
		return lsock__option_refuse(option, -EOPNOTSUPP, "this option cannot be set",
					    why);
	if (option->flags & LSOCK_OPTION_ARGUMENT)
		return lsock__option_refuse(option, -EOPNOTSUPP,
					    "reading this option takes an argument", why);
	return lsock__option_refuse(option, -EOPNOTSUPP, "this option cannot be read", why);
}

static int refuse_name(int err, const char *message, struct lsock_why *why)
{
	*why = (struct lsock_why){ .message = message, .field = "name" };
	return err;
}

static int ask(int fd, int number, bool wanted, int *ret_answer)
{
	return wanted ? lsock_getsockopt_int(fd, SOL_SOCKET, number, ret_answer) : 0;
}

/* Of what a socket is, the part that is asked for; the rest is 0. */
static int identify(int fd, unsigned questions, struct lsock_identity *ret_identity)
{
	struct lsock_identity identity = { .family = 0 };
	int r;

	r = ask(fd, SO_DOMAIN, questions & LSOCK__KNOWS_FAMILY, &identity.family);
	if (r == 0)
		r = ask(fd, SO_TYPE, questions & LSOCK__KNOWS_TYPE, &identity.type);
	if (r == 0)
		r = ask(fd, SO_PROTOCOL, questions & LSOCK__KNOWS_PROTOCOL, &identity.protocol);
	if (r == 0)
		*ret_identity = identity;
	return r;
}

/* Nothing is asked of the kernel for a name that there is not. */
int lsock__option_of(int fd, const char *name, uint32_t wanted, struct lsock_option *ret_option,
		     struct lsock_why *why)
{
	struct lsock__option_range range = lsock__options_named(name);
	struct lsock_identity identity;
	unsigned questions;
	int r;

	if (range.begin == range.end)
		return refuse_name(-ENOENT, "there is no option of this name", why);
	questions = lsock__option_questions(&range, wanted == LSOCK_OPTION_READ);
	r = identify(fd, questions, &identity);
	if (r < 0)
		return refuse_name(r, "what the descriptor is cannot be found out", why);
	r = lsock__option_choose(&range, &identity, questions, ret_option);
	if (r < 0)
		return lsock__option_unfit(ret_option, &identity, questions, why);
	return check_allowed(ret_option, wanted, why);
}

static int read_text(int fd, const struct lsock_option *option, char *buf, size_t size)
{
	struct lsock__option_data data;
	struct lsock__out out = { buf, size, 0 };
	int r;

	lsock__data_begin(&data);
	r = lsock__option_read(fd, option, &data);
	if (r == 0)
		r = lsock__option_format(option, &data, &out);
	lsock__data_end(&data);
	return r < 0 ? r : lsock__out_end(&out);
}

/* What was not asked before: has such a socket the option at all? */
static int explain_unread(int fd, const struct lsock_option *option, int err,
			  struct lsock_why *why)
{
	struct lsock_identity identity;

	if ((err == -ENOPROTOOPT || err == -EOPNOTSUPP) &&
	    identify(fd, LSOCK__KNOWS_ALL, &identity) == 0 &&
	    !lsock_option_fits(option, &identity))
		return lsock__option_unfit(option, &identity, LSOCK__KNOWS_ALL, why);
	return lsock__option_explain(option, err, false, why);
}

LSOCK_API int lsock_option_get(int fd, const char *name, char *buf, size_t size,
			       struct lsock_why *ret_why)
{
	struct lsock_option option;
	struct lsock_why why;
	int r;

	if (ret_why == NULL)
		ret_why = &why;
	r = lsock__option_of(fd, name, LSOCK_OPTION_READ, &option, ret_why);
	if (r < 0)
		return r;
	r = read_text(fd, &option, buf, size);
	return r < 0 ? explain_unread(fd, &option, r, ret_why) : r;
}

LSOCK_API int lsock_option_get_text(int fd, const struct lsock_option *option, char *buf,
				    size_t size, struct lsock_why *ret_why)
{
	struct lsock_why why;
	int r;

	if (ret_why == NULL)
		ret_why = &why;
	r = check_allowed(option, LSOCK_OPTION_READ, ret_why);
	if (r < 0)
		return r;
	r = read_text(fd, option, buf, size);
	return r < 0 ? lsock__option_explain(option, r, false, ret_why) : r;
}

/* Reasons of the text have a column, and a field of the text perhaps. */
static int set_text(int fd, const struct lsock_option *option, const char *text, size_t len,
		    struct lsock_why *why)
{
	struct lsock__option_data data;
	int r;

	lsock__data_begin(&data);
	r = lsock__option_parse(option, text, len, &data, why);
	if (r < 0) {
		if (r == -ENOMEM)
			lsock__option_explain(option, r, true, why);
		else if (why->field == NULL)
			why->field = option->name;
	} else {
		r = lsock__option_write(fd, option, &data);
		if (r < 0)
			lsock__option_explain(option, r, true, why);
	}
	lsock__data_end(&data);
	return r;
}

LSOCK_API int lsock_option_set(int fd, const char *name, const char *text,
			       struct lsock_why *ret_why)
{
	struct lsock_option option;
	struct lsock_why why;
	int r;

	if (ret_why == NULL)
		ret_why = &why;
	r = lsock__option_of(fd, name, LSOCK_OPTION_WRITE, &option, ret_why);
	return r < 0 ? r : set_text(fd, &option, text, strlen(text), ret_why);
}

static int value_of(const struct lsock_option *option, const struct lsock__option_data *data,
		    char *scratch, size_t size, struct lsock_value *ret_value)
{
	struct lsock_value value = { .kind = LSOCK_KIND_NUMBER };
	int r;

	if (lsock__form_is_number(option)) {
		r = option->form->decode(option, data, &value.number);
		if (r < 0)
			return r;
		*ret_value = value;
		return 0;
	}
	value.kind = LSOCK_KIND_BYTES;
	value.data = scratch;
	value.size = data->len;
	if (option->type == LSOCK_OPTION_TEXT) {
		value.kind = LSOCK_KIND_TEXT;
		value.size = lsock__text_length(data);
	}
	if (value.size > size)
		return -ENOSPC;
	memcpy(scratch, data->at, value.size);
	*ret_value = value;
	return 0;
}

LSOCK_API int lsock_option_get_value(int fd, const struct lsock_option *option, char *scratch,
				     size_t size, struct lsock_value *ret_value)
{
	struct lsock__option_data data;
	struct lsock_why why;
	int r = check_allowed(option, LSOCK_OPTION_READ, &why);

	if (r < 0)
		return r;
	lsock__data_begin(&data);
	r = lsock__option_read(fd, option, &data);
	if (r == 0)
		r = value_of(option, &data, scratch, size, ret_value);
	lsock__data_end(&data);
	return r;
}

static int write_data(int fd, const struct lsock_option *option,
		      const struct lsock__option_data *data, struct lsock_why *why)
{
	int r = lsock__option_write(fd, option, data);

	return r < 0 ? lsock__option_explain(option, r, true, why) : r;
}

static int refuse_range(const struct lsock_option *option, const char *message,
			struct lsock_why *why)
{
	lsock__option_refuse(option, -ERANGE, message, why);
	why->min = option->min;
	why->max = option->max;
	return -ERANGE;
}

static int set_number(int fd, const struct lsock_option *option, int64_t number,
		      struct lsock_why *why)
{
	struct lsock__option_data data;

	if (!lsock__number_fits(option, number))
		return refuse_range(option, "number out of range", why);
	/* What is less than one would be none, which is no timeout. */
	if (option->type == LSOCK_OPTION_TIME && number % 1000 != 0)
		return lsock__option_refuse(option, -EINVAL, LSOCK__TIME_IS_US, why);
	lsock__data_begin(&data);
	option->form->encode(option, number, &data);
	return write_data(fd, option, &data, why);
}

static int set_bytes(int fd, const struct lsock_option *option, const void *bytes, size_t size,
		     struct lsock_why *why)
{
	struct lsock__option_data data;
	int r;

	if (!lsock__length_fits(option, size))
		return refuse_range(option, "length out of range", why);
	lsock__data_begin(&data);
	r = size <= INT_MAX ? lsock__data_room(&data, size) : -EINVAL;
	if (r == 0 && size > 0)
		lsock__data_put(&data, bytes, size);
	if (r == 0)
		r = write_data(fd, option, &data, why);
	else
		lsock__option_explain(option, r, true, why);
	lsock__data_end(&data);
	return r;
}

LSOCK_API int lsock_option_set_value(int fd, const struct lsock_option *option,
				     const struct lsock_value *value, struct lsock_why *ret_why)
{
	bool is_number = lsock__form_is_number(option);
	struct lsock_why why;
	int r;

	if (ret_why == NULL)
		ret_why = &why;
	r = check_allowed(option, LSOCK_OPTION_WRITE, ret_why);
	if (r < 0)
		return r;
	if (value->kind == LSOCK_KIND_NUMBER && is_number)
		return set_number(fd, option, value->number, ret_why);
	if (value->kind == LSOCK_KIND_TEXT && option->type != LSOCK_OPTION_TEXT)
		return set_text(fd, option, value->data, value->size, ret_why);
	if (value->kind == LSOCK_KIND_TEXT || (value->kind == LSOCK_KIND_BYTES && !is_number))
		return set_bytes(fd, option, value->data, value->size, ret_why);
	return lsock__option_refuse(option, -EINVAL, "the value is of another kind", ret_why);
}
