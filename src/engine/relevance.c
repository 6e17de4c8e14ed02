// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What each function can do, so that most are never entered: nine of ten
 * change no state by more than balanced locks, and are what they may store
 * and what they can return (returns.c).
 */
#include <string.h>

#include "program.h"
#include "throttle.h"

/* Every variable that an effect of the model sets, or that it or a check on it looks at. */
varmask model_touches(const struct ruleset *rules, const struct model *m)
{
	varmask t = m->sets | m->reads;

	if (m->restores >= 0)
		t |= rules->saved;
	for (size_t i = 0; i < rules->follows.n; i++) {
		const struct follow *f = &rules->follows.v[i];
		varmask set = 0;

		for (size_t k = 0; k < f->set.n; k++)
			set |= (varmask)(1u << f->set.v[k].var);
		/* What it sets may be set otherwise here, and is then set back. */
		if (t & (f->when->vars | set))
			t |= f->when->vars | set;
	}
	for (size_t i = 0; i < rules->rules.n; i++)
		for (size_t k = 0; k < rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &rules->rules.v[i]->checks[k];

			if ((c->on == ON_BECOMES && (t & c->touches)) ||
			    (c->on == ON_SET && (t >> c->var & 1)) ||
			    (c->on == ON_TAG && (m->tags & c->tags)) ||
			    (c->on == ON_CLAIM && m->claim) ||
			    (c->on >= ON_FLAGS_TWICE && c->on <= ON_FLAGS_LOST && m->restores >= 0))
				t |= c->touches | c->poisons;
		}
	return t;
}

static varmask moved_by(const struct program *p, const struct assign_vec *set)
{
	varmask moved = 0;

	for (size_t i = 0; i < set->n; i++)
		if (set->v[i].how != ASSIGN_VALUE ||
		    set->v[i].value != p->rules->vars[set->v[i].var].entry)
			moved |= (varmask)(1u << set->v[i].var);
	return moved;
}

static void take_model(struct program *p, struct func *f, const struct model *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->ncases; i++)
		p->moved |= moved_by(p, &m->cases[i].set);
	for (size_t i = 0; i < m->nreturns; i++)
		p->moved |= moved_by(p, &m->returns[i].set);
	if (m->is_light) {
		f->is_light = true;
		f->locks |= m->sets || m->restores >= 0;
	} else if (m->sets || m->restores >= 0 || m->claim || m->tags)
		f->is_core = true;
	/* WARN_ON(!irqs_disabled()): it asks, and tells what it heard */
	f->asks |= m->result == RESULT_TEST;
	f->warns |= m->is_alarm;
	f->is_core |= f->asks && f->warns;
	f->touches |= model_touches(p->rules, m);
}

static void take_call(struct func *f, const struct func *callee)
{
	if (!func_is_traceable(callee))
		return;
	f->calls_out |= f->is_noinstr;
	f->may_call_out |= func_is_inline(f);
}

static void take_own(struct program *p, struct func *f)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];

			if (!m)
				continue;
			take_model(p, f, m->model);
			take_model(p, f, m->macro);
			if (m->once)
				f->chooses |= 1u << m->once->number;
			for (size_t k = 0; k < m->callees.n; k++)
				take_call(f, m->callees.v[k].func);
		}
	if (f->contract && f->contract->promises) {
		f->is_core = true;
		f->touches |= f->contract->promises;
	}
	if ((f->is_light || f->calls_out || f->may_call_out) && p->rules->hot)
		f->touches |= p->rules->hot->vars;
}

/* What a callee can do, its caller can; true when that was news. */
static bool pass_up(struct func *caller, const struct func *f)
{
	bool core = caller->is_core | f->is_core, light = caller->is_light | f->is_light;
	varmask touches = caller->touches | f->touches;
	uint32_t chooses = caller->chooses | f->chooses;
	/* Inlined, it is as the text around it. */
	bool out = caller->calls_out | f->calls_out | (f->may_call_out && caller->is_noinstr);
	bool may = caller->may_call_out | (f->may_call_out && func_is_inline(caller));
	bool news = out != caller->calls_out || may != caller->may_call_out ||
		    core != caller->is_core || light != caller->is_light ||
		    touches != caller->touches || chooses != caller->chooses;

	caller->is_core = core;
	caller->is_light = light;
	caller->touches = touches;
	caller->chooses = chooses;
	caller->calls_out = out;
	caller->may_call_out = may;
	return news;
}

static void spread(struct program *p, bool (*pass)(struct func *caller, const struct func *f))
{
	struct func_vec todo = {};

	for (size_t i = 0; i < p->funcs.n; i++) {
		vec_push(&todo, p->funcs.v[i]);
		p->funcs.v[i]->is_queued = true;
	}
	while (todo.n) {
		struct func *f = todo.v[--todo.n];

		f->is_queued = false;
		for (size_t i = 0; i < f->callers.n; i++) {
			struct func *caller = f->callers.v[i];

			if (!pass(caller, f) || caller->is_queued)
				continue;
			caller->is_queued = true;
			vec_push(&todo, caller);
		}
	}
	vec_free(&todo);
}

/* ---- functions whose result is as good as a field ---- */

/* What the compiler has for a body of its own, of numbers (GCC's manual, "Other Builtins"). */
static bool is_builtin(const struct event *e)
{
	static const char *const names[] = {"constant_p", "expect", "ffs",	"clz",	"ctz",
					    "clrsb",	  "parity", "popcount", "bswap"};
	const char *name = e->call.callee == CALLEE_SYMBOL ? builtin_name(e->call.symbol) : NULL;

	for (size_t i = 0; name && i < sizeof(names) / sizeof(*names); i++)
		if (!strncmp(name, names[i], strlen(names[i])))
			return true;
	return false;
}

static bool event_is_pure(const struct func *f, const struct event *e, const struct meaning *m,
			  bool is_asm_goto)
{
	/* Behind a BUG nothing comes back. */
	if (m && m->model && m->model->ends_path)
		return true;
	if (m && m->model && m->model->result != RESULT_READ && m->model->result != RESULT_BITS)
		return false;
	switch (e->kind) {
	case EVENT_CALL:
		if (is_builtin(e))
			return true;
		return m && (m->model || (m->callees.n == 1 && !m->once && !m->is_unresolved));
	case EVENT_ASM:
		/* The branch of a static key or an alternative: patched once and for all. */
		return is_asm_goto && !e->as.nouts;
	case EVENT_SET:
		return e->set.op != SET_UNKNOWN &&
		       !(e->set.a.kind == OPERAND_PATH && e->set.a.path->is_volatile) &&
		       !(e->set.b.kind == OPERAND_PATH && e->set.b.path->is_volatile);
	case EVENT_STORE:
		return e->set.dst.path->root == ROOT_LOCAL && e->set.dst.path->nsteps == 0 &&
		       f->f->locals[e->set.dst.path->local].in_memory;
	case EVENT_RETURN:
		return true;
	}
	return false;
}

static bool guard_is_pure(const struct guard *g)
{
	return !g || (!(g->a.kind == OPERAND_PATH && g->a.path->is_volatile) &&
		      !(g->b.kind == OPERAND_PATH && g->b.path->is_volatile));
}

/* Whoever comes here does not come back: a BUG that the compiler knows. */
static bool has_no_end(const struct block *bl)
{
	for (uint32_t i = 0; i < bl->nevents; i++)
		if (bl->events[i].kind == EVENT_CALL && bl->events[i].call.is_noreturn)
			return true;
	return false;
}

static bool looks_pure(const struct func *f)
{
	if (f->is_core || f->is_light || f->f->nparams > 2 || f->f->is_noreturn)
		return false;
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];
		bool is_goto =
			bl->nedges && bl->edges[0].guard && bl->edges[0].guard->rel == GUARD_LABEL;

		if (has_no_end(bl))
			continue;
		for (uint32_t i = 0; i < bl->nevents; i++)
			if (!event_is_pure(f, &bl->events[i], f->meanings[b][i], is_goto))
				return false;
		for (uint32_t i = 0; i < bl->nedges; i++)
			if (!guard_is_pure(bl->edges[i].guard))
				return false;
	}
	return true;
}

/* A caller of what is not pure is not pure. */
static bool pass_impure(struct func *caller, const struct func *f)
{
	bool news = caller->is_pure && !f->is_pure;

	caller->is_pure &= f->is_pure;
	return news;
}

static void note_read(struct program *p, struct fieldset_parts *parts, const struct operand *o)
{
	const char *record, *field;
	uintptr_t n;

	if (o->kind != OPERAND_PATH || !path_field(o->path, &record, &field))
		return;
	n = (uintptr_t)map_get(&p->fields, record, field);
	if (!n)
		return;
	fieldset_add(parts, (uint32_t)n);
	for (const struct bit_store *s = map_get(&p->bit_stores, n, 0); s; s = s->next)
		fieldset_add(parts, s->number);
}

static void note_reads(struct program *p, struct fieldset_parts *parts, const struct func *f)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			if (bl->events[i].kind == EVENT_SET) {
				note_read(p, parts, &bl->events[i].set.a);
				note_read(p, parts, &bl->events[i].set.b);
			}
		for (uint32_t i = 0; i < bl->nedges; i++)
			if (bl->edges[i].guard) {
				note_read(p, parts, &bl->edges[i].guard->a);
				note_read(p, parts, &bl->edges[i].guard->b);
			}
	}
}

/* What a pure callee reads, its caller's result depends on. */
static const struct fieldset **reads_of(struct func *f)
{
	return f->is_pure ? &f->reads : NULL;
}

static void compute_reads(struct program *p)
{
	struct fieldset_parts parts = {.arena = &p->arena, .max = p->nfields};

	for (size_t i = 0; i < p->funcs.n; i++) {
		struct func *f = p->funcs.v[i];

		if (!f->is_pure)
			continue;
		note_reads(p, &parts, f);
		f->reads = fieldset_make(&parts);
	}
	fieldset_parts_free(&parts);
	stores_spread(p, reads_of);
}

void relevance_compute(struct program *p)
{
	for (size_t i = 0; i < p->funcs.n; i++)
		take_own(p, p->funcs.v[i]);
	for (size_t i = 0; i < p->funcs.n; i++)
		p->funcs.v[i]->has_own = p->funcs.v[i]->is_core;
	spread(p, pass_up);
	returns_compute(p);
	for (size_t i = 0; i < p->funcs.n; i++) {
		struct func *f = p->funcs.v[i];

		f->is_pure = looks_pure(f);
		if (f->is_core || f->is_light || f->calls_out || f->may_call_out || f->is_pure)
			stores_number_fields(p, f);
		f->reaches_core = f->is_core;
		f->reaches_light = f->is_light;
		/* Core functions are entered anyway; light ones only where they are no more than
		 * that. */
		f->is_light &= !f->is_core;
	}
	throttle_number_fields(p);
	balance_compute(p);
	stores_compute(p);
	spread(p, pass_impure);
	compute_reads(p);
}
