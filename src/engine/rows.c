// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Rows: what else is known of the object that a function stands in.  A call
 * through a slot goes to the rows that agree with what the run knows of the
 * same object's other fields, and behind it the run knows what they say.
 */
#include <string.h>

#include "base/intern.h"
#include "solve.h"

/* What stores in a unit do to a field of a record, whichever object it is. */
struct field_stores {
	struct field_stores *next; /* of other records and objects */
	const struct step *slot;
	const char *object; /* NULL: any */
	bool indexed;
	uint64_t set; /* bits that are put into it */
	bool copied;  /* another value is stored there */
};

static bool same_prefix(const struct path *a, const struct path *b)
{
	if (a->root != b->root || a->nsteps != b->nsteps || !a->nsteps ||
	    (a->root == ROOT_LOCAL && a->local != b->local) ||
	    (a->root == ROOT_GLOBAL && a->symbol != b->symbol))
		return false;
	for (uint32_t i = 0; i + 1 < a->nsteps; i++)
		if (!step_equal(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static bool is_store_to(const struct event *e, const char *record, const char *field)
{
	const struct step *last = e->kind == EVENT_STORE ? path_last_field(e->set.dst.path) : NULL;

	return last && last->record == record && last->field == field;
}

/* The index of the element that a row is, if it is one. */
static bool row_index(const struct slot_row *s, int64_t *index)
{
	const struct path *p = s->base;
	const struct step *of = p && p->nsteps >= 2 ? &p->steps[p->nsteps - 2] : NULL;

	if (s->row && s->row->index >= 0)
		*index = s->row->index;
	else if (of && of->kind == STEP_INDEX)
		*index = of->index;
	else
		return false;
	return true;
}

/* The store goes to some element: a row that knows which it is itself is no such. */
static bool is_some_element(const struct path *p)
{
	const struct step *of = p->nsteps >= 2 ? &p->steps[p->nsteps - 2] : NULL;

	return of && (of->kind == STEP_INDEX_LOCAL || of->kind == STEP_INDEX_ANY);
}

/* ---- what a unit stores at run time ---- */

/* `x |= 4`, or the same through a local; 0: neither. */
static uint64_t bits_of(const struct func *f, const struct event *e)
{
	if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_LOCAL)
		e = only_set(f, e->set.a.local);
	return e && e->set.op == SET_OR && e->set.b.kind == OPERAND_CONST ? (uint64_t)e->set.b.value
									  : 0;
}

/* It fills rows of its own, with functions: what it stores is in those. */
static bool fills_rows(const struct func *f, const struct step *slot)
{
	for (uint32_t k = 0; k < f->f->nblocks; k++)
		for (uint32_t i = 0; i < f->f->blocks[k].nevents; i++) {
			const struct event *e = &f->f->blocks[k].events[i];
			const struct step *to =
				e->kind == EVENT_STORE ? path_last_field(e->set.dst.path) : NULL;

			if (to && to->record == slot->record &&
			    (to->field == slot->field || e->set.a.kind == OPERAND_FUNC))
				return true;
		}
	return false;
}

static void add_stores(struct field_stores *b, const struct func *f, const char *object,
		       const struct step *slot, const char *field, bool indexed)
{
	bool own = fills_rows(f, slot);

	for (uint32_t k = 0; k < f->f->nblocks; k++)
		for (uint32_t i = 0; i < f->f->blocks[k].nevents; i++) {
			const struct event *e = &f->f->blocks[k].events[i];
			uint64_t bits;

			if (!is_store_to(e, slot->record, field) ||
			    (indexed && is_some_element(e->set.dst.path)))
				continue;
			/* Of another object by its name: none of this row's business. */
			if (e->set.dst.path->root == ROOT_GLOBAL &&
			    e->set.dst.path->symbol != object)
				continue;
			bits = bits_of(f, e);
			b->set |= bits;
			b->copied |= !bits && !own;
		}
}

static size_t first_func(const struct program *p, const struct unit *u)
{
	uintptr_t n = (uintptr_t)map_get(&p->first_funcs, u, 0);

	return n ? n - 1 : p->funcs.n;
}

static bool is_of_unit(const struct program *p, size_t i, const struct unit *u)
{
	return i < p->funcs.n && p->funcs.v[i]->unit == u;
}

static const struct field_stores *unit_stores(struct program *p, const struct unit *u,
					      const char *object, const struct step *slot,
					      const char *field, bool indexed)
{
	struct field_stores *all = map_get(&p->field_stores, u, field), *b;

	for (b = all; b; b = b->next)
		if (b->slot->record == slot->record && b->slot->field == slot->field &&
		    b->object == object && b->indexed == indexed)
			return b;
	b = arena_new(&p->arena, struct field_stores);
	*b = (struct field_stores){all, slot, object, indexed, 0, false};
	map_put(&p->field_stores, u, field, b);
	for (size_t i = first_func(p, u); is_of_unit(p, i, u); i++)
		add_stores(b, p->funcs.v[i], object, slot, field, indexed);
	return b;
}

/* ---- one field of a row ---- */

/* The constant that the row's own function stores there; false: none, or several. */
static bool stored_const(const struct slot_row *s, const char *record, const char *field,
			 int64_t *value)
{
	bool found = false;

	for (uint32_t k = 0; k < s->setter->f->nblocks; k++)
		for (uint32_t i = 0; i < s->setter->f->blocks[k].nevents; i++) {
			const struct event *e = &s->setter->f->blocks[k].events[i];

			if (!is_store_to(e, record, field) || e->set.op != SET_COPY ||
			    !same_prefix(e->set.dst.path, s->base))
				continue;
			if (e->set.a.kind != OPERAND_CONST || (found && *value != e->set.a.value))
				return false;
			*value = e->set.a.value;
			found = true;
		}
	return found;
}

static bool row_const(const struct row *row, const char *record, const char *field, int64_t *value)
{
	*value = 0; /* what is not named is 0 */
	for (uint32_t i = 0; i < row->ncells; i++)
		if (row->cells[i].record == record && row->cells[i].field == field) {
			*value = row->cells[i].value.value;
			return row->cells[i].value.kind == OPERAND_CONST;
		}
	return row->record == record;
}

/* A function or an address stands in the field: so it is not NULL. */
static bool row_points(const struct row *row, const char *record, const char *field)
{
	for (uint32_t i = 0; i < row->ncells; i++)
		if (row->cells[i].record == record && row->cells[i].field == field)
			return row->cells[i].value.kind == OPERAND_FUNC ||
			       row->cells[i].value.kind == OPERAND_ADDR;
	return false;
}

/* What is stored to a field when its object is made. */
struct filled {
	struct filled *next; /* of other records */
	const char *record;
	struct map units; /* that were looked at */
	bool known, several;
	int64_t value;
};

static void add_filled(struct program *p, struct filled *b, const struct unit *u,
		       const char *record, const char *field)
{
	for (size_t i = first_func(p, u); is_of_unit(p, i, u); i++) {
		const struct function *f = p->funcs.v[i]->f;

		for (uint32_t k = 0; k < f->nblocks; k++)
			for (uint32_t n = 0; n < f->blocks[k].nevents; n++) {
				const struct event *e = &f->blocks[k].events[n];

				if (!is_store_to(e, record, field) || e->set.op != SET_COPY ||
				    e->set.a.kind != OPERAND_CONST)
					continue;
				b->several |= b->known && b->value != e->set.a.value;
				b->value = e->set.a.value;
				b->known = true;
			}
	}
}

static void add_filled_by_callees(struct program *p, struct filled *b, const struct func *f,
				  const char *record, const char *field)
{
	for (uint32_t k = 0; k < f->f->nblocks; k++)
		for (uint32_t i = 0; i < f->f->blocks[k].nevents; i++) {
			const struct meaning *m = f->meanings[k][i];

			for (size_t c = 0; m && c < m->callees.n; c++) {
				const struct unit *u = m->callees.v[c].func->unit;

				if (u == f->unit || map_get(&b->units, u, 0))
					continue;
				map_put(&b->units, u, 0, b);
				add_filled(p, b, u, record, field);
			}
		}
}

/*
 * What the units that the setter's own calls store there, if that is one
 * constant: code that many drivers share fills in what the driver does not.
 */
static bool filled_const(struct program *p, const struct unit *home, const char *record,
			 const char *field, int64_t *value)
{
	struct filled *all = map_get(&p->filled, home, field), *b;

	for (b = all; b && b->record != record;)
		b = b->next;
	if (!b) {
		b = arena_new(&p->arena, struct filled);
		*b = (struct filled){.next = all, .record = record};
		map_put(&p->filled, home, field, b);
		for (size_t i = first_func(p, home); is_of_unit(p, i, home); i++)
			add_filled_by_callees(p, b, p->funcs.v[i], record, field);
		map_free(&b->units);
	}
	*value = b->value;
	return b->known && !b->several;
}

/*
 * A bit that a unit of the row's sets in some object counts as set in all, and
 * a value that they, or the caller's unit, store at run time may be in any.
 * NULL: nothing is known.
 */
static const struct value *row_field(const struct frame *fr, const struct slot_row *s,
				     const struct step *slot, const char *field)
{
	static const struct range null = {0, 0};
	struct program *p = fr->p;
	/* its own: who puts the function there, or else where the object is */
	const struct unit *home = s->setter ? s->setter->unit : s->unit ? s->unit : s->func->unit;
	const struct unit *units[] = {home, s->func->unit, fr->f->unit};
	const char *object = s->row ? s->row->object : NULL;
	uint64_t bits = 0;
	int64_t value = 0, index;
	bool indexed = row_index(s, &index), empty;
	bool known =
		(s->base && stored_const(s, slot->record, field, &value)) ||
		(s->row && row_const(s->row, slot->record, field, &value)) ||
		(s->base && !indexed && filled_const(p, units[0], slot->record, field, &value));

	for (size_t i = 0; i < 3; i++) {
		const struct field_stores *b =
			unit_stores(p, units[i], object, slot, field, indexed);

		bits |= i < 2 ? b->set : 0;
		if (b->copied)
			return NULL;
	}
	if (known)
		return value_const(p->values, (int64_t)((uint64_t)value | bits));
	if (s->row && row_points(s->row, slot->record, field))
		return value_clip(p->values, NULL, &null, 1, true, &empty);
	return bits ? value_bits(p->values, bits, bits) : NULL;
}

/* ---- at a call ---- */

/* The known cell is another field of the object that the slot lies in. */
static const struct step *sibling(const struct frame *fr, uint32_t cell, const struct path *slot)
{
	const struct path *p = cell_get(fr->p->cells, cell);
	const struct step *last = path_last_field(p);

	return last && last->field != path_last(slot)->field && same_prefix(p, slot) ? last : NULL;
}

static bool row_agrees(const struct frame *fr, const struct run *r, const struct slot_row *s,
		       const struct path *slot, uint32_t element)
{
	const struct value *at = element == NO_CELL ? NULL : plain_value(r, run_get(r, element));
	bool empty;
	int64_t index;

	if (at && row_index(s, &index)) {
		value_meet(fr->p->values, at, value_const(fr->p->values, index), &empty);
		if (empty)
			return false;
	}
	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct value *v = plain_value(r, r->known[i].v);
		const struct step *f = v ? sibling(fr, r->known[i].cell, slot) : NULL;

		if (!f)
			continue;
		value_meet(fr->p->values, v, row_field(fr, s, path_last(slot), f->field), &empty);
		if (empty)
			return false;
	}
	return true;
}

/* What all the rows that are left say of a field; NULL: they do not say. */
static const struct value *rows_field(const struct frame *fr, const struct run *r,
				      const struct candidate *c, const struct path *slot,
				      uint32_t element, const struct step *f)
{
	const struct value *all = NULL;
	bool first = true;

	for (size_t i = 0; i < c->rows.n; i++) {
		const struct value *v;

		if (!row_agrees(fr, r, c->rows.v[i], slot, element))
			continue;
		v = row_field(fr, c->rows.v[i], path_last(slot), f->field);
		if (!v)
			return NULL;
		all = first ? v : value_union(fr->p->values, all, v);
		first = false;
	}
	return all;
}

/* Of other functions that stand in such slots it is known what the field is. */
static bool is_told_elsewhere(const struct frame *fr, const struct meaning *m,
			      const struct path *slot, const struct step *f)
{
	for (size_t i = 0; i < m->callees.n; i++)
		for (size_t k = 0; k < m->callees.v[i].rows.n; k++)
			if (row_field(fr, m->callees.v[i].rows.v[k], path_last(slot), f->field))
				return true;
	return false;
}

/* Which elements the rows are that are left. */
static void take_index(const struct frame *fr, struct run *r, const struct run *was,
		       const struct candidate *c, const struct path *slot, uint32_t element)
{
	const struct value *all = NULL, *old = run_get(was, element);
	bool first = true, empty;
	int64_t index;

	for (size_t i = 0; i < c->rows.n; i++) {
		const struct value *v;

		if (!row_agrees(fr, was, c->rows.v[i], slot, element))
			continue;
		if (!row_index(c->rows.v[i], &index))
			return;
		v = value_const(fr->p->values, index);
		all = first ? v : value_union(fr->p->values, all, v);
		first = false;
	}
	if (all)
		run_put(r, old && old->kind == VALUE_ALIAS ? old->cell : element,
			value_meet(fr->p->values, plain_value(was, old), all, &empty));
}

bool rows_take(const struct frame *fr, struct run *r, const struct event *e,
	       const struct meaning *m, const struct candidate *c)
{
	uint32_t cell =
		e->call.callee == CALLEE_SLOT ? run_path_cell(fr, r, e->call.slot) : NO_CELL;
	const struct path *slot = cell == NO_CELL ? NULL : cell_get(fr->p->cells, cell);
	uint32_t element = m->element == NO_LOCAL ? NO_CELL : cell_local(fr->p->cells, m->element);
	struct run was = *r;
	bool any = false, empty;

	if (!slot || !c->rows.n || !path_last_field(slot))
		return true;
	for (size_t i = 0; i < c->rows.n && !any; i++)
		any = row_agrees(fr, &was, c->rows.v[i], slot, element);
	for (uint32_t i = 0; any && i < was.nknown; i++) {
		const struct value *old = plain_value(&was, was.known[i].v), *now;
		const struct step *f = old ? sibling(fr, was.known[i].cell, slot) : NULL;

		if (!f)
			continue;
		now = rows_field(fr, &was, c, slot, element, f);
		if (!now && is_told_elsewhere(fr, m, slot, f)) {
			/* Whether this function is called in this case is not known. */
			r->st.poison |= (varmask)~fr->p->fixed;
			program_gap(fr->p, "unknown-row", fr->f, &e->place,
				    intern_f("%s: %s of its object", c->func->f->symbol, f->field));
		}
		run_put(r,
			was.known[i].v->kind == VALUE_ALIAS ? was.known[i].v->cell
							    : was.known[i].cell,
			value_meet(fr->p->values, old, now, &empty));
	}
	if (any && element != NO_CELL)
		take_index(fr, r, &was, c, slot, element);
	return any;
}
