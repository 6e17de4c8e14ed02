// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_headers.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intern.h"
#include "base/str.h"

enum { MAX_HEADER = 8 << 20 };

const char *header_dir(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? intern_n(path, (size_t)(slash + 1 - path)) : "";
}

/* True when there is such a file, which may be known already. */
static bool add_file(struct headers *h, const char *path)
{
	struct header *header;
	struct stat st;

	if (stat(path, &st) || !S_ISREG(st.st_mode))
		return false;
	if (map_get(&h->files, st.st_ino, st.st_dev))
		return true;
	header = arena_new(&h->arena, struct header);
	map_put(&h->files, st.st_ino, st.st_dev, header);
	/* else clang reads it as it is, or says why not */
	if (buf_read_file(&header->text, path, MAX_HEADER, NULL)) {
		buf_free(&header->text);
		return true;
	}
	header->path = intern(path);
	header->dir = header_dir(path);
	vec_push(&h->v, header);
	return true;
}

static bool add_in(struct headers *h, const char *dir, const char *name)
{
	size_t n = strlen(dir);
	char path[PATH_MAX];
	int length = snprintf(path, sizeof(path), "%s%s%s", dir, n && dir[n - 1] != '/' ? "/" : "",
			      name);

	return length > 0 && (size_t)length < sizeof(path) && add_file(h, path);
}

void headers_include(struct headers *h, const struct header *from, const char *directive)
{
	const char *p = directive + 1 + strspn(directive + 1, " \t"), *end, *name;
	bool is_quoted;
	size_t i = 0;

	if (!starts(p, "include"))
		return;
	p += strlen("include");
	p += strspn(p, " \t");
	is_quoted = *p == '"';
	end = is_quoted || *p == '<' ? strpbrk(p + 1, is_quoted ? "\"\n" : ">\n") : NULL;
	if (!end || *end == '\n')
		return;
	name = intern_n(p + 1, (size_t)(end - p - 1));
	if (map_get(&h->asked, name, is_quoted ? from->dir : NULL))
		return;
	map_put(&h->asked, name, is_quoted ? from->dir : NULL, h);
	if (*name == '/') {
		add_file(h, name);
		return;
	}
	if (is_quoted && add_in(h, from->dir, name))
		return;
	while (is_quoted && i < h->quoted.n)
		if (add_in(h, h->quoted.v[i++], name))
			return;
	for (i = 0; i < h->dirs.n; i++)
		if (add_in(h, h->dirs.v[i], name))
			return;
}

/* The word's value for the flag, in it or behind it. */
static const char *value_of(const struct clang_args *args, size_t i, const char *flag)
{
	size_t n = strlen(flag);

	if (!starts(args->v[i], flag))
		return NULL;
	if (args->v[i][n])
		return args->v[i] + n;
	return i + 1 < args->n ? args->v[i + 1] : NULL;
}

void headers_begin(struct headers *h, const struct clang_args *args)
{
	/* in the order in which they are searched */
	static const char *const flags[] = {"-I", "-isystem", "-idirafter"};

	memset(h, 0, sizeof(*h));
	arena_init(&h->arena);
	for (size_t f = 0; f < sizeof(flags) / sizeof(*flags); f++)
		for (size_t i = 0; i < args->n; i++)
			if (value_of(args, i, flags[f]))
				vec_push(&h->dirs, value_of(args, i, flags[f]));
	for (size_t i = 0; i < args->n; i++) {
		if (value_of(args, i, "-iquote"))
			vec_push(&h->quoted, value_of(args, i, "-iquote"));
		if (!strcmp(args->v[i], "-include") && i + 1 < args->n)
			add_file(h, args->v[i + 1]);
	}
}

const struct buf *headers_text(const struct headers *h, unsigned long long device,
			       unsigned long long inode)
{
	const struct header *header = map_get(&h->files, inode, device);

	if (!header || !header->text.n)
		return NULL;
	return header->changed.n ? &header->changed : &header->text;
}

void headers_free(struct headers *h)
{
	for (size_t i = 0; i < h->v.n; i++) {
		buf_free(&h->v.v[i]->text);
		buf_free(&h->v.v[i]->changed);
		vec_free(&h->v.v[i]->bodies);
	}
	vec_free(&h->v);
	vec_free(&h->quoted);
	vec_free(&h->dirs);
	map_free(&h->asked);
	map_free(&h->files);
	arena_free(&h->arena);
}
