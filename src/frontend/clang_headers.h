/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The headers that a unit may read: whatever #if says, those that #include names. */
#ifndef EQS_CLANG_HEADERS_H
#define EQS_CLANG_HEADERS_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/map.h"
#include "base/vec.h"
#include "clang.h"

struct inline_body;

struct header {
	const char *path; /* interned, as clang finds it */
	const char *dir;  /* that it is in, interned; ends with a slash, or is empty */
	struct buf text;
	VEC(struct inline_body *) bodies; /* of inline functions, in their order */
	struct buf changed;		  /* what clang is given; empty: the file */
};

struct headers {
	struct arena arena;
	VEC(struct header *) v;
	VEC(const char *) quoted; /* directories for "..." */
	VEC(const char *) dirs;	  /* then, and for <...> */
	struct map asked;	  /* (name, directory of who asks, or NULL for <...>) */
	struct map files;	  /* (inode, device) */
};

/* The directory of the file, interned; ends with a slash, or is empty. */
const char *header_dir(const char *path);
/* The command's directories, and what it has included before the source. */
void headers_begin(struct headers *h, const struct clang_args *args);
/* What the directive, from # on, includes; nothing when it includes none, or it is not there. */
void headers_include(struct headers *h, const struct header *from, const char *directive);
/* The text that clang was given, or could have been; NULL of a file that is not among them. */
const struct buf *headers_text(const struct headers *h, unsigned long long device,
			       unsigned long long inode);
void headers_free(struct headers *h);

#endif
