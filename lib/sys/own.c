/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sys/own.h"

#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>

#include "sys/fault.h"

/* Never given back: who asks for it may be any thread, at any time. */
static struct lsock__own *_Atomic page;

/* Not in the page, where a child would find it gone.  Said before there is a page. */
static atomic_bool wiped;

/* Of two threads that make one at once the first has it. */
static int make_page(struct lsock__own **ret_own)
{
	struct lsock__own *own = mmap(NULL, sizeof(*own), PROT_READ | PROT_WRITE,
				      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (own == MAP_FAILED)
		return -errno;
	/* Where it is refused process ids have to do. */
	if (madvise(own, sizeof(*own), MADV_WIPEONFORK) == 0)
		atomic_store(&wiped, true);
	*ret_own = NULL;
	if (atomic_compare_exchange_strong(&page, ret_own, own))
		*ret_own = own;
	else
		(void) munmap(own, sizeof(*own));	/* nobody knows it */
	return 0;
}

/* The seam is here: what is called each time can be made to fail each time. */
int lsock__sys_own(struct lsock__own **ret_own)
{
	FAULT("mmap");
	*ret_own = atomic_load(&page);
	return *ret_own ? 0 : make_page(ret_own);
}

struct lsock__own *lsock__sys_own_now(void)
{
	return atomic_load(&page);
}

bool lsock__sys_own_is_wiped(void)
{
	return atomic_load(&wiped);
}
