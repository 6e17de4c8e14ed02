// SPDX-License-Identifier: GPL-2.0-or-later
#include "headers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/str.h"

#define KBUILD_MAX ((size_t)1 << 20)

/* The header of the build that the source means by that name, or NULL. */
static const struct kheader *find_header(const struct kheader_vec *headers, const char *name)
{
	const struct kheader *h;
	size_t n = strlen(name);

	vec_for_each (h, headers) {
		size_t len = strlen(h->path);

		if (len >= n && (len == n || h->path[len - n - 1] == '/') &&
		    !strcmp(h->path + len - n, name))
			return h;
	}
	return NULL;
}

/* Is the word in the text?  Header names have no other characters than these. */
static bool has_word(const char *text, const char *word)
{
	static const char name[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/";
	size_t n = strlen(word);

	for (const char *p = text; (p = strstr(p, word)); p += n)
		if ((p == text || !strchr(name, p[-1])) && (!p[n] || !strchr(name, p[n])))
			return true;
	return false;
}

/*
 * What scripts/Makefile.asm-headers (asm-generic before Linux 6.12) makes of
 * generic-y, generated-y, mandatory-y and syscall-y of those Kbuild files.
 */
static bool is_asm_header(const struct ktree *tree, const char *name)
{
	const char *files[] = {
		intern_f("arch/%s/include/asm", tree->srcarch),
		intern_f("arch/%s/include/uapi/asm", tree->srcarch),
		"include/asm-generic",
		"include/uapi/asm-generic",
	};
	bool found = false;

	if (!starts(name, "asm/"))
		return false;
	for (size_t i = 0; !found && i < sizeof(files) / sizeof(*files); i++) {
		struct buf text = {};

		found = !buf_read_file(&text, intern_f("%s/%s/Kbuild", tree->source, files[i]),
				       KBUILD_MAX, NULL) &&
			text.n && has_word(text.s, name + 4);
		buf_free(&text);
	}
	return found;
}

/* A header that `make prepare` makes, though no rule for it was seen: where it will be; or NULL. */
static const char *of_prepare(const struct ktree *tree, const char *name)
{
	if (starts(name, "generated/"))
		return intern_f("include/%s", name);
	if (is_asm_header(tree, name))
		return intern_f("arch/%s/include/generated/%s", tree->srcarch, name);
	return NULL;
}

const char *waits_for(const char *path, const char *dir)
{
	return intern_f("waits for %s: make %s/", path, dir);
}

/* What makes the header, for a person. */
static const char *how_to_wait(const char *path)
{
	if (strstr(path, "include/generated/"))
		return intern_f("waits for %s: make prepare", path);
	return waits_for(path, path_directory(path));
}

int header_make(const struct ktree *tree, const struct kheader_vec *headers, struct made *made,
		const char *name, const char **include, const char **why, struct error *err)
{
	const struct kheader *h = find_header(headers, name);
	const char *path, *below;
	struct error e = {};
	int ret;

	*why = NULL;
	if (!h) {
		path = of_prepare(tree, name);
		*why = path ? how_to_wait(path) : NULL;
		return 0;
	}
	ret = made_make(made, h, &path, &e);
	if (ret == -EINTR)
		return error_set(err, EINTR, "%s", e.text);
	below = intern_n(path, strlen(path) - strlen(name) - 1);
	if (ret) {
		*why = how_to_wait(h->path);
		return 0;
	}
	*include = below;
	return 1;
}
