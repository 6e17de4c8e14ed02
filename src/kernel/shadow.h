/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A shadow of an object tree, in a temporary directory.
 *
 * `make -n` is not without effects in Kbuild: it makes the directories of the
 * objects, tests the compiler with temporary files, and when a variable
 * differs from the last time it remakes include/config/auto.conf for real (GNU
 * make always remakes included makefiles), .config with it.  So it runs where
 * it can do no harm: in a directory that looks configured and prepared like
 * the real one and holds no object, so that no command is left out as up to
 * date.
 */
#ifndef EQS_KERNEL_SHADOW_H
#define EQS_KERNEL_SHADOW_H

#include "base/error.h"
#include "tree.h"

struct shadow {
	const struct ktree *tree;
	char *dir; /* absolute */
};

/* Makes one; shadow_remove() it.  Returns 0 or a negative errno. */
int shadow_make(struct shadow *s, const struct ktree *tree, struct error *err);
void shadow_remove(struct shadow *s);

/*
 * Makes dir (relative) a real directory of the shadow that can be written to,
 * with the source's files in it where the tree is built in place.
 */
int shadow_open_dir(struct shadow *s, const char *dir, struct error *err);

/* Changes to the environment for what runs in one, ending with NULL. */
extern const char *const shadow_env[];

/* Directories that are made with their parents; and removed with all in them. */
int make_directories(const char *path, struct error *err);
void remove_directory(const char *path);

/* A new directory in $TMPDIR, else /tmp: its path, allocated, or NULL and the sentence. */
char *temporary_directory(struct error *err);

#endif
