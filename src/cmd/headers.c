// SPDX-License-Identifier: GPL-2.0-or-later
#include "headers.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/intern.h"

/* The header of the build that the source means by that name, or NULL. */
static const struct kheader *find_header(const struct kheader_vec *headers, const char *name)
{
	const struct kheader *h;
	size_t n = strlen(name);

	vec_for_each(h, headers) {
		size_t len = strlen(h->path);

		if (len > n && h->path[len - n - 1] == '/' && !strcmp(h->path + len - n, name))
			return h;
	}
	return NULL;
}

static const char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? intern_n(path, (size_t)(slash - path)) : ".";
}

int header_make(const struct ktree *tree, const struct kheader_vec *headers, const char *dir,
		const char *name, const char *before, const char **include, const char **why,
		struct error *err)
{
	const struct kheader *h = find_header(headers, name);
	const char *made = intern_f("%s/include", dir), *path, *below;
	struct error e = {};
	int ret;

	*why = NULL;
	if (!h)
		return 0;
	path = intern_f("%s/%s", made, h->path);
	ret = access(path, R_OK) ? kheader_make(tree, h, made, &e) : 0;
	if (ret == -EINTR)
		return error_set(err, EINTR, "%s", e.text);
	below = intern_n(path, strlen(path) - strlen(name) - 1);
	if (ret || before == below) {
		*why = intern_f("waits for %s: make %s/", h->path, directory_of(h->path));
		return 0;
	}
	*include = below;
	return 1;
}
