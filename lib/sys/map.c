/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/map.h"

#include <errno.h>
#include <sys/mman.h>

#include "sys/fault.h"

int lsock__sys_map(size_t size, void **ret_map)
{
	void *map;

	FAULT("mmap");
	map = mmap(NULL, size, PROT_READ | PROT_WRITE,
		   MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (map == MAP_FAILED)
		return -errno;
	*ret_map = map;
	return 0;
}

/* No seam: what is unmapped whole was mapped, and no map is split by it. */
void lsock__sys_unmap(void *map, size_t size)
{
	if (map)
		(void) munmap(map, size);	/* as said above */
}
