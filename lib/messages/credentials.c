/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Who sent it: process, user and group of SCM_CREDENTIALS. */
#include <sys/socket.h>

#include "base/export.h"
#include "messages/control.h"

LSOCK_API int lsock_control_put_credentials(struct lsock_control *control, pid_t pid, uid_t uid,
					    gid_t gid)
{
	const struct ucred credentials = { .pid = pid, .uid = uid, .gid = gid };

	return lsock_control_put(control, SOL_SOCKET, SCM_CREDENTIALS, &credentials,
				 sizeof(credentials));
}

LSOCK_API int lsock_control_credentials(const struct lsock_control_item *item, pid_t *ret_pid,
					uid_t *ret_uid, gid_t *ret_gid)
{
	struct ucred credentials;
	int r = lsock__item_read(item, SOL_SOCKET, SCM_CREDENTIALS, &credentials,
				 sizeof(credentials));

	if (r < 0)
		return r;
	*ret_pid = credentials.pid;
	*ret_uid = credentials.uid;
	*ret_gid = credentials.gid;
	return 0;
}
