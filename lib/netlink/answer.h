/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once
/* What ends an ask, or begins its next try: a part of the machine. */
#include "netlink/machine.h"

/* What any message of an answer can say about all of it. */
void lsock__answer_flags(struct lsock__ask *ask, const struct nlmsghdr *message);

/* NLMSG_ERROR or NLMSG_DONE.  -EBADMSG: it is neither, or less. */
int lsock__answer_end(struct lsock__machine *machine, struct lsock__ask *ask,
		      const struct nlmsghdr *message);

/* Of what is listed the first, if there is one, as the machine's item. */
bool lsock__answer_tell(struct lsock__machine *machine);
