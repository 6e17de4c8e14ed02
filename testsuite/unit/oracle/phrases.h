/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What generated programs are made of: operands, conditions, events that models speak of. */
#ifndef EQS_ORACLE_PHRASES_H
#define EQS_ORACLE_PHRASES_H

#include "base/buf.h"
#include "rules/rules.h"

#define GEN_FUNCS 6
#define GEN_BLOCKS 200
#define GEN_SCOPE 64

/* What a parameter is, or a result. */
enum gen_type { GEN_VOID, GEN_INT, GEN_OBJECT, GEN_FLAGS, GEN_FLAGS_AT, GEN_HANDLER };

struct gen_func {
	unsigned nparams;
	enum gen_type params[3], result;
};

struct gen {
	uint64_t state;
	const struct ruleset *rules;
	const char *arch;
	bool plain, shared; /* shared: mostly about memory that several functions test and set */
	unsigned nfuncs, handlers; /* functions from `handlers` on have no parameters */
	struct gen_func funcs[GEN_FUNCS];
	unsigned line;
};

/* One function that is being written. */
struct gen_body {
	struct gen *g;
	unsigned self, nlocals, nblocks, now, budget, depth;
	struct buf locals, events[GEN_BLOCKS], edges[GEN_BLOCKS];
	unsigned nints, nflags;
	char ints[GEN_SCOPE][40]; /* operands of numbers that are in scope */
	unsigned flags[GEN_SCOPE];
	int object, flags_at, handler; /* parameters, -1: none */
	int memory;		       /* a variable of flags in memory, -1: none */
};

static unsigned gen_below(struct gen *g, unsigned n)
{
	g->state = g->state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)(((g->state >> 33) * (uint64_t)n) >> 31);
}

static bool gen_one_in(struct gen *g, unsigned n)
{
	return !gen_below(g, n);
}

/* What is compared with and assigned; the enumeration knows a few more on both sides. */
static int gen_number(struct gen *g)
{
	return g->shared ? (int)gen_below(g, 2) : (int)gen_below(g, 4) - 1;
}

/* ---- pieces of text ---- */

static void gen_event(struct gen_body *b, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
static void gen_event(struct gen_body *b, const char *fmt, ...)
{
	char text[400];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	/* "text !macro": the place stands between them */
	if (strchr(text, '!') && strchr(text, '!')[1] != '=')
		*strchr(text, '!') = 0;
	buf_printf(&b->events[b->now], "    %s @%u", text, ++b->g->line);
	if (strlen(text) + 1 < sizeof(text) && strstr(fmt, "!%s"))
		buf_printf(&b->events[b->now], " !%s", text + strlen(text) + 1);
	buf_putc(&b->events[b->now], '\n');
}

static unsigned gen_local(struct gen_body *b, const char *type)
{
	buf_printf(&b->locals, "  local %%%u %s\n", b->nlocals, type);
	return b->nlocals++;
}

static unsigned gen_block(struct gen_body *b)
{
	if (b->nblocks == GEN_BLOCKS)
		die("the generator makes too many blocks");
	return b->nblocks++;
}

static void gen_edge(struct gen_body *b, unsigned from, unsigned to, const char *guard)
{
	buf_printf(&b->edges[from], "    goto %u%s%s\n", to, guard ? " if " : "",
		   guard ? guard : "");
}

static void gen_know(struct gen_body *b, unsigned local)
{
	if (b->nints < GEN_SCOPE)
		snprintf(b->ints[b->nints++], sizeof(*b->ints), "%%%u", local);
}

/* A field of the object at hand, another object's, a global: something to test and set. */
static const char *gen_path(struct gen_body *b)
{
	static const char *const fixed[] = {"total:s32", "shared.mode{dev}:s32",
					    "shared.count{dev}:s32"};
	unsigned k = gen_below(b->g, 5);

	if (k < 3 || b->object < 0)
		return fixed[k % 3];
	return intern_f("%%%d->%s{dev}:s32", b->object, k == 3 ? "mode" : "count");
}

/* ---- conditions ---- */

struct gen_cond {
	char yes[120], no[120];
};

static struct gen_cond gen_compare(struct gen *g, const char *a)
{
	static const char *const rels[][2] = {{"==", "!="}, {"<", ">="}, {"<=", ">"}};
	unsigned r = gen_below(g, 5), swap = gen_below(g, 2);
	struct gen_cond c;
	int n = gen_number(g);
	const char *mask = "";

	r = r > 2 ? 0 : r;
	if (!g->plain && gen_one_in(g, 8)) {
		r = 0;
		mask = gen_one_in(g, 2) ? "&0x1" : "&0x3";
		n = (int)gen_below(g, 2);
	}
	snprintf(c.yes, sizeof(c.yes), "%s%s %s %d:s32", a, mask, rels[r][swap], n);
	snprintf(c.no, sizeof(c.no), "%s%s %s %d:s32", a, mask, rels[r][!swap], n);
	return c;
}

/* A branch reads what is volatile once, so it is loaded before. */
static const char *gen_unknown(struct gen_body *b)
{
	unsigned t;

	if (!b->g->plain && gen_one_in(b->g, 2))
		return gen_path(b);
	t = gen_local(b, ":s32");
	gen_event(b, "set %%%u = volatile(noise:s32)", t);
	return intern_f("%%%u", t);
}

static const char *gen_int(struct gen_body *b)
{
	return b->nints ? b->ints[gen_below(b->g, b->nints)] : gen_unknown(b);
}

/* The comparison as a boolean that is tested: what gcc writes for a && b. */
static struct gen_cond gen_boolean(struct gen_body *b)
{
	struct gen_cond c = gen_compare(b->g, gen_int(b));
	unsigned t;

	if (strchr(c.yes, '&'))
		return c;
	t = gen_local(b, ":b1");
	gen_event(b, "set %%%u = %s", t, c.yes);
	if (gen_one_in(b->g, 3)) {
		unsigned n = gen_local(b, ":b1");

		gen_event(b, "set %%%u = not %%%u", n, t);
		t = n;
	}
	snprintf(c.yes, sizeof(c.yes), "%%%u != 0:b1", t);
	snprintf(c.no, sizeof(c.no), "%%%u == 0:b1", t);
	return c;
}

static struct gen_cond gen_condition(struct gen_body *b)
{
	if (b->g->shared && gen_below(b->g, 4))
		return gen_compare(b->g, gen_path(b));
	if (gen_one_in(b->g, 3))
		return gen_boolean(b);
	return gen_compare(b->g, gen_one_in(b->g, 3) ? gen_unknown(b) : gen_int(b));
}

/* ---- events that models speak of ---- */

static unsigned gen_save_with(struct gen_body *b, const char *symbol, const char *macro)
{
	unsigned t = gen_local(b, "flags :u64");

	if (macro)
		gen_event(b, "call %s() -> %%%u !%s", symbol, t, macro);
	else
		gen_event(b, "call %s() -> %%%u", symbol, t);
	if (b->nflags < GEN_SCOPE)
		b->flags[b->nflags++] = t;
	return t;
}

static bool gen_usable(const struct gen *g, const struct model *m)
{
	bool fits = !m->narchs;

	for (size_t i = 0; i < m->narchs; i++)
		fits |= !strcmp(m->archs[i], g->arch);
	return fits && !m->is_light && !m->defined_in && !m->static_inline &&
	       (!m->when || expr_eval(m->when, &(struct state){}, NULL, TRUST_ALL) == TRI_YES) &&
	       (m->kind == MATCH_CALL || m->kind == MATCH_MACRO || m->kind == MATCH_ASM);
}

static const struct model *gen_model(struct gen *g)
{
	const struct model *m;

	do
		m = g->rules->models.v[gen_below(g, (unsigned)g->rules->models.n)];
	while (!gen_usable(g, m) || (m->ends_path && (g->plain || gen_below(g, 10))));
	return m;
}

static bool gen_result(struct gen_body *b, unsigned t);

/* Flags up to the argument that the model restores or looks at, else numbers that it tells apart.
 */
static void gen_model_args(struct gen_body *b, const struct model *m, int flags, struct buf *out)
{
	buf_puts(out, "");
	for (int i = 0; i <= flags; i++)
		buf_printf(out, "%s%%%u", i ? ", " : "", b->flags[gen_below(b->g, b->nflags)]);
	for (size_t i = 0; i < m->ncases && flags < 0; i++) {
		const struct effect_case *c = &m->cases[i];

		if (!c->has_arg)
			continue;
		for (unsigned k = 0; k <= c->arg; k++)
			buf_printf(out, "%s%lld:s32", k ? ", " : "",
				   gen_one_in(b->g, 2) ? (long long)c->arg_value
						       : (long long)gen_number(b->g));
		return;
	}
}

/* One event of the model, with the arguments and the result that it speaks of. */
static bool gen_modelled(struct gen_body *b, const struct model *m)
{
	const char *name = m->names[gen_below(b->g, (unsigned)m->nnames)];
	const char *macro = m->nwithin ? m->within[gen_below(b->g, (unsigned)m->nwithin)] : NULL;
	struct buf args = {};
	int arg = m->restores >= 0		   ? m->restores
		  : m->result == RESULT_TEST_SAVED ? (int)m->result_arg
						   : -1;

	if (m->kind == MATCH_MACRO)
		gen_event(b, "asm \"nop\" !%s", name);
	else if (m->kind == MATCH_ASM)
		gen_event(b, "asm \"%s\" !%s", !strcmp(name, "*") ? "nop" : name,
			  macro ? macro : "none");
	else if (strchr(name, '*') || (arg >= 0 && !b->nflags))
		return true;
	else if (m->result == RESULT_SAVED)
		gen_save_with(b, name, macro);
	else {
		unsigned t = m->result || m->nreturns ? gen_local(b, ":s32") : 0;

		gen_model_args(b, m, arg, &args);
		gen_event(b, "call %s(%s)%s !%s", name, args.s, t ? intern_f(" -> %%%u", t) : "",
			  macro ? macro : "none");
		buf_free(&args);
		if (t)
			return gen_result(b, t);
	}
	return true;
}

/* Flags in an object's field, behind a pointer, in a variable whose address is passed. */
static const char *gen_flags_place(struct gen_body *b)
{
	if (b->flags_at >= 0)
		return intern_f("%%%d->*:u64", b->flags_at);
	if (b->memory >= 0 && (b->object < 0 || gen_one_in(b->g, 2)))
		return intern_f("[%%%d:u64]", b->memory);
	/* Flags in an object that has another name too are beyond the engine. */
	return b->object >= 0 && !b->g->shared ? intern_f("%%%d->saved{dev}:u64", b->object) : NULL;
}

static const char *gen_saver(const struct gen *g, const char **restorer)
{
	const char *saver = NULL;

	for (size_t i = 0; i < g->rules->models.n; i++) {
		const struct model *m = g->rules->models.v[i];

		if (m->kind != MATCH_CALL || m->nwithin || !gen_usable(g, m))
			continue;
		if (!*restorer && m->restores == 0)
			*restorer = m->names[0];
		if (!saver && m->result == RESULT_SAVED && m->sets)
			saver = m->names[0];
	}
	return saver;
}

static void gen_flags_event(struct gen_body *b)
{
	const char *restorer = NULL, *saver = gen_saver(b->g, &restorer),
		   *place = gen_flags_place(b);
	unsigned k = gen_below(b->g, 8), t;

	if (!saver || !restorer)
		return;
	k = place ? k : k & 1 ? 0 : 2;
	if (k < 2) {
		gen_save_with(b, saver, NULL);
	} else if (k < 4 && b->nflags) {
		gen_event(b, "call %s(%%%u)", restorer, b->flags[gen_below(b->g, b->nflags)]);
	} else if (!place) {
		return;
	} else if (k < 6 && place[0] != '[') {
		t = gen_save_with(b, saver, NULL);
		gen_event(b, "store %s = %%%u", place, t);
		b->nflags -= b->flags[b->nflags - 1] == t; /* one owner */
	} else if (k < 6) {
		gen_event(b, "call %s() -> %s", saver, place);
	} else if (k == 6) {
		t = gen_local(b, ":u64");
		gen_event(b, "set %%%u = %s", t, place);
		gen_event(b, "call %s(%%%u)", restorer, t);
	} else if (gen_one_in(b->g, 6)) {
		t = gen_local(b, "never :u64");
		gen_event(b, "call %s(%%%u)", restorer, t);
	}
}

#endif
