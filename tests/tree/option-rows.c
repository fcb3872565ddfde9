/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * Prints the table of options as man/man7/linux_sock_options.7 has it; with an argument, the names
 * alone.  check-options.sh builds and runs it.
 */
#include <linux_sock/linux_sock.h>

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static const char *const types[] = {
	[LSOCK_OPTION_BOOL] = "bool", [LSOCK_OPTION_INT] = "int", [LSOCK_OPTION_U32] = "u32",
	[LSOCK_OPTION_U64] = "u64", [LSOCK_OPTION_LINGER] = "linger",
	[LSOCK_OPTION_TIME] = "time", [LSOCK_OPTION_INTERFACE] = "interface",
	[LSOCK_OPTION_TEXT] = "text", [LSOCK_OPTION_NUMBERS] = "numbers",
	[LSOCK_OPTION_ADDR] = "address", [LSOCK_OPTION_BYTES] = "bytes",
	[LSOCK_OPTION_NONE] = "none",
};

static const char *const units[] = {
	[LSOCK_UNIT_BYTES] = "bytes", [LSOCK_UNIT_S] = "s", [LSOCK_UNIT_MS] = "ms",
	[LSOCK_UNIT_US] = "us", [LSOCK_UNIT_NS] = "ns", [LSOCK_UNIT_PACKETS] = "packets",
	[LSOCK_UNIT_BYTES_PER_S] = "bytes/s",
};

static const char *const phases[] = {
	[LSOCK_PHASE_OPEN] = "; before bind",
	[LSOCK_PHASE_BOUND] = "; before listen or connect",
	[LSOCK_PHASE_READY] = "",
	[LSOCK_PHASE_CONNECTED] = "; once connected",
};

static void print_range(const struct lsock_option *option)
{
	bool is_int = option->type == LSOCK_OPTION_INT, is_u32 = option->type == LSOCK_OPTION_U32;

	if ((is_int && (option->min != 0 || option->max != INT_MAX)) ||
	    (is_u32 && (option->min != 0 || option->max != UINT32_MAX)))
		printf(", %s%" PRId64 " to %" PRId64, option->min < 0 ? "\\" : "", option->min,
		       option->max);
	if ((option->type == LSOCK_OPTION_TEXT || option->type == LSOCK_OPTION_BYTES) &&
	    option->max > 0)
		printf(", at most %" PRId64 " bytes", option->max);
}

static void print_words(const struct lsock_option *option)
{
	const struct lsock_word *word;
	const char *c;

	for (word = option->words; word && word->word; word++) {
		printf("%s", word == option->words ? ": " : ", ");
		for (c = word->word; *c; c++)
			printf(*c == '-' ? "\\-" : "%c", *c);
	}
}

static void print_ways(const struct lsock_option *option)
{
	uint32_t flags = option->flags;

	if (!(flags & LSOCK_OPTION_WRITE) && flags & LSOCK_OPTION_READ)
		printf("; read only");
	if (!(flags & LSOCK_OPTION_READ) && flags & LSOCK_OPTION_WRITE)
		printf("; set only");
	if (flags & LSOCK_OPTION_ARGUMENT)
		printf("; reading takes an argument");
	if (flags & LSOCK_OPTION_CONSUMED)
		printf("; reading changes it");
	if (flags & LSOCK_OPTION_PRIVILEGED)
		printf("; privileged");
}

static bool ends_with(const char *name, const char *end)
{
	size_t len = strlen(name), end_len = strlen(end);

	return len > end_len && strcmp(name + len - end_len, end) == 0;
}

/*
 * Of options with times, _OLD has the plain name's number; only where a time_t of 64 bits was asked
 * for, on a machine of 32, _NEW has it, which is not the page's matter.
 */
static void print_synonym(const struct lsock_option *option)
{
	int family = option->families ? option->families[0] : 1;
	struct lsock_option main;

	if (ends_with(option->name, "_OLD")) {
		printf("; another name of %.*s", (int) strlen(option->name) - 4, option->name);
		return;
	}
	if (!(option->flags & LSOCK_OPTION_SYNONYM) || ends_with(option->name, "_NEW"))
		return;
	if (lsock_option_by_number(family, option->level, option->number, &main) == 0 &&
	    strcmp(main.name, option->name) != 0)
		printf("; another name of %s", main.name);
}

/* Of SOL_SOCKET only; in the other levels they are those of the level. */
static void print_families(const struct lsock_option *option)
{
	const int *af;

	if (option->families == NULL || option->level != 1)
		return;
	for (af = option->families; *af; af++)
		printf("%s%s", af == option->families ? "; of " : ", ",
		       lsock_family_by_af(*af)->name);
}

static void print_types(const struct lsock_option *option)
{
	static const char *const names[] = { NULL, "stream", "dgram", "raw", "rdm", "seqpacket" };
	const char *between = "; ";
	uint32_t type;

	if (option->types == 0 || option->protocol != -1 || option->level == 40)
		return;
	for (type = 1; type <= 5; type++) {
		if (option->types & LSOCK_TYPE_BIT(type)) {
			printf("%s%s", between, names[type]);
			between = ", ";
		}
	}
	printf(" only");
}

static void print_row(const struct lsock_option *option)
{
	printf(".TP\n.B%s %s", option->alias ? "R" : "", option->name);
	if (option->alias)
		printf(" \" (%s)\"", option->alias);
	printf("\n%s", types[option->type]);
	if (option->unit != LSOCK_UNIT_NONE && option->type != LSOCK_OPTION_TIME)
		printf(" in %s", units[option->unit]);
	print_range(option);
	print_words(option);
	printf("%s", phases[option->phase]);
	print_ways(option);
	print_families(option);
	print_types(option);
	if (option->since > 0)
		printf("; since %u.%u", (unsigned) option->since / 1000,
		       (unsigned) option->since % 1000);
	print_synonym(option);
	printf("\n");
}

static const char *level_name(const struct lsock_option *option)
{
	static const struct {
		int level;
		const char *name;
	} names[] = {
		{ 1, "SOL_SOCKET" }, { 0, "IPPROTO_IP" }, { 41, "IPPROTO_IPV6" },
		{ 6, "IPPROTO_TCP" }, { 17, "IPPROTO_UDP" }, { 270, "SOL_NETLINK" },
		{ 271, "SOL_TIPC" }, { 40, "AF_VSOCK" }, { 263, "SOL_PACKET" },
	};
	size_t n;

	for (n = 0; n < sizeof(names) / sizeof(names[0]); n++)
		if (names[n].level == option->level)
			return names[n].name;
	return "?";
}

int main(int argc, char **argv)
{
	struct lsock_option option;
	int level = -1;
	size_t n;

	(void) argv;
	for (n = 0; lsock_option_at(n, &option) == 0; n++) {
		if (argc > 1) {
			printf("%s\n", option.name);
			continue;
		}
		if (option.level != level)
			printf(".SS %s\n", level_name(&option));
		print_row(&option);
		level = option.level;
	}
	return 0;
}
