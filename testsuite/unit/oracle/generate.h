/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Random programs as text facts: a few functions of structured code, in the
 * form that front-ends give it (locals are set once; where ways meet, a PHI on
 * each edge).  Functions call later ones only, so everything can be inlined.
 *
 * A plain program has one unknown that is tested more than once, and only in
 * its root: then a set of numbers for each whole state is all there is to
 * know, and the engine must be exact.
 */
#ifndef EQS_ORACLE_GENERATE_H
#define EQS_ORACLE_GENERATE_H

#include "phrases.h"

/* ---- statements; each returns whether what follows is reached ---- */

static bool gen_statements(struct gen_body *b, unsigned n);

static void gen_return(struct gen_body *b)
{
	enum gen_type type = b->g->funcs[b->self].result;

	if (type == GEN_FLAGS && b->nflags)
		gen_event(b, "return %%%u", b->flags[b->nflags - 1]);
	else if (type == GEN_FLAGS)
		gen_event(b, "return 0:u64");
	else if (type == GEN_VOID)
		gen_event(b, "return");
	else if (b->nints && !b->g->plain && gen_one_in(b->g, 3))
		gen_event(b, "return %s", b->ints[gen_below(b->g, b->nints)]);
	else
		gen_event(b, "return %d:s32", gen_number(b->g));
}

/* A side of a branch: its own scope; returns the block it ends in, or -1. */
static int gen_side(struct gen_body *b, unsigned block)
{
	unsigned nints = b->nints, nflags = b->nflags;
	bool goes_on;

	b->now = block;
	goes_on = gen_statements(b, 1 + gen_below(b->g, 2));
	if (goes_on && b->self && gen_one_in(b->g, 6)) {
		gen_return(b);
		goes_on = false;
	}
	b->nints = nints;
	b->nflags = nflags;
	return goes_on ? (int)b->now : -1;
}

/* The ends that are reached (not -1) go on together; false when there is none. */
static bool gen_join(struct gen_body *b, const int *ends, unsigned n)
{
	bool reached = false, has_phi = !b->g->plain && gen_one_in(b->g, 2);
	unsigned join, phi = 0;

	for (unsigned i = 0; i < n; i++)
		reached |= ends[i] >= 0;
	if (!reached)
		return false;
	join = gen_block(b);
	if (has_phi)
		phi = gen_local(b, ":s32");
	for (unsigned i = 0; i < n; i++) {
		if (ends[i] < 0)
			continue;
		gen_edge(b, (unsigned)ends[i], join, NULL);
		if (has_phi && gen_one_in(b->g, 3))
			buf_printf(&b->edges[ends[i]], "      set %%%u = %s\n", phi,
				   b->nints ? b->ints[gen_below(b->g, b->nints)] : gen_path(b));
		else if (has_phi)
			buf_printf(&b->edges[ends[i]], "      set %%%u = %d:s32\n", phi,
				   gen_number(b->g));
	}
	b->now = join;
	if (has_phi)
		gen_know(b, phi);
	return true;
}

static bool gen_branch(struct gen_body *b, const struct gen_cond *c)
{
	unsigned from = b->now, yes = gen_block(b), no = gen_block(b);
	int ends[2];

	gen_edge(b, from, yes, c->yes);
	gen_edge(b, from, no, c->no);
	ends[0] = gen_side(b, yes);
	ends[1] = (int)no;
	if (gen_one_in(b->g, 2))
		ends[1] = gen_side(b, no);
	return gen_join(b, ends, 2);
}

static bool gen_if(struct gen_body *b)
{
	struct gen_cond c = gen_condition(b);

	return gen_branch(b, &c);
}

static bool gen_switch(struct gen_body *b)
{
	static const char *const labels[] = {"in -1 2..3", "in 0", "notin -1..0 2..3"};
	const char *a = gen_int(b);
	unsigned from = b->now, to[3];
	int ends[3];

	for (unsigned i = 0; i < 3; i++) {
		to[i] = gen_block(b);
		gen_edge(b, from, to[i], intern_f("%s %s", a, labels[i]));
	}
	for (unsigned i = 0; i < 3; i++)
		ends[i] = gen_side(b, to[i]);
	return gen_join(b, ends, 3);
}

/* Ends when the noise says so, or counts to two. */
static bool gen_loop(struct gen_body *b)
{
	bool counts = !b->g->plain && gen_one_in(b->g, 2);
	unsigned head = gen_block(b), body = gen_block(b), out = gen_block(b), i = 0, next;
	int end;

	gen_edge(b, b->now, head, NULL);
	if (counts) {
		i = gen_local(b, ":s32");
		buf_printf(&b->edges[b->now], "      set %%%u = 0:s32\n", i);
		gen_edge(b, head, body, intern_f("%%%u < 2:s32", i));
		gen_edge(b, head, out, intern_f("%%%u >= 2:s32", i));
	} else {
		next = gen_local(b, ":s32");
		b->now = head;
		gen_event(b, "set %%%u = volatile(noise:s32)", next);
		gen_edge(b, head, body, intern_f("%%%u == 0:s32", next));
		gen_edge(b, head, out, intern_f("%%%u != 0:s32", next));
	}
	end = gen_side(b, body);
	if (end >= 0) {
		b->now = (unsigned)end;
		next = counts ? gen_local(b, ":s32") : 0;
		if (counts)
			gen_event(b, "set %%%u = %%%u + 1:s32", next, i);
		gen_edge(b, b->now, head, NULL);
		if (counts)
			buf_printf(&b->edges[b->now], "      set %%%u = %%%u\n", i, next);
	}
	b->now = out;
	return true;
}

/* A number that came back: tested at once, or kept for later. */
static bool gen_result(struct gen_body *b, unsigned t)
{
	struct gen_cond c = gen_compare(b->g, intern_f("%%%u", t));

	if (b->budget && b->nblocks < GEN_BLOCKS - 40 && gen_below(b->g, 3))
		return gen_branch(b, &c);
	if (!b->g->plain)
		gen_know(b, t);
	return true;
}

static void gen_argument(struct gen_body *b, struct buf *out, enum gen_type type)
{
	struct gen *g = b->g;
	bool fits = b->nints && !g->plain && gen_one_in(g, 2);
	const char *restorer = NULL;

	switch (type) {
	case GEN_INT:
		buf_printf(out, fits ? "%s" : "%.0s%d:s32", fits ? gen_int(b) : "", gen_number(g));
		break;
	case GEN_OBJECT:
		if (b->object >= 0)
			buf_printf(out, "%%%d", b->object);
		else
			buf_puts(out, "&shared:{dev}::p64{dev}");
		break;
	case GEN_FLAGS_AT:
		if (b->flags_at >= 0)
			buf_printf(out, "%%%d", b->flags_at);
		else if (b->memory >= 0)
			buf_printf(out, "&%%%d:u64::p64", b->memory);
		else
			buf_puts(out, "&spare:u64::p64");
		break;
	case GEN_HANDLER:
		buf_printf(out, "&f%u():p64", g->handlers + gen_below(g, g->nfuncs - g->handlers));
		break;
	case GEN_FLAGS:
		if (b->nflags)
			buf_printf(out, "%%%u", b->flags[gen_below(g, b->nflags)]);
		else
			buf_printf(out, "%%%u", gen_save_with(b, gen_saver(g, &restorer), NULL));
		break;
	case GEN_VOID:
		break;
	}
}

static bool gen_call(struct gen_body *b)
{
	struct gen *g = b->g;
	unsigned callee = b->self + 1 + gen_below(g, g->nfuncs - b->self - 1);
	const struct gen_func *f = &g->funcs[callee];
	struct buf args = {};
	unsigned t;

	buf_puts(&args, "");
	for (unsigned i = 0; i < f->nparams; i++) {
		buf_puts(&args, i ? ", " : "");
		gen_argument(b, &args, f->params[i]);
	}
	if (f->result == GEN_VOID) {
		gen_event(b, "call f%u(%s)", callee, args.s);
	} else {
		t = gen_local(b, f->result == GEN_FLAGS ? "flags :u64" : ":s32");
		gen_event(b, "call f%u(%s) -> %%%u", callee, args.s, t);
		if (f->result == GEN_FLAGS && b->nflags < GEN_SCOPE)
			b->flags[b->nflags++] = t;
	}
	buf_free(&args);
	return f->result != GEN_INT || gen_result(b, b->nlocals - 1);
}

/* Through a table, a field that is stored to, or a pointer that was passed. */
static bool gen_call_pointer(struct gen_body *b)
{
	struct gen *g = b->g;
	unsigned k = gen_below(g, 4), t;

	if (b->self >= g->handlers)
		return true;
	if (k == 0 && b->handler >= 0 && !g->plain) {
		gen_event(b, "call *(%%%d)()", b->handler);
	} else if (k == 1 && b->object >= 0) {
		gen_event(b, "call (%%%d->notify{dev}:p64)()", b->object);
	} else {
		t = gen_local(b, ":s32");
		gen_event(b, "call (ops.%s{ops}:p64)() -> %%%u", k == 2 ? "run" : "stop", t);
		return gen_result(b, t);
	}
	return true;
}

static void gen_data(struct gen_body *b)
{
	static const char *const ops[] = {"+", "-", "&", "|"};
	struct gen *g = b->g;
	unsigned t;

	if (g->plain)
		return;
	switch (gen_below(g, 4)) {
	case 0:
		t = gen_local(b, ":s32");
		gen_event(b, "set %%%u = %s", t, gen_path(b));
		gen_know(b, t);
		break;
	case 1:
		gen_event(b, "store %s = %d:s32", gen_path(b), gen_number(g));
		break;
	case 2:
		if (b->nints)
			gen_event(b, "store %s = %s", gen_path(b), gen_int(b));
		break;
	default:
		if (!b->nints)
			break;
		t = gen_local(b, ":s32");
		gen_event(b, "set %%%u = %s %s %d:s32", t, b->ints[gen_below(g, b->nints)],
			  ops[gen_below(g, 4)], (int)gen_below(g, 3));
		gen_know(b, t);
	}
}

static bool gen_statement(struct gen_body *b)
{
	unsigned k = b->g->shared && gen_one_in(b->g, 3) ? 10 : gen_below(b->g, 20);
	bool deep = b->depth > 3 || b->nblocks > GEN_BLOCKS - 40 || !b->budget;

	b->budget -= b->budget > 0;
	if (k < 4 && !deep)
		return gen_if(b);
	if (k == 4 && !deep)
		return gen_switch(b);
	if (k == 5 && !deep)
		return gen_loop(b);
	if (k < 9 && b->self + 1 < b->g->nfuncs)
		return gen_call(b);
	if (k == 9)
		return gen_call_pointer(b);
	if (k > 13)
		return gen_modelled(b, gen_model(b->g));
	if (k < 12)
		gen_data(b);
	else
		gen_flags_event(b);
	return true;
}

static bool gen_statements(struct gen_body *b, unsigned n)
{
	bool goes_on = true;

	b->depth++;
	while (n-- && goes_on)
		goes_on = gen_statement(b);
	b->depth--;
	return goes_on;
}

/* ---- functions and units ---- */

static void gen_shape(struct gen *g)
{
	static const enum gen_type some[] = {GEN_INT,	   GEN_INT,	GEN_OBJECT,
					     GEN_FLAGS_AT, GEN_HANDLER, GEN_FLAGS};

	g->shared = !g->plain && gen_one_in(g, 2);
	g->nfuncs = 2 + gen_below(g, GEN_FUNCS - 1);
	g->handlers = g->nfuncs - 1 - gen_below(g, g->nfuncs - 1);
	for (unsigned i = 0; i < g->nfuncs; i++) {
		struct gen_func *f = &g->funcs[i];
		unsigned seen = 0;

		f->nparams = i >= g->handlers ? 0 : gen_below(g, 3);
		f->result = gen_one_in(g, 6) && i < g->handlers ? GEN_FLAGS : gen_below(g, 2);
		for (unsigned k = 0; k < f->nparams; k++) {
			f->params[k] =
				i ? some[gen_below(g, 6)] : 1 + (enum gen_type)gen_below(g, 2);
			/* one of each but numbers: two objects might be one */
			if (seen >> f->params[k] & 1)
				f->params[k] = GEN_INT;
			seen |= 1u << f->params[k];
		}
	}
	if (g->plain) {
		g->funcs[0].nparams = 1;
		g->funcs[0].params[0] = GEN_INT;
	}
}

static void gen_params(struct gen_body *b)
{
	static const char *const types[] = {[GEN_INT] = ":s32",
					    [GEN_OBJECT] = "dev :p64{dev}",
					    [GEN_FLAGS] = "flags :u64",
					    [GEN_FLAGS_AT] = "at :p64",
					    [GEN_HANDLER] = "handler :p64"};
	const struct gen_func *f = &b->g->funcs[b->self];

	b->object = b->flags_at = b->handler = b->memory = -1;
	for (unsigned i = 0; i < f->nparams; i++) {
		buf_printf(&b->locals, "  param %%%u %s\n", i, types[f->params[i]]);
		if (f->params[i] == GEN_INT && !(b->g->plain && b->self && gen_one_in(b->g, 9)))
			gen_know(b, i);
		if (f->params[i] == GEN_OBJECT)
			b->object = (int)i;
		if (f->params[i] == GEN_FLAGS)
			b->flags[b->nflags++] = i;
		if (f->params[i] == GEN_FLAGS_AT)
			b->flags_at = (int)i;
		if (f->params[i] == GEN_HANDLER)
			b->handler = (int)i;
	}
	b->nlocals = f->nparams;
	if (b->flags_at < 0 && gen_one_in(b->g, 3))
		b->memory = (int)gen_local(b, "kept :u64 in-memory");
}

static void gen_function(struct gen *g, unsigned self, struct buf *out)
{
	struct gen_body *b = calloc(1, sizeof(*b));
	const struct model *core;
	const char *restorer = NULL;

	b->g = g;
	b->self = self;
	b->budget = self ? 2 : 6;
	buf_printf(out, "function f%u @%u\n", self, ++g->line);
	gen_params(b);
	gen_block(b);
	if (b->nflags && gen_one_in(g, 2) && gen_saver(g, &restorer) && restorer)
		gen_event(b, "call %s(%%%u)", restorer, b->flags[0]);
	/* One that changes no state is not entered: what it returns is less well known. */
	do
		core = gen_model(g);
	while (!core->sets || core->kind != MATCH_CALL);
	if (g->plain || g->funcs[self].result == GEN_FLAGS)
		gen_modelled(b, core);
	if (gen_statements(b, self ? 1 + gen_below(g, 4) : 3 + gen_below(g, 6)))
		gen_return(b);
	if (b->locals.n)
		buf_add(out, b->locals.s, b->locals.n);
	for (unsigned i = 0; i < b->nblocks; i++) {
		buf_printf(out, "  block %u\n", i);
		if (b->events[i].n)
			buf_add(out, b->events[i].s, b->events[i].n);
		if (b->edges[i].n)
			buf_add(out, b->edges[i].s, b->edges[i].n);
		buf_free(&b->events[i]);
		buf_free(&b->edges[i]);
	}
	buf_free(&b->locals);
	free(b);
}

/* Something stores to the fields of the devices: what the rows do not name is not 0 for good. */
static void gen_fill(struct gen *g, struct buf *out)
{
	static const char *const fields[] = {"mode{dev}:s32", "count{dev}:s32", "saved{dev}:u64"};

	buf_printf(out,
		   "function fill @%u\n  param %%0 dev :p64{dev}\n  param %%1 :u64\n  block 0\n",
		   ++g->line);
	for (unsigned i = 0; i < 3; i++)
		buf_printf(out, "    store %%0->%s = %%1 @%u\n", fields[i], ++g->line);
	buf_printf(out, "    return @%u\n", ++g->line);
}

static void gen_rows(struct gen *g, struct buf *out)
{
	unsigned n = g->nfuncs - g->handlers;

	for (unsigned i = 0; i < 2; i++)
		buf_printf(out,
			   "row ops_%u record=ops static @%u\n"
			   "  cell run{ops} = &f%u():p64\n  cell stop{ops} = &f%u():p64\n",
			   i, ++g->line, g->handlers + gen_below(g, n),
			   g->handlers + gen_below(g, n));
	buf_printf(out,
		   "row devs within=[0] record=dev index=0 static @%u\n"
		   "  cell notify{dev} = &f%u():p64\n",
		   ++g->line, g->handlers + gen_below(g, n));
	if (!g->plain)
		buf_printf(out,
			   "row devs within=[1] record=dev index=1 static @%u\n"
			   "  cell notify{dev} = &f%u():p64\n",
			   ++g->line, g->handlers + gen_below(g, n));
}

/* One or two units; each begins with "eqslint-facts". */
static void generate(struct gen *g, struct buf units[2], unsigned *nunits)
{
	unsigned split;

	gen_shape(g);
	*nunits = 1 + gen_below(g, 2);
	split = *nunits == 1 ? g->nfuncs : 1 + gen_below(g, g->nfuncs - 1);
	for (unsigned u = 0; u < *nunits; u++) {
		buf_printf(&units[u],
			   "eqslint-facts 1\nunit u%u.c arch=%s compiler=none object=u%u.o\n", u,
			   g->arch, u);
		buf_puts(&units[u], "option CONTEXT_TRACKING_USER y\n");
		for (unsigned i = u ? split : 0; i < (u ? g->nfuncs : split); i++)
			gen_function(g, i, &units[u]);
	}
	gen_fill(g, &units[*nunits - 1]);
	gen_rows(g, &units[*nunits - 1]);
}

#endif
