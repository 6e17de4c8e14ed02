/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A configured, prepared kernel build directory, and all that follows from it
 * alone: the source tree, architecture, release, compiler and configuration.
 */
#ifndef EQS_KERNEL_TREE_H
#define EQS_KERNEL_TREE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"
#include "config.h"

/* Strings are interned; paths are absolute and without a final slash. */
struct ktree {
	const char *build;
	const char *source;
	const char *copy;	 /* of the source, with changes: what is read instead; or NULL */
	bool in_tree;		 /* build is source */
	const char *arch;	 /* as make takes it: ARCH=x86_64 */
	const char *srcarch;	 /* the directory in arch/: x86 */
	const char *release;	 /* "6.12.117", or NULL */
	const char *cross;	 /* CROSS_COMPILE, "" for the machine's own */
	const char *cc;		 /* the compiler, as a command: "s390x-linux-gnu-gcc" */
	const char *llvm;	 /* LLVM, of a tree that clang compiles: "-19", "1"; else NULL */
	const char *cc_version;	 /* "12.2.0" */
	const char *cc_machine;	 /* "s390x-linux-gnu" */
	const char *compiler;	 /* "gcc 12.2.0 s390x-linux-gnu" */
	const char *config_hash; /* hex */
	struct kconfig config;	 /* of include/config/auto.conf: what the compiles see */
};

/*
 * Opens the tree at path; ktree_close() it.  Returns 0, or with one sentence
 * that says what to do:
 *   -ENOENT      no such directory
 *   -ENOTDIR     there is something else of that name
 *   -EINVAL      not a kernel tree
 *   -ENODATA     not configured
 *   -EAGAIN      not prepared, or configured anew since
 *   -ESTALE      its compiler is not there, or is another version now
 */
int ktree_open(const char *path, struct ktree **tree, struct error *err);
void ktree_close(struct ktree *tree);

/*
 * From here on the sources are read in this directory (absolute), a copy of the
 * tree's own.  All names stay those of the tree, so that what is kept of it is
 * good for each file that is the same in the copy; nothing new is kept.
 */
void ktree_use_copy(struct ktree *tree, const char *copy);

/* A path, or words of a command, with the copy's name for the source's: what is really opened. */
const char *ktree_moved(const struct ktree *tree, const char *text);

/* The same of each of n words that is not NULL. */
void ktree_move_words(const struct ktree *tree, const char **words, size_t n);

/* The option's value ("y", "m", a number, a string), or NULL when it is not set. */
const char *ktree_option(const struct ktree *tree, const char *name);

/* A number for the object tree and its source: what is kept of them goes by it. */
uint64_t ktree_key(const char *build, const char *source);

/* True when name is a file or directory in the given directory. */
bool path_exists(const char *dir, const char *name);

#endif
