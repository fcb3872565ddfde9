/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "names/report.h"

#include <errno.h>

#include "base/export.h"
#include "sys/sys.h"

int lsock__report_new(size_t room, struct lsock_report **ret_report)
{
	struct lsock_report *report;

	if (room > (SIZE_MAX - sizeof(*report)) / sizeof(report->attempts[0]))
		return -ENOMEM;
	report = lsock__sys_alloc(sizeof(*report) + room * sizeof(report->attempts[0]));
	if (report == NULL)
		return -ENOMEM;
	report->count = 0;
	report->room = room;
	*ret_report = report;
	return 0;
}

void lsock__report_add(struct lsock_report *report, const struct lsock_attempt *attempt)
{
	if (report->count < report->room)
		report->attempts[report->count++] = *attempt;
}

LSOCK_API size_t lsock_report_count(const struct lsock_report *report)
{
	return report ? report->count : 0;
}

LSOCK_API const struct lsock_attempt *lsock_report_at(const struct lsock_report *report, size_t i)
{
	return i < lsock_report_count(report) ? &report->attempts[i] : NULL;
}

LSOCK_API struct lsock_report *lsock_report_free(struct lsock_report *report)
{
	lsock__sys_free(report);
	return NULL;
}
