// SPDX-License-Identifier: GPL-2.0-or-later
#include "run.h"

#include <string.h>

#include "base/intern.h"

/* How far back a branch's condition is traced through definitions. */
#define MAX_BACK 6

const struct value *run_get(const struct run *r, uint32_t cell)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].cell == cell)
			return r->known[i].v;
	return NULL;
}

bool known_join(struct values *t, struct known *k, uint32_t *n, const struct known *other,
		uint32_t nother)
{
	uint32_t kept = 0;
	bool changed = false;

	for (uint32_t i = 0; i < *n; i++) {
		const struct value *both = NULL;

		for (uint32_t j = 0; j < nother && !both; j++)
			if (other[j].cell == k[i].cell)
				both = value_union(t, k[i].v, other[j].v);
		changed |= both != k[i].v;
		if (both)
			k[kept++] = (struct known){k[i].cell, both};
	}
	*n = kept;
	return changed;
}

void run_put(struct run *r, uint32_t cell, const struct value *v)
{
	uint32_t i = 0;

	if (cell == NO_CELL)
		return;
	while (i < r->nknown && r->known[i].cell != cell)
		i++;
	if (i < r->nknown && !v)
		r->known[i] = r->known[--r->nknown];
	else if (i < r->nknown)
		r->known[i].v = v;
	else if (v && r->nknown < MAX_KNOWN)
		r->known[r->nknown++] = (struct known){cell, v};
}

uint32_t run_path_cell(const struct frame *fr, const struct run *r, const struct path *path)
{
	uint32_t cell = cell_path(fr->p->cells, path);
	const struct value *root;

	if (cell == NO_CELL || path->root != ROOT_LOCAL || !path->nsteps ||
	    path->steps[0].kind != STEP_DEREF)
		return cell;
	root = run_get(r, fr->pr->local_cells[path->local]);
	if (!root || root->kind != VALUE_ADDRESS)
		return cell;
	return cell_extend(fr->p->cells, root->cell, path->steps + 1, path->nsteps - 1);
}

uint32_t frame_cell(const struct frame *fr, const struct operand *o)
{
	if (o->mask)
		return NO_CELL;
	if (o->kind == OPERAND_LOCAL)
		return fr->pr->local_cells[o->local];
	if (o->kind == OPERAND_PATH)
		return cell_path(fr->p->cells, o->path);
	return NO_CELL;
}

uint32_t run_pointee(const struct frame *fr, const struct run *r, const struct operand *o)
{
	static const struct step deref = {.kind = STEP_DEREF};
	const struct value *v = run_operand(fr, r, o);
	uint32_t cell;

	if (v && v->kind == VALUE_ADDRESS)
		return v->cell;
	cell = o->kind == OPERAND_PATH ? run_path_cell(fr, r, o->path) : frame_cell(fr, o);
	return cell == NO_CELL ? cell : cell_extend(fr->p->cells, cell, &deref, 1);
}

const struct value *run_operand(const struct frame *fr, const struct run *r,
				const struct operand *o)
{
	const struct value *v = NULL;
	uint32_t cell;

	switch (o->kind) {
	case OPERAND_CONST:
		v = value_const(fr->p->values, o->value);
		break;
	case OPERAND_FUNC:
		return value_function(fr->p->values, o->symbol);
	case OPERAND_ADDR:
		cell = run_path_cell(fr, r, o->path);
		return cell == NO_CELL ? NULL : value_address(fr->p->values, cell);
	case OPERAND_LOCAL:
		v = run_get(r, fr->pr->local_cells[o->local]);
		break;
	case OPERAND_PATH:
		cell = run_path_cell(fr, r, o->path);
		v = cell == NO_CELL ? NULL : run_get(r, cell);
		if (v && v->kind == VALUE_ALIAS)
			v = run_get(r, v->cell);
		break;
	default:
		return NULL;
	}
	return o->mask ? value_mask(fr->p->values, v, o->mask) : v;
}

/*
 * The local that a path is an alias of goes away: what is known of it stays
 * known of the path.  False: that is nothing.
 */
static bool settle_alias(struct run *r, struct known *k)
{
	const struct value *v = run_get(r, k->v->cell);

	if (!v || v->kind != VALUE_SET)
		return false;
	k->v = v;
	return true;
}

void run_kill_local(const struct frame *fr, struct run *r, uint32_t local)
{
	for (uint32_t i = 0; i < r->nknown;) {
		const struct path *p = cell_get(fr->p->cells, r->known[i].cell);
		const struct value *v = r->known[i].v;
		bool dead = p->root == ROOT_LOCAL && p->local == local && p->nsteps;

		for (uint32_t k = 0; k < p->nsteps && !dead; k++)
			dead = p->steps[k].kind == STEP_INDEX_LOCAL && p->steps[k].index == local;
		if (!dead && v->kind == VALUE_ALIAS && v->cell == fr->pr->local_cells[local])
			dead = !settle_alias(r, &r->known[i]);
		if (dead && !fr->f->f->locals[local].in_memory)
			r->known[i] = r->known[--r->nknown];
		else
			i++;
	}
}

bool run_is_numbered(const struct frame *fr, uint32_t cell)
{
	const char *record, *field;

	return cell == NO_CELL || !path_field(cell_get(fr->p->cells, cell), &record, &field) ||
	       map_get(&fr->p->fields, record, field);
}

/* bits: those that the store may change, 0: all. */
static void assign(const struct frame *fr, struct run *r, const struct operand *dst,
		   const struct value *v, uint64_t bits)
{
	uint32_t cell;

	if (dst->kind == OPERAND_LOCAL) {
		run_kill_local(fr, r, dst->local);
		run_put(r, fr->pr->local_cells[dst->local], v);
	} else if (dst->kind == OPERAND_PATH) {
		cell = run_path_cell(fr, r, dst->path);
		run_kill_field(fr, r, cell, dst->path, bits);
		if (v && v->kind != VALUE_SAVED && !run_is_numbered(fr, cell))
			v = NULL;
		run_put(r, cell, v);
	}
}

void run_assign(const struct frame *fr, struct run *r, const struct operand *dst,
		const struct value *v)
{
	assign(fr, r, dst, v, 0);
}

static bool is_record(const struct vtype *t)
{
	return t->record && !t->is_pointer && !t->bits;
}

/* The callers can say this path too: what the function finds there, they know. */
static bool callers_name(const struct frame *fr, uint32_t cell)
{
	const struct path *p = cell_get(fr->p->cells, cell);

	return p->root != ROOT_LOCAL ||
	       (p->local < fr->f->f->nparams && p->nsteps && p->steps[0].kind == STEP_DEREF);
}

void run_set(const struct frame *fr, struct run *r, const struct event *e)
{
	const struct vtype *type = &e->set.dst.type;
	const struct value *v, *a, *was;
	uint32_t path;

	if (e->set.op == SET_COPY && is_record(type)) {
		run_set_record(fr, r, &e->set.dst, &e->set.a);
		return;
	}
	a = run_operand(fr, r, &e->set.a);
	v = e->set.op == SET_UNKNOWN
		    ? NULL
		    : value_apply(fr->p->values, e->set.op, type, a, run_operand(fr, r, &e->set.b));
	assign(fr, r, &e->set.dst, v, store_bits(e));
	/* A path that is read again, here or by a caller: this local is what stood there. */
	if (e->kind != EVENT_SET || e->set.op != SET_COPY || e->set.a.kind != OPERAND_PATH ||
	    e->set.a.mask || e->set.dst.kind != OPERAND_LOCAL)
		return;
	path = run_path_cell(fr, r, e->set.a.path);
	was = path == NO_CELL ? NULL : run_get(r, path);
	if (path != NO_CELL && (!was || was->kind == VALUE_SET) &&
	    (callers_name(fr, path) || prepared_rereads(fr->pr, path) ||
	     prepared_rereads(fr->pr, cell_path(fr->p->cells, e->set.a.path))))
		run_put(r, path, value_alias(fr->p->values, fr->pr->local_cells[e->set.dst.local]));
}

/* ---- results that are as good as fields ---- */

/* The cell of f(argument), with one more constant argument or none; NO_CELL: it has none. */
static uint32_t pure_cell(const struct frame *fr, const struct run *r, const struct event *e)
{
	struct step steps[2] = {{.kind = STEP_DEREF}, {.kind = STEP_FIELD}};
	const struct operand *object = NULL;
	uint32_t base;

	steps[1].record = intern(PURE_RECORD);
	steps[1].field = e->call.symbol;
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct operand *a = &e->call.args[i];

		if (a->kind == OPERAND_CONST && !steps[1].index)
			steps[1].index = a->value * 2 + 1;
		else if (object)
			return NO_CELL;
		else
			object = a;
	}
	if (!object) {
		struct path global = {.root = ROOT_GLOBAL, .symbol = e->call.symbol};

		return cell_extend(fr->p->cells, cell_path(fr->p->cells, &global), &steps[1], 1);
	}
	if (object->kind == OPERAND_ADDR) {
		base = run_path_cell(fr, r, object->path);
		return base == NO_CELL ? base : cell_extend(fr->p->cells, base, &steps[1], 1);
	}
	base = frame_cell(fr, object);
	return base == NO_CELL ? base : cell_extend(fr->p->cells, base, steps, 2);
}

void run_pure_call(const struct frame *fr, struct run *r, const struct event *e,
		   const struct func *callee)
{
	uint32_t cell = pure_cell(fr, r, e);
	const struct value *v = cell == NO_CELL ? NULL : run_get(r, cell);

	if (v && v->kind == VALUE_ALIAS)
		v = run_get(r, v->cell);
	run_assign(fr, r, &e->call.result, v ? v : callee->returns);
	if (cell != NO_CELL && !v && e->call.result.kind == OPERAND_LOCAL)
		run_put(r, cell,
			value_alias(fr->p->values, fr->pr->local_cells[e->call.result.local]));
}

/* ---- branches ---- */

static bool assume(const struct frame *fr, struct run *r, const struct operand *a, unsigned rel,
		   const struct value *b, int depth);

/* The definition was a comparison and it is known how it came out. */
static bool assume_compare(const struct frame *fr, struct run *r, const struct event *def,
			   bool truth, int depth)
{
	unsigned rel = relation_of(def->set.op);

	if (!truth)
		rel = guard_negate(rel);
	return assume(fr, r, &def->set.a, rel, run_operand(fr, r, &def->set.b), depth) &&
	       assume(fr, r, &def->set.b, guard_mirror(rel), run_operand(fr, r, &def->set.a),
		      depth);
}

/* What a REL b says of what a was computed from. */
static bool assume_def(const struct frame *fr, struct run *r, const struct operand *a, unsigned rel,
		       const struct value *b, int depth)
{
	const struct event *def = a->kind == OPERAND_LOCAL ? fr->pr->defs[a->local] : NULL;
	const struct value *zero = value_const(fr->p->values, 0);
	bool truth, is_truth;
	int64_t c;

	if (!def || def->kind != EVENT_SET || a->mask || depth > MAX_BACK || !value_is_const(b, &c))
		return true;
	is_truth = (rel == GUARD_EQ || rel == GUARD_NE) && (!c || (c == 1 && a->type.is_bool));
	truth = (rel == GUARD_EQ) == (c != 0);
	if (def->set.op == SET_COPY && def->set.a.kind == OPERAND_LOCAL)
		return assume(fr, r, &def->set.a, rel, b, depth);
	if (!is_truth)
		return true;
	if (is_comparison(def->set.op))
		return assume_compare(fr, r, def, truth, depth);
	if (def->set.op == SET_NOT && a->type.is_bool)
		return assume(fr, r, &def->set.a, truth ? GUARD_EQ : GUARD_NE, zero, depth);
	if ((def->set.op == SET_AND && truth) || (def->set.op == SET_OR && !truth)) {
		unsigned same = truth ? GUARD_NE : GUARD_EQ;

		if (def->set.b.kind == OPERAND_CONST) {
			struct operand masked = def->set.a;

			if (def->set.op == SET_OR || masked.mask)
				return true;
			masked.mask = (uint64_t)def->set.b.value;
			return assume(fr, r, &masked, same, zero, depth);
		}
		return assume(fr, r, &def->set.a, same, zero, depth) &&
		       assume(fr, r, &def->set.b, same, zero, depth);
	}
	return true;
}

/* The paths that this local was loaded from know as much as it does. */
static void tell_aliases(struct run *r, uint32_t cell, const struct value *v)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].v->kind == VALUE_ALIAS && r->known[i].v->cell == cell)
			r->known[i].v = v;
}

static bool assume(const struct frame *fr, struct run *r, const struct operand *a, unsigned rel,
		   const struct value *b, int depth)
{
	struct operand plain = *a;
	const struct value *old, *v;
	uint32_t cell;
	bool empty;

	if (a->kind != OPERAND_LOCAL && a->kind != OPERAND_PATH)
		return value_may(run_operand(fr, r, a), rel, b, &a->type);
	plain.mask = 0;
	old = run_operand(fr, r, &plain);
	if (old && old->kind == VALUE_SAVED)
		return true;
	v = value_refine(fr->p->values, old, rel, b, a->mask, &a->type, &empty);
	if (empty)
		return false;
	cell = a->kind == OPERAND_LOCAL ? fr->pr->local_cells[a->local]
					: run_path_cell(fr, r, a->path);
	if (v && v != old && cell != NO_CELL) {
		run_put(r, cell, v);
		if (a->kind == OPERAND_LOCAL)
			tell_aliases(r, cell, v);
	}
	return assume_def(fr, r, a, rel, b, depth + 1);
}

static bool guard_ranges(const struct frame *fr, struct run *r, const struct guard *g)
{
	const struct value *old = run_operand(fr, r, &g->a), *v;
	uint32_t cell = frame_cell(fr, &g->a);
	bool empty;

	v = value_clip(fr->p->values, old, g->ranges, g->nranges, g->rel == GUARD_NOT_IN, &empty);
	if (empty)
		return false;
	if (cell != NO_CELL && v != old && v) {
		run_put(r, cell, v);
		if (g->a.kind == OPERAND_LOCAL)
			tell_aliases(r, cell, v);
	}
	return true;
}

bool run_guard(const struct frame *fr, struct run *r, const struct guard *g)
{
	if (!g || g->rel == GUARD_LABEL)
		return true;
	if (g->rel == GUARD_IN || g->rel == GUARD_NOT_IN)
		return guard_ranges(fr, r, g);
	if (!value_may(run_operand(fr, r, &g->a), g->rel, run_operand(fr, r, &g->b), &g->a.type))
		return false;
	return assume(fr, r, &g->a, g->rel, run_operand(fr, r, &g->b), 0) &&
	       assume(fr, r, &g->b, guard_mirror(g->rel), run_operand(fr, r, &g->a), 0);
}

/* ---- forgetting ---- */

static bool alias_is_live(const struct frame *fr, const struct value *v, uint32_t block)
{
	return prepared_is_live(fr->pr, block, cell_root_local(fr->p->cells, v->cell));
}

void run_prune(const struct frame *fr, struct run *r, uint32_t block)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].v->kind == VALUE_ALIAS && !alias_is_live(fr, r->known[i].v, block))
			settle_alias(r, &r->known[i]);
	for (uint32_t i = 0; i < r->nknown;) {
		const struct path *p = cell_get(fr->p->cells, r->known[i].cell);
		const struct value *v = r->known[i].v;
		/* What is below a parameter, and the caller's flags, are asked for there. */
		bool alive =
			p->root != ROOT_LOCAL || fr->f->f->locals[p->local].in_memory ||
			((p->nsteps || v->kind == VALUE_SAVED) && p->local < fr->f->f->nparams) ||
			prepared_is_live(fr->pr, block, p->local);

		if (v->kind == VALUE_ALIAS && alive)
			alive = alias_is_live(fr, v, block);
		if (!alive)
			r->known[i] = r->known[--r->nknown];
		else
			i++;
	}
}
