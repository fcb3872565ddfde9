/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Errors of requests as lines. */
#include <linux_sock/nlerror.h>

#include <check.h>
#include <errno.h>
#include <linux/rtnetlink.h>
#include <string.h>

#include "tests/harness/harness.h"

static const struct {
	struct lsock_nlerror error;
	const char *text;
} texts[] = {
	{ { .error = -ENETUNREACH, .type = RTM_NEWROUTE, .offset = 36, .path = "route.gateway",
	    .message = "Nexthop has invalid gateway" },
	  "RTM_NEWROUTE: ENETUNREACH: Nexthop has invalid gateway (route.gateway)" },
	{ { .error = -EEXIST, .type = RTM_NEWROUTE }, "type 24: EEXIST: File exists" },
	{ { .error = -EINVAL, .type = RTM_DELLINK, .missing = 3, .missing_path = "link.ifname" },
	  "RTM_DELLINK: EINVAL: Invalid argument (without link.ifname)" },
	{ { .error = -EINVAL, .type = RTM_GETADDR, .offset = 24, .path = "address.2" },
	  "RTM_GETADDR: EINVAL: Invalid argument (address.2)" },
	{ { .error = -EINVAL, .type = RTM_SETLINK, .offset = 32, .path = "links.mtu" },
	  "type 19: EINVAL: Invalid argument (links.mtu)" },
	{ { .error = -EINVAL, .type = 35, .offset = 32, .path = "link.mtu" },
	  "type 35: EINVAL: Invalid argument (link.mtu)" },
	{ { .error = -EINVAL, .type = 35, .offset = 32, .path = "rule.priority" },
	  "RTM_SETRULE: EINVAL: Invalid argument (rule.priority)" },
	{ { .error = -ERANGE, .type = 21, .offset = 24, .missing = 7, .message = "odd" },
	  "type 21: ERANGE: odd (at byte 24) (without attribute 7)" },
	{ { .error = -ETIME, .type = 16, .flags = LSOCK_NLERROR_UNKNOWN, .message = "late" },
	  "type 16: ETIME: late; it may have been done" },
	{ { .type = 16, .message = "deprecated", .path = "link.mtu", .offset = 32 },
	  "RTM_NEWLINK: warning: deprecated (link.mtu)" },
	{ { .size = sizeof(struct lsock_nlerror) }, "no error" },
};

static size_t format(const struct lsock_nlerror *error, char *buf, size_t size)
{
	int r = lsock_nlerror_format(error, buf, size);

	ck_assert_int_ge(r, 0);
	return (size_t) r;
}

TEST(text_is_one_line)
{
	char text[256];
	size_t k, size, len;

	for (k = 0; k < COUNT_OF(texts); k++) {
		len = strlen(texts[k].text);
		ck_assert_uint_eq(format(&texts[k].error, text, sizeof(text)), len);
		ck_assert_str_eq(text, texts[k].text);
		ck_assert_uint_eq(format(&texts[k].error, NULL, 0), len);
		for (size = 1; size < 20; size++) {
			ck_assert_uint_eq(format(&texts[k].error, text, size), len);
			ck_assert_uint_eq(strlen(text), len < size ? len : size - 1);
		}
	}
}
