// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Functions that do no more than lock leave the state alone when they unlock
 * too.  Those that do not (the constructor of a guard, what returns with the
 * lock held, what drops its caller's) are entered like those that change the
 * state; only they, not all that call both halves.  What locks on some ways only
 * is not, as its callers tell by something else whether it did; but where it saves
 * flags for them, what they restore is what it saved.
 */
#include <stdlib.h>

#include "base/error.h"
#include "circles.h"

/* What was done on some way to a point: nothing that lasts, locked, the caller's lock dropped. */
#define AS_IT_WAS 1u
#define LOCKED 2u
#define DROPPED 4u

enum turn { TURN_NONE, TURN_LOCK, TURN_UNLOCK };

/* Back to how most functions are entered: that is the first of the root cases. */
static bool sets_back(const struct ruleset *rules, const struct assign_vec *set)
{
	for (size_t i = 0; i < set->n && rules->splits.n; i++)
		for (size_t k = 0; k < rules->splits.v[0].n; k++)
			if (set->v[i].var == rules->splits.v[0].v[k].var &&
			    set->v[i].how == ASSIGN_VALUE &&
			    set->v[i].value == rules->splits.v[0].v[k].value)
				return true;
	return false;
}

static enum turn model_turn(const struct ruleset *rules, const struct model *m)
{
	if (!m || !m->is_light)
		return TURN_NONE;
	if (m->restores >= 0)
		return TURN_UNLOCK;
	for (size_t i = 0; i < m->ncases; i++)
		if (sets_back(rules, &m->cases[i].set))
			return TURN_UNLOCK;
	return m->sets ? TURN_LOCK : TURN_NONE;
}

static unsigned turned(unsigned ways, enum turn t)
{
	unsigned now = 0;

	if (t == TURN_NONE)
		return ways;
	if (ways & AS_IT_WAS)
		now |= t == TURN_LOCK ? LOCKED : DROPPED;
	if (ways & LOCKED)
		now |= t == TURN_LOCK ? LOCKED : AS_IT_WAS;
	if (ways & DROPPED)
		now |= t == TURN_LOCK ? AS_IT_WAS : DROPPED;
	return now;
}

static unsigned pass_event(const struct program *p, const struct meaning *m, unsigned ways)
{
	bool locks = false, drops = false, may_drop = false;

	if (!m)
		return ways;
	ways = turned(ways, model_turn(p->rules, m->macro));
	ways = turned(ways, model_turn(p->rules, m->model));
	for (size_t i = 0; i < m->callees.n; i++) {
		const struct func *f = m->callees.v[i].func;

		locks |= f->leaves_locked;
		drops |= f->drops_lock == DROPS_ALWAYS;
		may_drop |= f->drops_lock == DROPS_SOMETIMES;
	}
	/* What drops under a condition of its own (the end of a guard) does when there is a lock.
	 */
	if (may_drop && ways & LOCKED)
		ways = (ways & ~LOCKED) | AS_IT_WAS;
	if (drops)
		ways = turned(ways, TURN_UNLOCK);
	return locks ? turned(ways, TURN_LOCK) : ways;
}

static unsigned pass_block(const struct program *p, const struct func *f, uint32_t b, unsigned ways,
			   unsigned *returned)
{
	const struct block *bl = &f->f->blocks[b];

	for (uint32_t i = 0; i < bl->nevents; i++) {
		ways = pass_event(p, f->meanings[b][i], ways);
		if (bl->events[i].kind == EVENT_RETURN)
			*returned |= ways;
	}
	return ways;
}

static void find_balance(const struct program *p, struct func *f, uint8_t *at)
{
	unsigned returned = 0;
	bool again = true;

	for (uint32_t b = 0; b < f->f->nblocks; b++)
		at[b] = 0;
	at[0] = AS_IT_WAS;
	while (again) {
		again = false;
		for (uint32_t b = 0; b < f->f->nblocks; b++) {
			const struct block *bl = &f->f->blocks[b];
			unsigned ways = at[b] ? pass_block(p, f, b, at[b], &returned) : 0;

			for (uint32_t i = 0; i < bl->nedges; i++) {
				again |= (ways & ~at[bl->edges[i].to]) != 0;
				at[bl->edges[i].to] |= (uint8_t)ways;
			}
		}
	}
	f->leaves_locked = returned == LOCKED;
	f->drops_lock = returned == DROPPED  ? DROPS_ALWAYS
			: returned & DROPPED ? DROPS_SOMETIMES
					     : DROPS_NEVER;
}

/* What its caller can name: below what a parameter points to. */
static bool is_callers(const struct func *f, const struct operand *o)
{
	return o->kind == OPERAND_PATH && o->path->root == ROOT_LOCAL &&
	       o->path->local < f->f->nparams && o->path->nsteps &&
	       o->path->steps[0].kind == STEP_DEREF;
}

static bool is_parameter(const struct func *f, const struct event *e, uint32_t arg)
{
	return arg < e->call.nargs && e->call.args[arg].kind == OPERAND_LOCAL &&
	       e->call.args[arg].local < f->f->nparams;
}

/* The call saves flags where a parameter points to, itself or what it calls. */
static bool saves_there(const struct func *f, const struct meaning *m, const struct event *e)
{
	if (m->model && m->model->result == RESULT_SAVED)
		return m->model->saves_into ? is_parameter(f, e, m->model->result_arg)
					    : is_callers(f, &e->call.result);
	for (size_t i = 0; i < m->callees.n; i++)
		for (uint32_t k = 0; k < e->call.nargs && m->callees.v[i].func->hands_flags; k++)
			if (is_parameter(f, e, k))
				return true;
	return false;
}

/* Flags that were saved in the block, which a store gives to the caller. */
static bool block_hands_flags(const struct func *f, uint32_t b)
{
	const struct block *bl = &f->f->blocks[b];
	uint32_t saved = NO_LOCAL;

	for (uint32_t i = 0; i < bl->nevents; i++) {
		const struct meaning *m = f->meanings[b][i];
		const struct event *e = &bl->events[i];

		if (e->kind == EVENT_CALL && m) {
			if (saves_there(f, m, e))
				return true;
			if (m->model && m->model->result == RESULT_SAVED &&
			    e->call.result.kind == OPERAND_LOCAL)
				saved = e->call.result.local;
		} else if (e->kind == EVENT_STORE && e->set.op == SET_COPY &&
			   e->set.a.kind == OPERAND_LOCAL && e->set.a.local == saved &&
			   is_callers(f, &e->set.dst)) {
			return true;
		}
	}
	return false;
}

static void find_flags(struct func *f)
{
	f->hands_flags = false;
	for (uint32_t b = 0; b < f->f->nblocks && !f->hands_flags; b++)
		f->hands_flags = block_hands_flags(f, b);
}

void balance_compute(struct program *p)
{
	struct circles c;
	uint32_t most = 0;
	uint8_t *at;

	for (size_t i = 0; i < p->funcs.n; i++)
		most = p->funcs.v[i]->f->nblocks > most ? p->funcs.v[i]->f->nblocks : most;
	at = calloc(most + 1, sizeof(*at));
	if (!at)
		die("out of memory");
	circles_find(&c, p);
	/* Callees first. */
	for (size_t i = c.by_end.n; i-- > 0;)
		if (c.by_end.v[i]->is_light && c.by_end.v[i]->f->nblocks) {
			find_balance(p, c.by_end.v[i], at);
			find_flags(c.by_end.v[i]);
		}
	circles_free(&c);
	free(at);
}
