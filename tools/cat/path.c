/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* A bound path leaves a file behind, at which the next bind(2) fails. */
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "tools/cat/cat.h"

static struct {
	char path[sizeof(((struct sockaddr_un *) 0)->sun_path) + 1];
	dev_t dev;
	ino_t ino;
} owned;

/* Whoever replaced the file since keeps theirs.  Safe in a signal handler. */
void cat_remove_path(void)
{
	struct stat now;

	if (owned.path[0] == '\0' || lstat(owned.path, &now) < 0)
		return;
	if (now.st_dev == owned.dev && now.st_ino == owned.ino)
		(void) unlink(owned.path);
	owned.path[0] = '\0';
}

static void end_by_signal(int number)
{
	cat_remove_path();
	signal(number, SIG_DFL);
	raise(number);
}

/* Not those that the caller has made us ignore, as nohup(1) does. */
static void remove_at(int number)
{
	struct sigaction before, action = { .sa_handler = end_by_signal };

	if (sigaction(number, NULL, &before) == 0 && before.sa_handler != SIG_IGN)
		sigaction(number, &action, NULL);
}

bool cat_is_path(const struct lsock_addr *addr)
{
	struct sockaddr_un un;

	memcpy(&un, &addr->u, sizeof(un));
	return un.sun_family == AF_UNIX && addr->len > sizeof(sa_family_t) &&
	       un.sun_path[0] != '\0';
}

void cat_own_path(const struct lsock_addr *bound)
{
	struct sockaddr_un un;
	struct stat file;

	if (!cat_is_path(bound))
		return;
	memcpy(&un, &bound->u, sizeof(un));
	memcpy(owned.path, un.sun_path, sizeof(un.sun_path));
	if (lstat(owned.path, &file) < 0) {
		owned.path[0] = '\0';
		return;
	}
	owned.dev = file.st_dev;
	owned.ino = file.st_ino;
	remove_at(SIGHUP);
	remove_at(SIGINT);
	remove_at(SIGTERM);
}
