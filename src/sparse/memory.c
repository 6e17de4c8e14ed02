// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory for sparse's allocators, which ask for 32 KB at a time, each a mapping of
 * its own with a fault for each page: a third of the kernel's part in a check.  Here
 * it comes from larger ones that are there at once, and what is given back is used
 * again.  The library's own functions of these names are weak (Makefile.inc).
 */
#include <stddef.h>
#include <string.h>
#include <sys/mman.h>

void *blob_alloc(unsigned long size);
void blob_free(void *addr, unsigned long size);

#define REGION (2ul << 20)
#define BLOB (32ul << 10)

struct blob {
	struct blob *next;
};

static struct blob *unused; /* each of BLOB bytes */
static char *region, *region_end;

static void *map(unsigned long size, int flags)
{
	void *p = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1,
		       0);

	return p == MAP_FAILED ? NULL : p;
}

/* Zeroed memory; NULL when there is none, of which sparse says so and ends. */
void *blob_alloc(unsigned long size)
{
	struct blob *b = unused;
	char *p;

	if (size != BLOB)
		return map(size, 0);
	if (b) {
		unused = b->next;
		return memset(b, 0, BLOB);
	}
	if (region == region_end) {
		p = map(REGION, MAP_POPULATE);
		if (!p)
			return NULL;
		region = p;
		region_end = p + REGION;
	}
	p = region;
	region += BLOB;
	return p;
}

void blob_free(void *addr, unsigned long size)
{
	struct blob *b = addr;

	if (size != BLOB) {
		munmap(addr, size);
		return;
	}
	b->next = unused;
	unused = b;
}
