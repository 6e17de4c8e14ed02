// SPDX-License-Identifier: GPL-2.0-or-later
/* Saved flags on their way: restored, restored again, passed on, lost. */
#include "base/intern.h"
#include "solve.h"

/* Another save of this function that was made later and is still open. */
static bool later_is_open(const struct step_env *env, const struct run *r, const struct value *v)
{
	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct value *o = r->known[i].v;

		if (o != v && o->kind == VALUE_SAVED && o->status == SAVED_LIVE &&
		    o->depth > v->depth &&
		    cell_get(env->fr.p->cells, r->known[i].cell)->root == ROOT_LOCAL)
			return true;
	}
	return false;
}

/* One more than that of every open save; a loop that leaves saves open ends at the bound. */
unsigned flags_depth(const struct run *r)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct value *v = r->known[i].v;

		if (v->kind == VALUE_SAVED && v->status == SAVED_LIVE && v->depth >= n)
			n = v->depth + 1u;
	}
	return n < MAX_DEPTH ? n : MAX_DEPTH;
}

/* Every copy of the saved flags is restored with the one, or open again. */
static const struct value *mark(struct step_env *env, struct run *r, const struct value *v,
				enum saved_status status)
{
	const struct value *now = value_with_status(env->fr.p->values, v, status);

	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].v == v)
			r->known[i].v = now;
	return now;
}

static void mark_restored(struct step_env *env, struct run *r, const struct value *v)
{
	mark(env, r, v, SAVED_RESTORED);
}

/*
 * A function may restore the flags that it was passed, and save them again
 * before it returns to a caller that restores its own copy: what holds the same
 * is the same flags again.
 */
const struct value *flags_save(struct step_env *env, struct run *r, const struct state *st,
			       varmask mask, const struct event *e)
{
	const struct value *v =
		value_saved(env->fr.p->values, st, mask, SAVED_LIVE, flags_depth(r), e);

	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct path *p = cell_get(env->fr.p->cells, r->known[i].cell);
		const struct value *o = r->known[i].v;

		if (o->kind == VALUE_SAVED && o->status == SAVED_RESTORED && o->mask == mask &&
		    o->saved.values == v->saved.values && p->root == ROOT_LOCAL && !p->nsteps &&
		    p->local < env->fr.f->f->nparams)
			return mark(env, r, o, SAVED_LIVE);
	}
	return v;
}

/* A number, or a local that nothing ever wrote to: what is restored is no save at all. */
static bool never_saved(const struct step_env *env, const struct operand *o, const struct value *v)
{
	const struct function *f = env->fr.f->f;
	int64_t number;

	/* Of flags too some bits may have been looked at. */
	if (v)
		return value_is_const(v, &number) && o->kind == OPERAND_LOCAL;
	return o->kind == OPERAND_LOCAL && o->local >= f->nparams && f->locals[o->local].name &&
	       !f->locals[o->local].in_memory && !env->fr.pr->ndefs[o->local];
}

/* The variable in memory that was loaded for the restore; NO_LOCAL: it is none. */
static uint32_t restored_local(const struct step_env *env, const struct operand *o)
{
	o = prepared_source(env->fr.pr, o);
	return o->kind == OPERAND_PATH && o->path->root == ROOT_LOCAL ? o->path->local : NO_LOCAL;
}

static bool is_given(const struct event *e, uint32_t local)
{
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct operand *o = &e->call.args[i];

		if (o->kind == OPERAND_ADDR && o->path->root == ROOT_LOCAL &&
		    o->path->local == local)
			return true;
	}
	return false;
}

/* It is not known what is restored: those who may have saved it there, and were not read. */
static void note_savers(const struct step_env *env, const struct operand *o)
{
	const struct func *f = env->fr.f;
	uint32_t local = restored_local(env, o);

	for (uint32_t b = 0; local != NO_LOCAL && b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];
			const struct event *e = &f->f->blocks[b].events[i];

			if (m && m->is_missing && !m->model && is_given(e, local))
				program_gap(env->s->p, "missing-body", f, &e->place,
					    e->call.symbol);
		}
}

/* Nothing has moved what they hold since they were restored: to do so again is a mistake. */
static bool is_as_saved(const struct step_env *env, const struct run *r, const struct value *v)
{
	for (unsigned i = 0; i < env->s->p->rules->nvars; i++)
		if ((v->mask & ~env->s->p->fixed) >> i & 1 &&
		    state_get(&r->st, i) != state_get(&v->saved, i))
			return false;
	return true;
}

void flags_restore(struct step_env *env, struct run *r, const struct event *e,
		   const struct model *m)
{
	const struct ruleset *rules = env->s->p->rules;
	const struct operand *o;
	const struct value *v;

	if (m->restores < 0 || e->kind != EVENT_CALL || (uint32_t)m->restores >= e->call.nargs)
		return;
	o = &e->call.args[m->restores];
	v = run_operand(&env->fr, r, o);
	if (!v || v->kind != VALUE_SAVED) {
		/* by reference: what is restored stands where it points to */
		const struct value *there = run_get(r, run_pointee(&env->fr, r, o));

		if (there && there->kind == VALUE_SAVED)
			v = there;
	}
	if (v && v->kind == VALUE_SAVED) {
		bool again = v->status == SAVED_RESTORED;

		if (later_is_open(env, r, v) || (again && is_as_saved(env, r, v)))
			judge_flags(env, again ? ON_FLAGS_TWICE : ON_FLAGS_ORDER, r, e, m, v);
		for (unsigned i = 0; i < rules->nvars; i++) {
			varmask bit = (varmask)(1u << i);

			if (!(v->mask & bit & ~m->spares) || env->s->p->fixed & bit)
				continue;
			if (state_known(&v->saved, i) && !(v->saved.poison & bit))
				judge_all(env, ON_SET, r, e, m, i, state_get(&v->saved, i));
			r->st = state_mix(&r->st, &v->saved, bit);
		}
		mark_restored(env, r, v);
		return;
	}
	note_savers(env, o);
	if (never_saved(env, o, v))
		judge_all(env, ON_FLAGS_UNSAVED, r, e, m, 0, 0);
	for (unsigned i = 0; i < rules->nvars; i++)
		if ((rules->saved >> i & 1) && !(env->s->p->fixed >> i & 1))
			state_set(&r->st, i, VALUE_UNKNOWN);
}

void flags_give(struct step_env *env, struct run *r, const struct event *e)
{
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct value *v = run_operand(&env->fr, r, &e->call.args[i]);

		if (!v || v->kind != VALUE_SAVED || v->status != SAVED_LIVE)
			continue;
		r->st = state_mix(&r->st, &v->saved, v->mask & (varmask)~env->s->p->fixed);
		mark_restored(env, r, v);
		program_gap(env->s->p, "missing-body", env->fr.f, &e->place,
			    e->call.symbol ? e->call.symbol : "a function pointer");
	}
}

/* An open save in a local of the function's own, whose address nobody has. */
static bool is_own_save(const struct step_env *env, const struct known *k)
{
	const struct path *p = cell_get(env->fr.p->cells, k->cell);

	return k->v->kind == VALUE_SAVED && k->v->status == SAVED_LIVE && p->root == ROOT_LOCAL &&
	       !p->nsteps && p->local >= env->fr.f->f->nparams &&
	       !env->fr.f->f->locals[p->local].in_memory;
}

/* What NO_BLOCK stands for: behind the function's end nothing is read. */
#define NO_BLOCK UINT32_MAX

static bool is_let_go(const struct step_env *env, const struct known *k, uint32_t block)
{
	return is_own_save(env, k) &&
	       (block == NO_BLOCK ||
		!prepared_is_live(env->fr.pr, block, cell_root_local(env->fr.p->cells, k->cell)));
}

/* All that is known of flags that were saved and not restored is let go. */
static void lose(struct step_env *env, struct run *r, const struct value *v, uint32_t block)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].v == v && !is_let_go(env, &r->known[i], block))
			return;
	run_put(r, env->s->lost_cell, value_with_status(env->fr.p->values, v, SAVED_LOST));
}

void flags_lose(struct step_env *env, struct run *r, uint32_t block)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (is_let_go(env, &r->known[i], block))
			lose(env, r, r->known[i].v, block);
}

void flags_lose_all(struct step_env *env, struct run *r, const struct event *e)
{
	const struct value *returned = run_operand(&env->fr, r, &e->ret.value);

	for (uint32_t i = 0; i < r->nknown; i++)
		if (is_own_save(env, &r->known[i]) && r->known[i].v != returned)
			lose(env, r, r->known[i].v, NO_BLOCK);
}
