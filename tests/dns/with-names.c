/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * with-names [--patient] COMMAND...: runs it where names are looked up in files of the tests' own
 * and asked of their name server (nameservice.h, dns.h).  --patient: the C library
 * waits for an answer as long as it does where nobody says how long, twice 5 s.  Status 77: that is
 * refused here.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/dns/dns.h"
#include "tests/dns/nameservice.h"

#define SKIPPED 77
#define NO_COMMAND 127

static int run(char **argv)
{
	pid_t pid = fork();
	int status;

	if (pid == 0) {
		execvp(argv[0], argv);
		perror(argv[0]);
		_exit(NO_COMMAND);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return NO_COMMAND;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static const char *enter(bool patient)
{
	const char *failed = nameservice_enter();

	if (failed == NULL && patient && nameservice_patience(5, 2) < 0)
		failed = "resolv.conf";
	return failed;
}

int main(int argc, char **argv)
{
	bool patient = argc > 1 && strcmp(argv[1], "--patient") == 0;
	const char *failed = enter(patient);
	struct dns_server *server = failed ? NULL : dns_start();
	char **command = argv + 1 + patient;
	int status;

	if (server == NULL) {
		fprintf(stderr, "no name services here: %s: %s\n", failed ? failed : "port 53",
			strerror(errno));
		return SKIPPED;
	}
	status = *command ? run(command) : 0;
	dns_stop(server);
	return status;
}
