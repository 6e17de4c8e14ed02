/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The compile commands of a tree's units, as Kbuild would run them.
 *
 * They come from `make -n` in a shadow of the object tree (shadow.h), where
 * nothing is up to date: so all of the configuration's units are there,
 * whatever was built before, and an object that an older configuration left
 * behind is not.
 */
#ifndef EQS_KERNEL_COMMANDS_H
#define EQS_KERNEL_COMMANDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/vec.h"
#include "tree.h"
#include "words.h"

/* One object.  Strings are interned. */
struct kunit {
	const char
		*object; /* relative to the object tree, normal; the key: one source may have two */
	const char *target; /* the same as Kbuild writes it, with its ".." */
	const char
		*source; /* relative to the source tree, normal; or to the object tree when made */
	bool is_assembly;
	bool is_unchecked; /* C that make C=2 compiles, and hands to no CHECK */
	size_t argc;
	const char *const *argv; /* ends with NULL; to be run in the object tree */
};
VEC_TYPE(kunit_vec, struct kunit);

/* A header that the build makes below the directories that were asked for. */
struct kheader {
	const char *path;   /* relative to the object tree */
	const char *script; /* shell commands that make it, to be run in an object tree */
};
VEC_TYPE(kheader_vec, struct kheader);

/* A unit that make finds no way to make in this tree. */
struct kmissing {
	const char *file;      /* what there is no rule for: the object itself, or what it needs */
	const char *needed_by; /* the object */
};
VEC_TYPE(kmissing_vec, struct kmissing);

struct kcommands {
	struct kunit_vec units;	   /* in C, sorted by object */
	struct kunit_vec assembly; /* .S, apart */
	struct kheader_vec headers;
	struct kmissing_vec missing; /* nothing else is known of them */
	struct word_vec empty;	     /* of the paths, as they were given: no unit is there */
	const char *not_linked;	     /* where make -n ended, as "vmlinux": no harm; or NULL */
	bool from_cache;
};

/*
 * The commands of the units under the paths (files or directories, relative to
 * the source tree).  The units of a directory are the objects that its
 * Makefile builds, wherever their source is, and those of sources in it that
 * another directory builds.  A path without a unit in this configuration is
 * listed in empty and is no error.
 *
 * cache: a directory (made when it is not there), or NULL for none; whatever
 * is wrong with it, the commands are found without.
 *
 * Returns 0; -ENOENT when a path does not exist; -EINVAL when one is empty; -EINTR; or another
 * negative errno when make fails, with its message.
 */
int kcommands_load(const struct ktree *tree, const char *const *paths, size_t npaths,
		   const char *cache, struct kcommands *commands, struct error *err);
void kcommands_free(struct kcommands *commands);

/* True when the unit's object (as Kbuild writes it) or its source lies under such a path. */
bool kunit_is_under(const struct kunit *unit, const char *path);

/* True when Kbuild links the two into one module, in each configuration that has both. */
bool kunit_is_linked_with(const struct kunit *a, const struct kunit *b);

/* False: the build makes its source, and has not yet. */
bool kunit_has_source(const struct kunit *unit, const struct ktree *tree);

/* The cache directory that --cache, $EQSLINT_CACHE, $XDG_CACHE_HOME or $HOME name,
 * interned; NULL for none ("none", or nothing is named). */
const char *cache_directory(const char *option);

#endif
