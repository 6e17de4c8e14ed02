/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The forms of facts: binary, text, normal; and where they are found. */
#ifndef EQS_FORMS_H
#define EQS_FORMS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/vec.h"
#include "facts.h"

#ifdef __cplusplus
extern "C" {
#endif

#define FACTS_SECTION ".discard.eqslint"
#define FACTS_SUFFIX ".eqs"

/*
 * Where units are read into, and what they die with: their arena, and the
 * bodies of functions that several have alike, which are kept once.
 */
struct facts_pool {
	struct arena arena;
	struct map functions; /* (symbol, file) -> bodies: see share.c */
};

void pool_init(struct facts_pool *pool);
void pool_free(struct facts_pool *pool);

/* Appends the unit in the binary form: one self-delimiting record. */
void facts_write_binary(struct buf *out, const struct unit *u);

/*
 * Reads the record at p (n bytes are there) into a new unit in arena; *used is
 * how many bytes it took.  Checks every length, index and enumeration: what it
 * returns can be walked without a check.  -EINVAL: not facts, cut or damaged;
 * -EPROTO: another version.
 */
int facts_read_binary(const void *p, size_t n, size_t *used, struct arena *arena,
		      struct unit **unit, struct error *err);

/*
 * The same in a pool.  Functions that it has alike share what hangs on them:
 * such units are read and never changed.
 */
int facts_read_shared(const void *p, size_t n, size_t *used, struct facts_pool *pool,
		      struct unit **unit, struct error *err);

/* The text form: stable, one event a line.  Reading it back gives an equal unit. */
void facts_write_text(struct buf *out, const struct unit *u);
int facts_read_text(const char *text, size_t n, const char *name, struct arena *arena,
		    struct unit **unit, struct error *err);

/*
 * The normal form (for comparing front-ends): drops what reaches no event,
 * folds copies, keeps the outermost macro, names no locals and no columns.
 * A new unit in arena.
 */
struct unit *facts_normalise(const struct unit *u, struct arena *arena);

/* True when both are the same facts (compared through the binary form). */
bool facts_equal(const struct unit *a, const struct unit *b);

VEC_TYPE(unit_vec, struct unit *);

/*
 * Reads every unit in the file: .eqs (one record or several), text facts
 * (a file that starts with "eqslint-facts"), an ELF object, the result of
 * `ld -r`, or an archive of such (their FACTS_SECTION).  Units are appended to
 * out.  An ELF file without the section gives none and returns 0.
 */
int facts_read_file(const char *path, struct facts_pool *pool, struct unit_vec *out,
		    struct error *err);

#ifdef __cplusplus
}
#endif
#endif
