// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which locals tell runs apart.  A field of an object is looked at, a function
 * that stands in the same object is called, and what the look found is tested
 * again behind it: of the tables' rows those alone are called that agree.  What
 * is known of the local and what is known of the field must not be torn apart by
 * a join before the call, as knowledge of one and of the other would be.
 */
#include "prepare.h"

#include "base/bits.h"

struct records {
	VEC(const char *) names;
};

static bool is_among(const struct records *r, const char *name)
{
	for (size_t i = 0; i < r->names.n; i++)
		if (r->names.v[i] == name)
			return true;
	return false;
}

/* Records whose functions are called here, through an object of theirs. */
static void called_records(const struct function *f, struct records *out)
{
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].nevents; i++) {
			const struct event *e = &f->blocks[b].events[i];
			const struct step *slot =
				e->kind == EVENT_CALL && e->call.callee == CALLEE_SLOT
					? path_last_field(e->call.slot)
					: NULL;

			if (slot && !is_among(out, slot->record))
				vec_push(&out->names, slot->record);
		}
}

/* The field that the operand is, or was loaded from; NULL: there is none. */
static const struct step *operand_field(const struct prepared *pr, const struct operand *o)
{
	o = prepared_source(pr, o);
	return o->kind == OPERAND_PATH ? path_last_field(o->path) : NULL;
}

/* The local is how a field's comparison came out. */
static bool is_look(const struct records *called, const struct prepared *pr, uint32_t local)
{
	const struct event *def = pr->defs[local];
	const struct step *field;

	if (!def || def->kind != EVENT_SET || !is_comparison(def->set.op) ||
	    def->set.b.kind != OPERAND_CONST)
		return false;
	field = operand_field(pr, &def->set.a);
	return field && is_among(called, field->record);
}

/* Copies of such a local are such; true when there was one more. */
static bool add_copy(uint64_t *set, const struct event *e)
{
	const struct operand *from = &e->set.a, *to = &e->set.dst;

	if (e->kind != EVENT_SET || e->set.op != SET_COPY || from->kind != OPERAND_LOCAL ||
	    to->kind != OPERAND_LOCAL || from->mask || !bit_has(set, from->local) ||
	    bit_has(set, to->local))
		return false;
	bit_add(set, to->local);
	return true;
}

static bool add_copies(uint64_t *set, const struct function *f)
{
	bool more = false;

	for (uint32_t b = 0; b < f->nblocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			more |= add_copy(set, &bl->events[i]);
		for (uint32_t i = 0; i < bl->nedges; i++)
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
				more |= add_copy(set, &bl->edges[i].sets[k]);
	}
	return more;
}

void apart_find(struct program *p, struct prepared *pr, const struct function *f)
{
	struct records called = {};

	called_records(f, &called);
	for (uint32_t i = f->nparams; called.names.n && i < f->nlocals; i++) {
		if (!is_look(&called, pr, i))
			continue;
		if (!pr->apart)
			pr->apart = arena_array(&p->arena, uint64_t, pr->words);
		bit_add(pr->apart, i);
	}
	vec_free(&called.names);
	while (pr->apart && add_copies(pr->apart, f))
		;
}

bool prepared_keeps_apart(const struct prepared *pr, const struct cells *cells, uint32_t cell,
			  const struct value *v)
{
	const struct path *path = pr->apart ? cell_get(cells, cell) : NULL;
	int64_t c;

	if (!path || path->root != ROOT_LOCAL || path->nsteps || !bit_has(pr->apart, path->local))
		return false;
	/* known how the comparison came out, and no more of it */
	return value_is_const(v, &c);
}
