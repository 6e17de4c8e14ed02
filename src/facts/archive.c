// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Archives of ar(1), thin ones too: the kernel's built-in.a is thin (scripts/
 * Makefile.build, "cDPrST"), and libelf reads those not.
 */
#include "input.h"

#include <errno.h>
#include <string.h>

#define MAGIC_SIZE 8

struct header {
	char name[16];
	char date[12], uid[6], gid[6], mode[8];
	char size[10];
	char end[2];
};

bool archive_open(struct archive *a, const void *p, size_t n)
{
	memset(a, 0, sizeof(*a));
	if (n < MAGIC_SIZE)
		return false;
	a->is_thin = !memcmp(p, "!<thin>\n", MAGIC_SIZE);
	if (!a->is_thin && memcmp(p, "!<arch>\n", MAGIC_SIZE) != 0)
		return false;
	a->p = (const char *)p + MAGIC_SIZE;
	a->end = (const char *)p + n;
	return true;
}

/* A decimal number, with blanks behind it, in a field of n characters. */
static bool parse_number(const char *p, size_t n, size_t *value)
{
	size_t i;

	*value = 0;
	for (i = 0; i < n && p[i] >= '0' && p[i] <= '9'; i++)
		*value = *value * 10 + (size_t)(p[i] - '0');
	if (!i)
		return false;
	while (i < n && p[i] == ' ')
		i++;
	return i == n;
}

/* "name/", or "/12" in the table of long names. */
static int find_name(const struct archive *a, const struct header *h, struct member *m,
		     struct error *err)
{
	const char *end;
	size_t at;

	m->name = h->name;
	if (h->name[0] != '/') {
		end = memchr(h->name, '/', sizeof(h->name));
		m->name_size = end ? (size_t)(end - h->name) : sizeof(h->name);
		if (end == h->name + 2 && !memcmp(h->name, "#1", 2))
			return error_set(err, EINVAL, "an archive in BSD's format is not known");
		return 0;
	}
	if (!parse_number(h->name + 1, sizeof(h->name) - 1, &at) || at >= a->names_size)
		return error_set(err, EINVAL, "the archive has a member without a name");
	m->name = a->names + at;
	end = memchr(m->name, '\n', a->names_size - at);
	m->name_size = end ? (size_t)(end - m->name) : a->names_size - at;
	if (m->name_size && m->name[m->name_size - 1] == '/')
		m->name_size--;
	if (!m->name_size || memchr(m->name, 0, m->name_size))
		return error_set(err, EINVAL, "the archive has a member without a name");
	return 0;
}

int archive_next(struct archive *a, struct member *m, struct error *err)
{
	while (a->p < a->end) {
		const struct header *h = (const void *)a->p;
		bool is_table, has_data;
		int ret;

		if ((size_t)(a->end - a->p) < sizeof(*h) || memcmp(h->end, "`\n", 2) != 0 ||
		    !parse_number(h->size, sizeof(h->size), &m->n))
			return error_set(err, EINVAL, "the archive is cut or damaged");
		a->p += sizeof(*h);
		is_table = !memcmp(h->name, "/ ", 2) || !memcmp(h->name, "// ", 3) ||
			   !memcmp(h->name, "/SYM64/", 7);
		has_data = is_table || !a->is_thin;
		if (has_data && m->n > (size_t)(a->end - a->p))
			return error_set(err, EINVAL, "the archive is cut or damaged");
		m->p = has_data ? a->p : NULL;
		if (has_data)
			a->p += m->n;
		if (has_data && m->n % 2 && a->p < a->end) /* members begin at even offsets */
			a->p++;
		if (!is_table) {
			ret = find_name(a, h, m, err);
			return ret ? ret : 1;
		}
		if (h->name[1] == '/') {
			a->names = m->p;
			a->names_size = m->n;
		}
	}
	return 0;
}
