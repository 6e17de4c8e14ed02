// SPDX-License-Identifier: GPL-2.0-or-later
/* Contexts: what a function is entered with, in its own terms, and back in those of its caller. */
#include <stdlib.h>
#include <string.h>

#include "solve.h"

uint64_t choice_mask(uint32_t chooses)
{
	uint64_t mask = 0;

	for (unsigned i = 1; i < 16; i++)
		if (chooses >> i & 1)
			mask |= 15ull << (4 * i);
	return mask;
}

/* ---- cells of the caller and of the callee ---- */

/* The callee's name of a cell below an address that is passed; NO_CELL: there is none. */
static uint32_t cell_passed(const struct frame *fr, const struct run *r, const struct event *e,
			    uint32_t cell)
{
	struct cells *cells = fr->p->cells;
	const struct step deref = {.kind = STEP_DEREF};
	const struct path *p = cell_get(cells, cell);
	uint32_t rest, param;

	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct value *v = run_operand(fr, r, &e->call.args[i]);

		if (!v || v->kind != VALUE_ADDRESS || !cell_below(cells, cell, v->cell, &rest))
			continue;
		param = cell_extend(cells, cell_local(cells, i), &deref, 1);
		return cell_extend(cells, param, p->steps + rest, p->nsteps - rest);
	}
	return NO_CELL;
}

/*
 * The callee's name of a caller's cell: below an argument's address, or below
 * a pointer that is passed.  NO_CELL: the callee cannot name it.
 */
uint32_t cell_inward(const struct frame *fr, const struct run *r, const struct event *e,
		     uint32_t cell)
{
	struct cells *cells = fr->p->cells;
	const struct path *p = cell_get(cells, cell);
	uint32_t rest;

	if (p->root != ROOT_LOCAL)
		return cell;
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		uint32_t base = frame_cell(fr, &e->call.args[i]);

		if (base == NO_CELL || !cell_below(cells, cell, base, &rest) || rest == p->nsteps ||
		    p->steps[rest].kind != STEP_DEREF)
			continue;
		return cell_extend(cells, cell_local(cells, i), p->steps + rest, p->nsteps - rest);
	}
	return cell_passed(fr, r, e, cell);
}

/* The caller's name of a callee's cell; NO_CELL: it is the callee's own. */
uint32_t cell_outward(const struct frame *fr, const struct run *r, const struct event *e,
		      uint32_t cell)
{
	struct cells *cells = fr->p->cells;
	const struct path *p = cell_get(cells, cell);
	const struct value *v;
	uint32_t base;

	if (p->root != ROOT_LOCAL)
		return cell;
	if (p->local == LOCAL_RESULT) {
		base = frame_cell(fr, &e->call.result);
		return base == NO_CELL ? base : cell_extend(cells, base, p->steps, p->nsteps);
	}
	if (p->local >= e->call.nargs || !p->nsteps || p->steps[0].kind != STEP_DEREF)
		return NO_CELL;
	v = run_operand(fr, r, &e->call.args[p->local]);
	if (v && v->kind == VALUE_ADDRESS)
		return cell_extend(cells, v->cell, p->steps + 1, p->nsteps - 1);
	base = frame_cell(fr, &e->call.args[p->local]);
	return base == NO_CELL ? base : cell_extend(cells, base, p->steps, p->nsteps);
}

/* ---- contexts ---- */

static bool same_args(const struct context *c, const struct known *args, uint32_t n)
{
	if (c->nargs != n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (c->args[i].cell != args[i].cell || c->args[i].v != args[i].v)
			return false;
	return true;
}

/* Which function is passed matters most: another one does another thing. */
static uint32_t keep_functions(const struct known *args, uint32_t n, struct known *few)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (args[i].v->kind == VALUE_FUNCTION)
			few[kept++] = args[i];
	return kept;
}

static struct context *context_find(const struct context_list *l, const struct whole *entry,
				    const struct known *args, uint32_t nargs)
{
	for (size_t i = 0; i < l->v.n; i++)
		if (l->v.v[i]->entry == entry && same_args(l->v.v[i], args, nargs))
			return l->v.v[i];
	return NULL;
}

/* Too many of the function, and not because it is met in so many states. */
static bool too_many(const struct context_list *l, const struct whole *entry)
{
	unsigned alike = 0;

	for (size_t i = 0; l->v.n >= MAX_CONTEXTS && i < l->v.n; i++)
		alike += l->v.v[i]->entry == entry;
	return alike >= MAX_ALIKE;
}

struct context *context_get(struct solver *s, struct func *f, const struct whole *entry,
			    const struct known *args, uint32_t nargs, bool *is_new)
{
	struct context_list *l = map_get(&s->contexts, f, 0);
	struct known few[MAX_ARGS];
	struct context *c;

	if (!l) {
		l = arena_new(&s->arena, struct context_list);
		map_put(&s->contexts, f, 0, l);
		vec_push(&s->lists, l);
	}
	*is_new = false;
	c = context_find(l, entry, args, nargs);
	if (!c && nargs && too_many(l, entry)) {
		program_gap(s->p, "too-many-contexts", f, &f->f->place, f->f->symbol);
		nargs = keep_functions(args, nargs, few);
		args = few;
		c = context_find(l, entry, args, nargs);
	}
	if (c)
		return c;
	c = arena_new(&s->arena, struct context);
	c->func = f;
	c->entry = entry;
	c->nargs = nargs;
	if (nargs)
		memcpy(c->args, args, nargs * sizeof(*args));
	vec_push(&l->v, c);
	vec_push(&s->all, c);
	*is_new = true;
	return c;
}

/*
 * "As the caller left it" means another caller inside the callee: in flags
 * that were saved outside it becomes "outer", and back.
 */
void rename_values(struct state *s, unsigned nvars, unsigned from, unsigned to)
{
	for (unsigned i = 0; i < nvars; i++)
		if (state_get(s, i) == from)
			s->values = (s->values & ~(15ull << (4 * i))) | (uint64_t)to << (4 * i);
}

static const struct value *saved_inward(struct solver *s, const struct value *v)
{
	struct state st = v->saved;
	unsigned n = s->p->rules->nvars;

	for (unsigned i = 0; i < n; i++) {
		unsigned now = state_get(&st, i);

		if (!(v->mask >> i & 1) || (now != VALUE_CALLER && now != VALUE_OUTER))
			continue;
		st.values &= ~(15ull << (4 * i));
		st.values |= (uint64_t)(now == VALUE_CALLER ? VALUE_OUTER : VALUE_UNKNOWN)
			     << (4 * i);
	}
	return value_saved(s->p->values, &st, v->mask, v->status, v->depth, v->event);
}

const struct value *saved_outward(struct solver *s, const struct value *v)
{
	struct state st = v->saved;

	rename_values(&st, s->p->rules->nvars, VALUE_OUTER, VALUE_CALLER);
	return value_saved(s->p->values, &st, v->mask, v->status, v->depth, v->event);
}

/* What the callee sees of the run: the variables it touches, and saved flags that it can name. */
const struct whole *context_entry(struct step_env *env, const struct run *r, const struct event *e,
				  const struct func *f)
{
	struct solver *s = env->s;
	struct state st = state_mix(&(struct state){}, &r->st, f->touches | s->p->fixed);
	struct known saved[MAX_KNOWN];
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->nknown; i++) {
		uint32_t cell;

		if (r->known[i].v->kind != VALUE_SAVED || r->known[i].cell == s->lost_cell)
			continue;
		/* Of a global object too: the callee speaks of what it was given. */
		cell = cell_passed(&env->fr, r, e, r->known[i].cell);
		if (cell == NO_CELL)
			cell = cell_inward(&env->fr, r, e, r->known[i].cell);
		if (cell != NO_CELL)
			saved[n++] = (struct known){cell, saved_inward(s, r->known[i].v)};
	}
	rename_values(&st, s->p->rules->nvars, VALUE_OUTER, VALUE_CALLER);
	/* Flags that are passed by value are the parameter's. */
	for (uint32_t i = 0; i < e->call.nargs && i < f->f->nparams && n < MAX_KNOWN; i++) {
		const struct value *v = run_operand(&env->fr, r, &e->call.args[i]);

		if (v && v->kind == VALUE_SAVED)
			saved[n++] = (struct known){cell_local(s->p->cells, i), saved_inward(s, v)};
	}
	{
		struct run tmp = {.st = st,
				  .choices = (r->choices & choice_mask(f->chooses)) |
					     (func_is_inline(f) ? r->choices & CHOICE_NOINSTR
					      : f->is_noinstr	? CHOICE_NOINSTR
								: 0),
				  .nknown = n};

		memcpy(tmp.known, saved, n * sizeof(*saved));
		return whole_intern(s, NULL, &tmp);
	}
}

/*
 * What is said of an argument to the callee.  A piece of its callers' text (the
 * constructor of a guard) hears of sets of numbers too, and that an address is
 * not NULL.
 */
static const struct value *told(struct values *t, const struct func *f, const struct value *v)
{
	static const struct range null = {0, 0};
	bool empty;
	int64_t c;

	if (v && v->kind == VALUE_ADDRESS && func_is_inline(f))
		return value_clip(t, NULL, &null, 1, true, &empty);
	if (v && (v->kind == VALUE_FUNCTION || value_is_const(v, &c) ||
		  (v->kind == VALUE_SET && func_is_inline(f))))
		return v;
	return NULL;
}

uint32_t context_args(struct step_env *env, const struct run *r, const struct event *e,
		      struct func *f, struct known *args)
{
	struct prepared *pr = prepare(env->s->p, f);
	uint32_t n = 0;

	for (uint32_t i = 0; i < e->call.nargs && i < f->f->nparams && n < MAX_ARGS; i++) {
		const struct value *v;

		if (!(pr->tested >> i & 1) || f->f->locals[i].in_memory)
			continue;
		v = told(env->s->p->values, f, run_operand(&env->fr, r, &e->call.args[i]));
		if (v)
			args[n++] = (struct known){cell_local(env->s->p->cells, i), v};
	}
	return n;
}

/* What is known of a cell for good: numbers and functions, through an alias too. */
const struct value *plain_value(const struct run *r, const struct value *v)
{
	if (v && v->kind == VALUE_ALIAS)
		v = run_get(r, v->cell);
	return v && (v->kind == VALUE_SET || v->kind == VALUE_FUNCTION) ? v : NULL;
}

/* What a parameter points to, and the callee may store there or leave it. */
static bool is_out_parameter(struct program *p, struct func *f, uint32_t cell)
{
	const struct path *path = cell_get(p->cells, cell);

	return path->root == ROOT_LOCAL && path->nsteps == 1 && path->steps[0].kind == STEP_DEREF &&
	       path->local < f->f->nparams && pointee_is_stored(p, f, path->local);
}

/* What is known of paths that the callee reads itself, or hands something back by. */
uint32_t context_facts(struct step_env *env, const struct run *r, const struct event *e,
		       struct func *f, struct known *args, uint32_t n)
{
	uint32_t first = n;

	for (uint32_t i = 0; i < r->nknown && n < MAX_ARGS; i++) {
		const struct path *p = cell_get(env->s->p->cells, r->known[i].cell);
		const struct value *v = plain_value(r, r->known[i].v);
		uint32_t cell;

		if (!v || (p->root == ROOT_LOCAL && !p->nsteps &&
			   !env->fr.f->f->locals[p->local].in_memory))
			continue;
		cell = cell_inward(&env->fr, r, e, r->known[i].cell);
		if (cell != NO_CELL &&
		    (prepared_looks_at(env->s->p, f, cell) || is_out_parameter(env->s->p, f, cell)))
			args[n++] = (struct known){cell, v};
	}
	qsort(args + first, n - first, sizeof(*args), known_by_cell);
	return n;
}
