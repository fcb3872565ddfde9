/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * main() of a fuzz target without a fuzzer: its corpus is run, each file as it is, cut short at
 * each byte, and with each bit changed.  A file is a test; the target aborts where something is
 * wrong, and the last name that was printed tells of which file.
 */
#include <dirent.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST 65536

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int is_input(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

/* How many bytes were read, or -1. */
static long read_file(const char *folder, const char *name, uint8_t *buf)
{
	char path[4096];
	FILE *file;
	size_t n;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int) sizeof(path))
		return -1;
	file = fopen(path, "rb");
	if (file == NULL)
		return -1;
	n = fread(buf, 1, LARGEST, file);
	fclose(file);
	return (long) n;
}

static void run(uint8_t *buf, size_t size)
{
	size_t at;
	int bit;

	for (at = 0; at <= size; at++)
		LLVMFuzzerTestOneInput(buf, at);
	for (at = 0; at < size; at++) {
		for (bit = 1; bit <= 0x80; bit <<= 1) {
			buf[at] ^= (uint8_t) bit;
			LLVMFuzzerTestOneInput(buf, size);
			buf[at] ^= (uint8_t) bit;
		}
	}
}

static int replay(const char *folder, const char *name, int number, uint8_t *buf)
{
	long size = read_file(folder, name, buf);

	printf("# %s\n", name);
	fflush(stdout);
	if (size >= 0)
		run(buf, (size_t) size);
	printf("%sok %d - %s\n", size < 0 ? "not " : "", number, name);
	return size < 0;
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : CORPUS;
	uint8_t *buf = malloc(LARGEST);
	struct dirent **entries = NULL;
	int i, count, failed = 0;

	count = buf ? scandir(folder, &entries, is_input, alphasort) : -1;
	if (count <= 0) {
		printf("Bail out! %s: %s\n", folder, count < 0 ? strerror(errno) : "no inputs");
		free(buf);
		return 99;
	}
	for (i = 0; i < count; i++) {
		failed |= replay(folder, entries[i]->d_name, i + 1, buf);
		free(entries[i]);
	}
	printf("1..%d\n", count);
	free(entries);
	free(buf);
	return failed;
}
