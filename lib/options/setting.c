/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Lists of options, each set as late as it may be and as early as asked for. */
#include <linux_sock/option.h>

#include <errno.h>

#include "base/export.h"
#include "options/fit.h"

LSOCK_API void lsock_settings_begin(struct lsock_setting *settings, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		settings[i].result = -EINPROGRESS;
}

static bool is_set(const struct lsock_setting *setting)
{
	return setting->result >= 0;
}

/* In which phase; a name that is none is an error in the first one, so that nothing is half set. */
static int setting_phase(const struct lsock_setting *setting,
			 const struct lsock_identity *identity)
{
	struct lsock__option_range range = lsock__options_named(setting->name);
	struct lsock_option option;

	if (lsock__option_choose(&range, identity, LSOCK__KNOWS_ALL, &option) < 0)
		return LSOCK_PHASE_OPEN;
	return option.phase;
}

static int apply_phase(int fd, struct lsock_setting *settings, size_t count, int phase,
		       const struct lsock_identity *identity, size_t *ret_which,
		       struct lsock_why *ret_why)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (is_set(&settings[i]) || setting_phase(&settings[i], identity) != phase)
			continue;
		settings[i].result = lsock_option_set(fd, settings[i].name, settings[i].text,
						      ret_why);
		if (!is_set(&settings[i])) {
			*ret_which = i;
			return settings[i].result;
		}
	}
	return 0;
}

LSOCK_API int lsock_settings_apply(int fd, struct lsock_setting *settings, size_t count, int phase,
				   size_t *ret_which, struct lsock_why *ret_why)
{
	struct lsock_identity identity;
	size_t which;
	int r, p;

	r = lsock_identify(fd, &identity);
	if (r < 0) {
		if (ret_why != NULL)
			*ret_why = (struct lsock_why){ .message = "the descriptor is no socket" };
		return r;
	}
	for (p = LSOCK_PHASE_OPEN; r == 0 && p <= phase; p++)
		r = apply_phase(fd, settings, count, p, &identity,
				ret_which != NULL ? ret_which : &which, ret_why);
	return r;
}

LSOCK_API int lsock_settings_end(const struct lsock_setting *settings, size_t count,
				 size_t *ret_which)
{
	size_t i;

	for (i = 0; i < count; i++) {
		if (!is_set(&settings[i])) {
			if (ret_which != NULL)
				*ret_which = i;
			return settings[i].result;
		}
	}
	return 0;
}
