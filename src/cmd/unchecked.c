// SPDX-License-Identifier: GPL-2.0-or-later
#include "unchecked.h"

#include <string.h>

#include "base/intern.h"
#include "finding/finding.h"

/* The makefile that compiles what is in the directory (scripts/Makefile.build: Kbuild goes first).
 */
static const char *makefile_of(const struct ktree *tree, const char *dir)
{
	const char *kbuild = intern_f("%s/Kbuild", dir);

	return path_exists(tree->source, kbuild) ? kbuild : intern_f("%s/Makefile", dir);
}

struct directory {
	const char *dir;
	size_t n;
};
VEC_TYPE(directory_vec, struct directory);

/* Whose makefile it is: a target may lie elsewhere, as arch/arm64/kvm/hyp/nvhe/../entry.nvhe.o. */
static const char *directory_of(const struct kunit *u)
{
	const char *up = strstr(u->target, "/../");

	return up ? intern_n(u->target, (size_t)(up - u->target)) : path_directory(u->target);
}

static void count(struct directory_vec *dirs, const char *dir)
{
	struct directory *d;

	vec_for_each (d, dirs)
		if (d->dir == dir) {
			d->n++;
			return;
		}
	vec_push(dirs, (struct directory){dir, 1});
}

void unchecked_report(const struct ktree *tree, const struct kunit_vec *units, struct report *r)
{
	struct directory_vec dirs = {};
	const struct directory *d;
	const struct kunit *u;

	vec_for_each (u, units)
		if (u->is_unchecked)
			count(&dirs, directory_of(u));
	vec_for_each (d, &dirs)
		vec_push(&r->assumptions,
			 (struct assumption){
				 .kind = NOTE_UNCHECKED,
				 .file = makefile_of(tree, d->dir),
				 .what = intern_f(
					 "make C=2 compiles %zu unit%s here and hands %s to "
					 "no checker",
					 d->n, d->n == 1 ? "" : "s", d->n == 1 ? "it" : "them"),
			 });
	vec_free(&dirs);
}
