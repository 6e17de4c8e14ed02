// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Stores that name no field: through a pointer to a number, which a function was
 * passed, and of whole records.  stores.c has those that do.
 */
#include "prepare.h"
#include "run.h"

/* Calls in a row that hand the pointer on. */
enum { MAX_PASSED = 6 };

static bool stores_through(struct program *p, struct func *f, uint32_t local, int depth);

/* What the local points to, or an element of it. */
static bool is_bare(const struct operand *o, uint32_t local)
{
	if (o->kind != OPERAND_PATH || o->path->root != ROOT_LOCAL || o->path->local != local)
		return false;
	for (uint32_t i = 0; i < o->path->nsteps; i++)
		if (o->path->steps[i].kind == STEP_FIELD)
			return false;
	return o->path->nsteps > 0;
}

static bool is_local(const struct operand *o, uint32_t local)
{
	return o->kind == OPERAND_LOCAL && o->local == local;
}

static bool set_stores(struct program *p, struct func *f, const struct event *e, uint32_t local,
		       int depth)
{
	bool moves = e->set.op == SET_COPY || e->set.op == SET_ADD || e->set.op == SET_SUB;

	if (e->kind == EVENT_STORE)
		return is_bare(&e->set.dst, local);
	return moves && is_local(&e->set.a, local) && !is_local(&e->set.dst, local) &&
	       stores_through(p, f, e->set.dst.local, depth + 1);
}

static bool call_stores(struct program *p, const struct event *e, const struct meaning *m,
			uint32_t local, int depth)
{
	if (is_bare(&e->call.result, local))
		return true;
	for (uint32_t i = 0; m && i < e->call.nargs; i++)
		for (size_t k = 0; is_local(&e->call.args[i], local) && k < m->callees.n; k++)
			if (stores_through(p, m->callees.v[k].func, i, depth + 1))
				return true;
	return false;
}

static bool event_stores(struct program *p, struct func *f, uint32_t block, uint32_t op,
			 uint32_t local, int depth)
{
	const struct event *e = &f->f->blocks[block].events[op];

	switch (e->kind) {
	case EVENT_SET:
	case EVENT_STORE:
		return set_stores(p, f, e, local, depth);
	case EVENT_CALL:
		return call_stores(p, e, f->meanings[block][op], local, depth);
	case EVENT_ASM:
		for (uint32_t i = 0; i < e->as.nouts; i++)
			if (is_bare(&e->as.outs[i], local))
				return true;
		return false;
	default:
		return false;
	}
}

static bool search(struct program *p, struct func *f, uint32_t local, int depth)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			if (event_stores(p, f, b, i, local, depth))
				return true;
		for (uint32_t i = 0; i < bl->nedges; i++)
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
				if (set_stores(p, f, &bl->edges[i].sets[k], local, depth))
					return true;
	}
	return false;
}

/* The function, or who it passes the pointer to, stores where the local points to. */
static bool stores_through(struct program *p, struct func *f, uint32_t local, int depth)
{
	static const char no, yes;
	const void *known = map_get(&p->stored_through, f, local);
	bool found;

	if (known)
		return known == &yes;
	if (local >= f->f->nlocals || depth > MAX_PASSED)
		return false;
	map_put(&p->stored_through, f, local, (void *)&no); /* on its way round a circle */
	found = search(p, f, local, depth);
	if (found)
		map_put(&p->stored_through, f, local, (void *)&yes);
	return found;
}

bool pointee_is_stored(struct program *p, struct func *f, uint32_t param)
{
	return stores_through(p, f, param, 0);
}

/* ---- what a run forgets ---- */

/* The cell is base, or a part of what stands there. */
static bool is_within(const struct cells *cells, uint32_t cell, uint32_t base)
{
	const struct path *p = cell_get(cells, cell);
	uint32_t rest;

	if (!cell_below(cells, cell, base, &rest))
		return false;
	for (; rest < p->nsteps; rest++)
		if (p->steps[rest].kind == STEP_DEREF)
			return false;
	return true;
}

/* An element is as good as the array that it is in. */
static uint32_t whole_of(struct cells *cells, uint32_t cell)
{
	struct path p = *cell_get(cells, cell);

	while (p.nsteps && (p.steps[p.nsteps - 1].kind == STEP_INDEX ||
			    p.steps[p.nsteps - 1].kind == STEP_INDEX_LOCAL))
		p.nsteps--;
	return cell_path(cells, &p);
}

/* What stands in the cell is not known any more. */
static void kill_cell(const struct frame *fr, struct run *r, uint32_t cell)
{
	uint32_t base = cell == NO_CELL ? cell : whole_of(fr->p->cells, cell);
	const struct path *p = base == NO_CELL ? NULL : cell_get(fr->p->cells, base);

	if (!p)
		return;
	if (p->root == ROOT_LOCAL && !p->nsteps)
		run_kill_local(fr, r, p->local);
	else
		run_kill_field(fr, r, NO_CELL, p, 0);
	for (uint32_t i = r->nknown; i-- > 0;)
		if (r->known[i].v->kind != VALUE_SAVED &&
		    is_within(fr->p->cells, r->known[i].cell, base))
			r->known[i] = r->known[--r->nknown];
}

/* What the callee stores to through the pointers that it is passed. */
static void kill_passed(const struct frame *fr, struct run *r, const struct event *e,
			struct func *callee)
{
	struct run before;
	bool is_first = true;

	for (uint32_t i = 0; i < e->call.nargs && i < callee->f->nparams; i++) {
		const struct operand *o = &e->call.args[i];

		if ((o->kind != OPERAND_ADDR && o->kind != OPERAND_LOCAL) || !o->type.is_pointer ||
		    !pointee_is_stored(fr->p, callee, i))
			continue;
		if (is_first)
			before = *r;
		is_first = false;
		kill_cell(fr, r, run_pointee(fr, &before, o));
	}
}

void run_kill_call(const struct frame *fr, struct run *r, const struct event *e,
		   struct func *callee)
{
	run_kill_stores(fr, r, callee);
	kill_passed(fr, r, e, callee);
}

/* record: any object of that type may be the one, but those that nobody else names; or NULL. */
static void kill_record(const struct frame *fr, struct run *r, uint32_t to, const char *record)
{
	for (uint32_t i = r->nknown; i-- > 0;) {
		const struct path *p = cell_get(fr->p->cells, r->known[i].cell);
		bool dead = to != NO_CELL && is_within(fr->p->cells, r->known[i].cell, to);

		for (uint32_t k = 0; record && k < p->nsteps && !dead && !path_is_own(p); k++)
			dead = p->steps[k].kind == STEP_FIELD && p->steps[k].record == record;
		if (dead && r->known[i].v->kind != VALUE_SAVED)
			r->known[i] = r->known[--r->nknown];
	}
}

/* All of it is 0: what the function reads there is. */
static void put_zeros(const struct frame *fr, struct run *r, uint32_t to)
{
	for (size_t i = 0; i < fr->pr->reads.n; i++) {
		uint32_t cell = fr->pr->reads.v[i];

		if (is_within(fr->p->cells, cell, to) && run_is_numbered(fr, cell))
			run_put(r, cell, value_const(fr->p->values, 0));
	}
}

static uint32_t record_cell(const struct frame *fr, const struct run *r, const struct operand *o)
{
	return o->kind == OPERAND_PATH	  ? run_path_cell(fr, r, o->path)
	       : o->kind == OPERAND_LOCAL ? fr->pr->local_cells[o->local]
					  : NO_CELL;
}

void run_set_record(const struct frame *fr, struct run *r, const struct operand *dst,
		    const struct operand *src)
{
	struct cells *cells = fr->p->cells;
	uint32_t from = record_cell(fr, r, src), to = record_cell(fr, r, dst);
	struct known copies[MAX_KNOWN];
	uint32_t rest, n = 0;

	/* What is known below the source is known below the target. */
	for (uint32_t i = 0; from != NO_CELL && to != NO_CELL && i < r->nknown; i++) {
		const struct path *p = cell_get(cells, r->known[i].cell);

		if (cell_below(cells, r->known[i].cell, from, &rest) && rest < p->nsteps)
			copies[n++] = (struct known){
				cell_extend(cells, to, p->steps + rest, p->nsteps - rest),
				r->known[i].v};
	}
	kill_record(fr, r, to,
		    dst->kind == OPERAND_PATH && !path_is_own(dst->path) ? dst->type.record : NULL);
	for (uint32_t i = 0; i < n; i++)
		run_put(r, copies[i].cell, copies[i].v);
	if (to != NO_CELL && src->kind == OPERAND_CONST && !src->value)
		put_zeros(fr, r, to);
}
