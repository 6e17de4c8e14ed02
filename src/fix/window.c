// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks: where one may be held, no interrupt is let in, and what masks moves past none. */
#include <string.h>

#include "base/intern.h"
#include "engine/engine.h"
#include "split.h"

/* Has the name one of the words, between its ends or underscores? */
static bool name_has(const char *name, const char *const *words, size_t n)
{
	for (const char *p = name; *p; p += strspn(p, "_")) {
		size_t length = strcspn(p, "_");

		for (size_t k = 0; k < n; k++)
			if (strlen(words[k]) == length && !strncmp(p, words[k], length))
				return true;
		p += length;
	}
	return false;
}

/* A lock is taken in the statement, or in a part of it, as its own names tell. */
static bool names_lock(const struct split *x, const struct stmt *st)
{
	for (size_t i = st->first; i < st->last; i++)
		if (token_is(&x->src, next_code(&x->src, i + 1, st->last), "(") &&
		    name_has(token_text(&x->src, i), x->r->locks, x->r->nlocks))
			return true;
	return false;
}

static bool is_within(const struct stmt *st, const struct stmt *outer)
{
	while (st && st != outer)
		st = st->parent;
	return st;
}

/* The first of the calls in the statement, but for the run, that may wait; NULL: none does. */
static const struct waiting *find_wait(const struct split *x, const struct stmt *st, bool kept)
{
	const struct waiting *w, *found = NULL;

	vec_for_each (w, x->in->waits) {
		const struct stmt *at =
			stmt_at_place(&x->src, x->f.body, w->place.line, w->place.column);

		if (!found && is_within(at, st) && at != x->run && (!kept || w->is_kept))
			found = w;
	}
	return found;
}

/* Says of the statement that it waits, or that nobody knows. */
static int waiting_reason(struct split *x, const struct stmt *st, const struct waiting *w,
			  const char *what)
{
	const char *name = w->symbol ? intern_f("%s()", w->symbol) : "what a pointer leads to";

	return split_reason(
		x, st,
		w->is_known ? intern_f("%s: %s takes a lock or sleeps", what, name)
			    : intern_f("%s: whether %s takes a lock is not known", what, name));
}

int split_check_wait(struct split *x, const struct stmt *st, const char *what)
{
	const struct waiting *w = find_wait(x, st, false);

	return w ? waiting_reason(x, st, w, what) : 0;
}

int split_check_kept(struct split *x, const struct stmt *st, const char *what)
{
	const struct waiting *w = find_wait(x, st, true);

	return w ? waiting_reason(x, st, w, what) : 0;
}

/* Nothing in the statement is done under a lock, or leaves one. */
static int check_unlocked(struct split *x, const struct stmt *st)
{
	if (names_lock(x, st))
		return split_reason(x, st, "interrupts would be let in under a lock");
	return split_check_wait(x, st, "interrupts would be let in, perhaps under a lock");
}

/*
 * May interrupts be let in before the end?  The function must have masked them
 * itself before the enter, on every way to it, and have taken no lock since.
 */
int split_check_window(struct split *x)
{
	int ret = 0;

	for (size_t i = x->enter->number; i < x->leave->number && !ret; i++)
		ret = check_unlocked(x, x->enter->parent->children[i]);
	for (const struct stmt *st = x->enter; st->parent && !ret; st = st->parent)
		for (size_t i = st->number; st->parent->kind == STMT_BLOCK && i-- > 0 && !ret;) {
			const struct stmt *before = st->parent->children[i];

			if (split_is_mask(x, before))
				return 0;
			if (split_is_unmask(x, before))
				break;
			ret = check_unlocked(x, before);
		}
	return ret ? ret
		   : split_reason(x, x->enter,
				  "interrupts were masked by a caller, which may hold locks: "
				  "they cannot be let in here");
}
