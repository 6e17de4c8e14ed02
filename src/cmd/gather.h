/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From the arguments BUILD and PATH... to the facts of units: those that were
 * asked for, and those that are read along for bodies and callers.
 */
#ifndef EQS_GATHER_H
#define EQS_GATHER_H

#include <stdbool.h>

#include "facts/forms.h"

struct error;
struct ktree;
struct kunit;
struct options;
struct report;
struct ruleset;

/* Why a unit was read. */
enum wanted {
	WANTED_WHOLE, /* its object or source lies under a PATH */
	WANTED_PART,  /* only a source that it includes does */
	READ_ALONG,   /* for the others' sake */
};

struct gathered {
	struct unit *facts;
	enum wanted wanted;
	bool image_is_whole; /* every unit of its image was read */
};
VEC_TYPE(gathered_vec, struct gathered);

struct gather;

/*
 * Opens the build directory opt->args.v[0] and reads the units that the options
 * ask for (those of the rules' scope when there is no PATH), and unless alone or
 * with --closure=off, those of the scope as their callers; fills the report's
 * tree and counts.  Facts go into the pool.  gather_close() it.  Returns 0 or a
 * negative errno with the sentence.
 */
int gather_open(struct gather **g, const struct options *opt, struct ruleset *rules, bool alone,
		struct report *report, struct facts_pool *pool, struct error *err);

/* All that was read so far. */
const struct gathered_vec *gather_units(const struct gather *g);

/*
 * Reads units that define the symbols, of those that were not read yet and as
 * far as --closure allows.  Returns how many, or a negative errno.
 */
int gather_more(struct gather *g, const char *const *symbols, size_t n, struct error *err);

/* The unit that is made of the source, of those that were asked for first; or NULL. */
const struct kunit *gather_unit(const struct gather *g, const char *source);
const struct ktree *gather_tree(const struct gather *g);

/* True when what is at file, in the unit with these facts, was asked for. */
bool gather_is_wanted(const struct gather *g, const struct unit *facts, const char *file);

/* Says what it took when the options ask for it, and what could not be kept. */
void gather_close(struct gather *g);

#endif
