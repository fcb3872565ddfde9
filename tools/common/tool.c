/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* Options, exit codes, errors. */
#include "tools/common/tool.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <limits.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define OPTIONS_MAX 32

static const struct tool_option common[] = {
	{ 'h', "help", NULL, "print this and exit" },
	{ 'V', "version", NULL, "print the version and exit" },
};

void tool_begin(void)
{
	int fd;

	for (fd = 0; fd <= 2; fd++)
		if (fcntl(fd, F_GETFD) < 0 && errno == EBADF)
			/* The wrong way round on purpose: using it must still be an error. */
			(void) open("/dev/null", (fd == 0 ? O_WRONLY : O_RDONLY) | O_CLOEXEC);
}

static void print_option(const struct tool_option *option)
{
	const char *line = option->help;
	char left[64];
	int n = 0;

	if (option->letter <= UCHAR_MAX)
		n = snprintf(left, sizeof(left), "-%c, ", option->letter);
	else
		n = snprintf(left, sizeof(left), "    ");
	snprintf(left + n, sizeof(left) - (size_t) n, "--%s%s%s", option->name,
		 option->argument ? " " : "", option->argument ? option->argument : "");
	for (;;) {
		int length = (int) strcspn(line, "\n");

		printf("  %-24s %.*s\n", left, length, line);
		if (line[length] == '\0')
			break;
		line += length + 1;
		left[0] = '\0';
	}
}

static _Noreturn void print_help(void)
{
	const struct tool_option *option;
	const char *line = tool.synopsis;
	const char *head = "Usage:";
	int length;

	for (;;) {
		length = (int) strcspn(line, "\n");
		printf("%s %s %.*s\n", head, tool.name, length, line);
		if (line[length] == '\0')
			break;
		line += length + 1;
		head = "      ";
	}
	printf("%s\n\n", tool.about);
	for (option = tool.options; option->letter; option++)
		print_option(option);
	print_option(&common[0]);
	print_option(&common[1]);
	printf("\nExit status: 0 yes, 1 no, 2 usage, 3 system error, 4 permission missing, "
	       "124 deadline.\n");
	exit(tool_end(TOOL_YES));
}

static _Noreturn void print_version(void)
{
	printf("%s (linux_sock) %s\n", tool.name, LSOCK_VERSION);
	exit(tool_end(TOOL_YES));
}

/* getopt's two forms of the list. */
struct tables {
	struct option longs[OPTIONS_MAX + 1];
	char letters[2 * OPTIONS_MAX + 2];
	size_t count, used;
};

static void add_option(struct tables *tables, const struct tool_option *option)
{
	if (tables->count == OPTIONS_MAX)
		abort();
	tables->longs[tables->count++] = (struct option){
		.name = option->name,
		.has_arg = option->argument ? required_argument : no_argument,
		.val = option->letter,
	};
	if (option->letter > UCHAR_MAX)
		return;
	tables->letters[tables->used++] = (char) option->letter;
	if (option->argument)
		tables->letters[tables->used++] = ':';
}

static void make_tables(struct tables *tables)
{
	const struct tool_option *option;

	tables->letters[tables->used++] = ':';	/* a missing argument is told from a bad option */
	for (option = tool.options; option->letter; option++)
		add_option(tables, option);
	add_option(tables, &common[0]);
	add_option(tables, &common[1]);
}

static const struct tool_option *find_option(int letter)
{
	const struct tool_option *option;
	size_t i;

	for (option = tool.options; option->letter; option++)
		if (option->letter == letter)
			return option;
	for (i = 0; i < sizeof(common) / sizeof(common[0]); i++)
		if (common[i].letter == letter)
			return &common[i];
	return NULL;
}

/* optopt is an option of ours with a wrong argument, an unknown letter, or 0 for a long one. */
static _Noreturn void bad_option(bool missing, const char *word)
{
	const struct tool_option *option = find_option(optopt);
	char letter = (char) optopt;

	if (option && missing)
		tool_usage("--%s: the argument %s is missing", option->name, option->argument);
	if (option)
		tool_usage("--%s: the option takes no argument", option->name);
	if (optopt)
		tool_usage("-%s: unknown option", tool_escaped(&letter, 1));
	tool_usage("%s: unknown option, or the beginning of several",
		   tool_shown(word));
}

int tool_option(int argc, char **argv)
{
	static struct tables tables;
	int letter;

	if (tables.count == 0)
		make_tables(&tables);
	opterr = 0;
	letter = getopt_long(argc, argv, tables.letters, tables.longs, NULL);
	if (letter == '?' || letter == ':')
		bad_option(letter == ':', argv[optind - 1]);
	if (letter == 'h')
		print_help();
	if (letter == 'V')
		print_version();
	return letter;
}

void tool_usage(const char *format, ...)
{
	va_list arguments;

	fflush(stdout);
	fprintf(stderr, "%s: ", tool.name);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fprintf(stderr, " (usage: %s %.*s; see --help)\n", tool.name,
		(int) strcspn(tool.synopsis, "\n"), tool.synopsis);
	exit(TOOL_USAGE);
}

void tool_complain(const char *what, const char *which, const char *reason, const char *hint)
{
	char *shown = which ? tool_shown(which) : NULL;

	fflush(stdout);
	fprintf(stderr, "%s: %s: %s%s%s%s%s%s\n", tool.name, what, shown ? shown : "",
		shown ? ": " : "", reason, hint ? " (" : "", hint ? hint : "", hint ? ")" : "");
	free(shown);
}

void tool_fail(const char *what, const char *which, int err, const char *hint)
{
	tool_complain(what, which, lsock_strerror(err), hint);
}

int tool_status_of(int err)
{
	switch (err) {
	case -EPERM:
	case -EACCES:
		return TOOL_PERMISSION;
	case -ETIME:
		return TOOL_DEADLINE;
	case -ECONNREFUSED:
	case -ECONNRESET:
	case -ECONNABORTED:
	case -EPIPE:
	case -ENOENT:
	case -EHOSTUNREACH:
	case -ENETUNREACH:
	case -EHOSTDOWN:
	case -ENETDOWN:
	case -ETIMEDOUT:
		return TOOL_NO;
	default:
		return err < 0 ? TOOL_SYSTEM : TOOL_YES;
	}
}

int tool_end(int status)
{
	bool bad;

	errno = 0;
	bad = fflush(stdout) != 0 || ferror(stdout);
	/* Some file systems tell of a failed write at close only. */
	bad |= fclose(stdout) != 0;
	if (!bad)
		return status;
	tool_complain("standard output", NULL, errno ? lsock_strerror(-errno) : "write error",
		      NULL);
	return TOOL_SYSTEM;
}

void *tool_need(void *p)
{
	if (p)
		return p;
	tool_fail("memory", NULL, -ENOMEM, NULL);
	exit(TOOL_SYSTEM);
}
