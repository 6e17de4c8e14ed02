// SPDX-License-Identifier: GPL-2.0-or-later
/* What an exit of a function says to its callers: call.c takes it there. */
#include <stdlib.h>
#include <string.h>

#include "solve.h"

/* They were restored when they were passed, and are saved again: see flags_save(). */
static bool is_open_again(const struct step_env *env, const struct known *k)
{
	const struct whole *entry = env->ctx->entry;

	for (uint32_t i = 0; i < entry->nsaved; i++)
		if (entry->saved[i].cell == k->cell)
			return entry->saved[i].v->status == SAVED_RESTORED &&
			       value_with_status(env->s->p->values, entry->saved[i].v,
						 SAVED_LIVE) == k->v;
	return false;
}

/*
 * Flags that were passed by value, and restored here: nobody may restore them again.
 * Or those that were restored already, and now may be.
 */
static bool is_changed_argument(const struct step_env *env, const struct known *k)
{
	const struct frame *fr = &env->fr;
	const struct path *p = cell_get(fr->p->cells, k->cell);

	if (p->root != ROOT_LOCAL || p->nsteps || p->local >= fr->f->f->nparams)
		return false;
	return (k->v->status == SAVED_RESTORED && fr->pr->ndefs[p->local] == 1) ||
	       is_open_again(env, k);
}

/* What callers can name of the run, as the callee names it. */
static const struct whole *export(struct step_env *env, const struct run *r, const struct event *e)
{
	struct cells *cells = env->s->p->cells;
	struct run out = {.st = r->st, .choices = r->choices};
	uint32_t returned = frame_cell(&env->fr, &e->ret.value), rest;

	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct path *p = cell_get(cells, r->known[i].cell);
		uint32_t cell = r->known[i].cell;

		if (r->known[i].v->kind != VALUE_SAVED || cell == env->s->lost_cell)
			continue;
		if (is_changed_argument(env, &r->known[i])) {
			run_put(&out, cell, r->known[i].v);
			continue;
		}
		if (returned != NO_CELL && cell_below(cells, cell, returned, &rest)) {
			if (rest == p->nsteps)
				continue; /* the value itself: it is what is returned */
			cell = cell_extend(cells, cell_local(cells, LOCAL_RESULT), p->steps + rest,
					   p->nsteps - rest);
		} else if (p->root == ROOT_LOCAL &&
			   (p->local >= env->fr.f->f->nparams || !p->nsteps)) {
			continue;
		}
		run_put(&out, cell, r->known[i].v);
	}
	return whole_intern(env->s, NULL, &out);
}

static const struct value *returned_value(struct step_env *env, const struct run *r,
					  const struct event *e)
{
	const struct value *v = run_operand(&env->fr, r, &e->ret.value);

	return v && v->kind == VALUE_ADDRESS ? NULL : v;
}

/* The callee's own name of a cell that its callers can name; NO_CELL: they cannot. */
static uint32_t cell_exported(struct step_env *env, uint32_t cell, uint32_t returned)
{
	struct cells *cells = env->s->p->cells;
	const struct path *p = cell_get(cells, cell);
	uint32_t rest;

	if (returned != NO_CELL && cell_below(cells, cell, returned, &rest) && rest < p->nsteps)
		return cell_extend(cells, cell_local(cells, LOCAL_RESULT), p->steps + rest,
				   p->nsteps - rest);
	if (p->root == ROOT_LOCAL &&
	    (p->local >= env->fr.f->f->nparams || !p->nsteps || p->steps[0].kind != STEP_DEREF))
		return NO_CELL;
	return cell;
}

static uint32_t export_facts(struct step_env *env, const struct run *r, const struct event *e,
			     struct known *facts)
{
	uint32_t returned = frame_cell(&env->fr, &e->ret.value), n = 0;

	for (uint32_t i = 0; i < r->nknown && n < MAX_FACTS; i++) {
		const struct value *v = plain_value(r, r->known[i].v);
		uint32_t cell = v ? cell_exported(env, r->known[i].cell, returned) : NO_CELL;

		if (cell != NO_CELL)
			facts[n++] = (struct known){cell, v};
	}
	qsort(facts, n, sizeof(*facts), known_by_cell);
	return n;
}

/* Saved flags stand in the function's own locals, or were lost there. */
static bool holds_flags(const struct step_env *env, const struct run *r, const struct value *ret)
{
	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct path *p = cell_get(env->s->p->cells, r->known[i].cell);
		const struct value *v = r->known[i].v;

		if (v->kind == VALUE_SAVED && v->status != SAVED_RESTORED && v != ret &&
		    (r->known[i].cell == env->s->lost_cell ||
		     (p->root == ROOT_LOCAL && p->local >= env->fr.f->f->nparams)))
			return true;
	}
	return false;
}

void call_exit(struct step_env *env, const struct run *r, const struct event *e)
{
	struct context *c = env->ctx;
	const struct whole *w = export(env, r, e);
	const struct value *ret = returned_value(env, r, e);
	struct known facts[MAX_FACTS];
	uint32_t nfacts = export_facts(env, r, e, facts);
	struct exit *x = NULL;
	bool news = true;

	for (size_t i = 0; i < c->exits.n && !x; i++)
		if (c->exits.v[i]->whole == w) {
			const struct value *old = c->exits.v[i]->ret;

			/* Saved flags are told apart, numbers are put together. */
			if (old != ret && ((old && old->kind == VALUE_SAVED) ||
					   (ret && ret->kind == VALUE_SAVED)))
				continue;
			x = c->exits.v[i];
			ret = value_union(env->s->p->values, old, ret);
			news = known_join(env->s->p->values, x->facts, &x->nfacts, facts, nfacts) ||
			       ret != old;
		}
	if (!x) {
		x = arena_new(&env->s->arena, struct exit);
		x->whole = w;
		x->trail = r->trail;
		x->holds_flags = env->s->p->is_trial && holds_flags(env, r, ret);
		x->nfacts = nfacts;
		memcpy(x->facts, facts, nfacts * sizeof(*facts));
		vec_push(&c->exits, x);
	}
	x->ret = ret;
	for (size_t i = 0; news && i < c->waiting.n; i++)
		node_queue(env->s, c->waiting.v[i]);
}
