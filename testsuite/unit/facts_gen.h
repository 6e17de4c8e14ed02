/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random facts that keep every promise of facts.h and use every kind of
 * everything: for round trips, for the fuzzer's first inputs and for timing.
 * The same seed gives the same unit.
 */
#ifndef EQS_FACTS_GEN_H
#define EQS_FACTS_GEN_H

#include <stdint.h>

#include "base/intern.h"
#include "facts/constant.h"
#include "facts/facts.h"

struct gen {
	uint64_t state;
	struct arena *arena;
	uint32_t nlocals, nblocks; /* of the function in hand */
	bool odd;		   /* strings with odd bytes too */
	const char *file;
	uint32_t line;
};

static inline uint32_t gen_below(struct gen *g, uint32_t n)
{
	g->state = g->state * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(((g->state >> 33) * (uint64_t)n) >> 31);
}

static inline bool gen_one_in(struct gen *g, uint32_t n)
{
	return !gen_below(g, n);
}

static const char *gen_name(struct gen *g, const char *stem, uint32_t kinds)
{
	static const char *const odd[] = {
		"",
		" ",
		"a b",
		"\"",
		"\\",
		"\n",
		"\t%d",
		"\x01\xff",
		"copy",
		"not",
		"volatile",
		"unknown",
		"neg",
		"none",
		"in",
		"a.b",
		"a->b",
		"x{y}",
		"::",
		"@",
		"#",
		"!",
		"<",
		"noreturn",
		"sta:tic@9",
		"9",
		"-1",
		"\xc3\xa4",
		"out",
		"eqslint-facts 1",
		"x\neqslint-facts 1\n",
		"label",
		"if",
		"goto",
	};

	if (g->odd && gen_one_in(g, 6))
		return intern(odd[gen_below(g, sizeof(odd) / sizeof(odd[0]))]);
	return intern_f("%s_%u", stem, gen_below(g, kinds));
}

static int64_t gen_value(struct gen *g)
{
	static const int64_t edge[] = {0, 1, -1, INT64_MAX, INT64_MIN, UINT32_MAX, INT32_MIN};

	if (gen_one_in(g, 4))
		return edge[gen_below(g, sizeof(edge) / sizeof(edge[0]))];
	return (int64_t)gen_below(g, 5000) - 1000;
}

static struct vtype gen_type(struct gen *g)
{
	struct vtype t = {};

	switch (gen_below(g, 6)) {
	case 0:
		break;
	case 1:
		t = (struct vtype){.bits = 1, .is_bool = true};
		break;
	case 2:
		t = (struct vtype){.record = gen_name(g, "rec", 40)};
		break;
	case 3:
		t = (struct vtype){.bits = 64, .is_pointer = true};
		t.record = gen_one_in(g, 3) ? NULL : gen_name(g, "rec", 40);
		break;
	default:
		t.bits = (uint8_t)(8u << gen_below(g, 4));
		t.is_signed = gen_one_in(g, 2);
		if (g->odd && gen_one_in(g, 10)) {
			t = (struct vtype){.bits = (uint8_t)gen_below(g, 256),
					   .is_bool = true,
					   .is_signed = true,
					   .is_pointer = true};
			t.record = gen_name(g, "rec", 4);
		}
	}
	return t;
}

static struct path *gen_path(struct gen *g)
{
	struct path *p = arena_new(g->arena, struct path);

	p->root = g->nlocals ? gen_below(g, 3) : 1 + gen_below(g, 2);
	p->is_volatile = gen_one_in(g, 9);
	p->type = gen_type(g);
	p->nsteps = gen_below(g, 5);
	if (p->root == ROOT_LOCAL)
		p->local = gen_below(g, g->nlocals);
	else if (p->root == ROOT_GLOBAL)
		p->symbol = gen_name(g, "object", 60);
	else
		p->nsteps++;
	p->steps = arena_array(g->arena, struct step, p->nsteps);
	for (uint32_t i = 0; i < p->nsteps; i++) {
		struct step *s = &p->steps[i];

		s->kind = p->root == ROOT_TYPE && !i ? STEP_FIELD : gen_below(g, 5);
		if (s->kind == STEP_INDEX_LOCAL && !g->nlocals)
			s->kind = STEP_DEREF;
		if (s->kind == STEP_FIELD) {
			s->record = gen_name(g, "rec::in@dir/file.c", 40);
			s->field = gen_name(g, "field", 200);
		} else if (s->kind == STEP_INDEX) {
			s->index = gen_value(g);
		} else if (s->kind == STEP_INDEX_LOCAL) {
			s->index = gen_below(g, g->nlocals);
		}
	}
	return p;
}

static struct operand gen_operand_of(struct gen *g, enum operand_kind kind)
{
	struct operand o = {.kind = kind};

	if (kind == OPERAND_NONE)
		return o;
	if (kind == OPERAND_LOCAL && !g->nlocals)
		o.kind = OPERAND_CONST;
	o.type = gen_type(g);
	if (gen_one_in(g, 8))
		o.mask = (uint64_t)gen_value(g);
	if (o.kind == OPERAND_CONST)
		o.value = gen_value(g);
	else if (o.kind == OPERAND_FUNC)
		o.symbol = gen_name(g, "func", 300);
	else if (o.kind == OPERAND_LOCAL)
		o.local = gen_below(g, g->nlocals);
	else if (o.kind == OPERAND_ADDR || o.kind == OPERAND_PATH)
		o.path = gen_path(g);
	if (o.kind == OPERAND_PATH && gen_one_in(g, 2))
		o.type = o.path->type;
	return o;
}

static struct operand gen_operand(struct gen *g)
{
	return gen_operand_of(g, gen_below(g, OPERAND_UNKNOWN + 1));
}

static struct operand *gen_operands(struct gen *g, uint32_t n)
{
	struct operand *o = arena_array(g->arena, struct operand, n);

	for (uint32_t i = 0; i < n; i++)
		o[i] = gen_operand(g);
	return o;
}

/* A local or a path: what can be written to. */
static struct operand gen_target(struct gen *g)
{
	return gen_operand_of(g, g->nlocals && gen_one_in(g, 2) ? OPERAND_LOCAL : OPERAND_PATH);
}

static struct place gen_place(struct gen *g)
{
	struct place p = {};

	if (gen_one_in(g, 9))
		return p;
	p.file = gen_one_in(g, 5) ? gen_name(g, "include/linux/h.h", 30) : g->file;
	g->line += gen_below(g, 4);
	p.line = gen_one_in(g, 9) ? gen_below(g, UINT32_MAX) : g->line;
	p.column = gen_one_in(g, 4) ? 0 : gen_below(g, 80);
	if (g->odd && gen_one_in(g, 9))
		p.file = NULL;
	return p;
}

static const struct chain *gen_chain(struct gen *g)
{
	uint32_t n = 1 + gen_below(g, 4);
	struct chain *c;

	if (!gen_one_in(g, 4))
		return NULL;
	c = arena_alloc(g->arena, sizeof(*c) + n * sizeof(c->name[0]));
	c->n = n;
	for (uint32_t i = 0; i < n; i++)
		c->name[i] = gen_name(g, "macro", 30);
	return c;
}

static void gen_set(struct gen *g, struct event *e, enum event_kind kind)
{
	e->kind = kind;
	e->place = gen_place(g);
	e->chain = gen_chain(g);
	e->set.op = gen_below(g, SET_UNKNOWN + 1);
	e->set.dst = gen_operand_of(g, kind == EVENT_SET ? OPERAND_LOCAL : OPERAND_PATH);
	e->set.a = gen_operand(g);
	if (e->set.op != SET_COPY && e->set.op != SET_NOT && e->set.op != SET_NEG)
		e->set.b = gen_operand(g);
}

static void gen_call(struct gen *g, struct event *e)
{
	e->call.callee = gen_below(g, 3);
	e->call.is_noreturn = gen_one_in(g, 9);
	if (e->call.callee == CALLEE_SYMBOL)
		e->call.symbol = gen_name(g, "func", 300);
	else if (e->call.callee == CALLEE_SLOT)
		e->call.slot = gen_path(g);
	else
		e->call.pointer = gen_operand(g);
	e->call.nargs = gen_below(g, 4);
	e->call.args = gen_operands(g, e->call.nargs);
	if (gen_one_in(g, 2))
		e->call.result = gen_target(g);
}

static void gen_event(struct gen *g, struct event *e)
{
	enum event_kind kind = gen_below(g, EVENT_RETURN + 1);

	if (kind == EVENT_SET || kind == EVENT_STORE) {
		gen_set(g, e, g->nlocals ? kind : EVENT_STORE);
		return;
	}
	e->kind = kind;
	e->place = gen_place(g);
	e->chain = gen_chain(g);
	if (kind == EVENT_CALL) {
		gen_call(g, e);
	} else if (kind == EVENT_ASM) {
		e->as.text = gen_name(g, "stosm %0,3; nop", 9);
		e->as.nouts = gen_below(g, 3);
		e->as.outs = arena_array(g->arena, struct operand, e->as.nouts);
		for (uint32_t i = 0; i < e->as.nouts; i++)
			e->as.outs[i] = gen_target(g);
		e->as.nins = gen_below(g, 3);
		e->as.ins = gen_operands(g, e->as.nins);
	} else {
		e->ret.value = gen_operand(g);
	}
}

static bool gen_fits(struct vtype t, const struct range *r)
{
	return !t.bits || (constant_wrap((uint64_t)r->lo, t) == r->lo &&
			   constant_wrap((uint64_t)r->hi, t) == r->hi);
}

static struct guard *gen_guard(struct gen *g)
{
	struct guard *q;
	int64_t at = -50;

	if (gen_one_in(g, 2))
		return NULL;
	q = arena_new(g->arena, struct guard);
	q->rel = gen_below(g, GUARD_LABEL + 1);
	if (q->rel == GUARD_LABEL) {
		q->label = gen_below(g, 5);
		return q;
	}
	q->a = gen_operand(g);
	if (q->rel != GUARD_IN && q->rel != GUARD_NOT_IN) {
		q->b = gen_operand(g);
		return q;
	}
	if (!q->a.type.is_signed)
		at = 0;
	q->nranges = gen_below(g, 4);
	q->ranges = arena_array(g->arena, struct range, q->nranges);
	for (uint32_t i = 0; i < q->nranges; i++) {
		q->ranges[i].lo = at + gen_below(g, 5);
		q->ranges[i].hi = q->ranges[i].lo + gen_below(g, 3);
		at = q->ranges[i].hi + 1;
		if (!gen_fits(q->a.type, &q->ranges[i]))
			q->nranges = i;
	}
	return q;
}

static void gen_block(struct gen *g, struct block *b, uint32_t events)
{
	b->nevents = gen_below(g, 2 * events);
	b->events = arena_array(g->arena, struct event, b->nevents);
	for (uint32_t i = 0; i < b->nevents; i++)
		gen_event(g, &b->events[i]);
	b->place = gen_place(g);
	b->chain = gen_chain(g);
	b->nedges = gen_below(g, 4);
	b->edges = arena_array(g->arena, struct edge, b->nedges);
	for (uint32_t i = 0; i < b->nedges; i++) {
		struct edge *e = &b->edges[i];

		e->to = gen_below(g, g->nblocks);
		e->guard = gen_guard(g);
		e->nsets = g->nlocals && gen_one_in(g, 3) ? gen_below(g, 3) : 0;
		e->sets = arena_array(g->arena, struct event, e->nsets);
		for (uint32_t j = 0; j < e->nsets; j++)
			gen_set(g, &e->sets[j], EVENT_SET);
	}
}

static void gen_function(struct gen *g, struct function *f, uint32_t blocks, uint32_t events)
{
	f->symbol = gen_name(g, "func", 5000);
	f->place = gen_place(g);
	f->linkage = gen_below(g, 3);
	f->inlining = gen_below(g, 4);
	f->is_noreturn = gen_one_in(g, 9);
	f->section = gen_one_in(g, 9) ? gen_name(g, ".noinstr.text", 2) : NULL;
	f->nlocals = gen_below(g, 20);
	f->nparams = gen_below(g, f->nlocals + 1);
	f->locals = arena_array(g->arena, struct local, f->nlocals);
	for (uint32_t i = 0; i < f->nlocals; i++) {
		f->locals[i].name = gen_one_in(g, 2) ? gen_name(g, "var", 50) : NULL;
		f->locals[i].type = gen_type(g);
		f->locals[i].is_param = i < f->nparams;
		f->locals[i].in_memory = gen_one_in(g, 5);
	}
	if (gen_one_in(g, 20)) {
		f->alias_of = gen_name(g, "func", 5000);
		return;
	}
	g->nlocals = f->nlocals;
	g->nblocks = f->nblocks = 1 + gen_below(g, 2 * blocks - 1);
	f->blocks = arena_array(g->arena, struct block, f->nblocks);
	for (uint32_t i = 0; i < f->nblocks; i++)
		gen_block(g, &f->blocks[i], events);
	g->nlocals = 0;
}

static void gen_row(struct gen *g, struct row *r)
{
	r->object = gen_name(g, "object", 50);
	r->within = gen_one_in(g, 3) ? gen_name(g, ".states[2]", 9) : NULL;
	r->record = gen_one_in(g, 5) ? NULL : gen_name(g, "rec", 40);
	r->index = gen_one_in(g, 2) ? -1 : (int64_t)gen_below(g, 90);
	r->place = gen_place(g);
	r->is_static = gen_one_in(g, 2);
	r->ncells = gen_below(g, 30);
	r->cells = arena_array(g->arena, struct cell, r->ncells);
	for (uint32_t i = 0; i < r->ncells; i++) {
		if (!gen_one_in(g, 5)) {
			r->cells[i].record = gen_name(g, "rec", 40);
			r->cells[i].field = gen_name(g, "field", 200);
		}
		r->cells[i].value = gen_operand_of(g, OPERAND_CONST + gen_below(g, 3));
	}
}

static void gen_header(struct gen *g, struct unit *u)
{
	u->arch = gen_name(g, "arch", 9);
	u->release = gen_one_in(g, 3) ? NULL : gen_name(g, "6.12", 9);
	u->compiler = gen_name(g, "gcc 12.2.0 s390x-linux-gnu", 9);
	u->source = g->file = gen_name(g, "dir/source.c", 900);
	u->object = gen_name(g, "dir/object.o", 900);
	u->config = gen_one_in(g, 3) ? NULL : gen_name(g, "0123abc", 9);
	u->is_preprocessed = gen_one_in(g, 5);
	u->noptions = gen_below(g, 9);
	u->options = arena_array(g->arena, struct option, u->noptions);
	for (uint32_t i = 0; i < u->noptions; i++) {
		u->options[i].name = gen_name(g, "KVM_GENERIC", 50);
		u->options[i].value = gen_name(g, "y", 3);
	}
}

/* About functions functions of blocks blocks of events events. */
static struct unit *gen_unit(struct arena *arena, uint64_t seed, uint32_t functions,
			     uint32_t blocks, uint32_t events, bool odd)
{
	struct gen g = {.state = seed * 2654435761u + 1, .arena = arena, .odd = odd};
	struct unit *u = arena_new(arena, struct unit);

	gen_below(&g, 2);
	u->arena = arena;
	gen_header(&g, u);
	u->nfunctions = functions;
	u->functions = arena_array(arena, struct function, functions);
	for (uint32_t i = 0; i < functions; i++)
		gen_function(&g, &u->functions[i], blocks, events);
	u->nrows = gen_below(&g, 2 + functions / 10);
	u->rows = arena_array(arena, struct row, u->nrows);
	for (uint32_t i = 0; i < u->nrows; i++)
		gen_row(&g, &u->rows[i]);
	u->nsymrefs = gen_below(&g, 2 + functions);
	u->symrefs = arena_array(arena, struct symref, u->nsymrefs);
	for (uint32_t i = 0; i < u->nsymrefs; i++) {
		u->symrefs[i].symbol = gen_name(&g, "func", 5000);
		u->symrefs[i].section = gen_one_in(&g, 9) ? intern(".noinstr.text") : NULL;
		u->symrefs[i].is_weak = gen_one_in(&g, 5);
	}
	return u;
}

#endif
