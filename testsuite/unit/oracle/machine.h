/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The oracle: runs a program of facts on concrete values, every call inlined,
 * every unknown tried with every value of a small domain, until no new
 * configuration of the machine turns up.  It shares the rules' conditions with
 * the engine (rules/expr.h) and nothing else.
 */
#ifndef EQS_ORACLE_MACHINE_H
#define EQS_ORACLE_MACHINE_H

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/vec.h"
#include "facts/facts.h"
#include "rules/rules.h"

#define MAX_LOCALS 120
#define MAX_FRAMES 8
#define MAX_MEMORY 24
#define MAX_TOKENS 10
#define MAX_CONFIGS 8000

/* Every constant that is generated, and one more on both sides. */
#define DOMAIN_LOW (-2)
#define DOMAIN_SIZE 7

enum cval_kind { CVAL_UNDEFINED, CVAL_INT, CVAL_TOKEN, CVAL_ADDRESS, CVAL_FUNCTION };

struct cval {
	enum cval_kind kind;
	int64_t v; /* number, token's index, location, or the function's symbol */
};

/* Saved flags: what stands in every copy of them. */
struct token {
	const struct event *event;
	struct state saved;
	varmask mask;
	bool restored, stale; /* stale: a model set something since */
	uint8_t depth;	      /* of the frame that saved them */
	uint16_t order;
};

struct oframe {
	const struct function *f;
	const struct unit *unit;
	const struct event *call; /* in the caller, where the result goes */
	uint32_t block, op;
	struct state entry;
	struct cval locals[MAX_LOCALS];
};

struct memory {
	int64_t at;
	struct cval v;
};

struct config {
	struct state st;
	uint8_t nframes, nmemory, ntokens;
	bool muddled; /* flags were misused already */
	bool vague;   /* a test told what was not known: the engine need not have entered it */
	uint16_t order;
	const char *held; /* the object that stands behind a table of one choice */
	struct token tokens[MAX_TOKENS];
	struct memory memory[MAX_MEMORY];
	struct oframe frames[MAX_FRAMES];
};

/* What was seen of a check at an event. */
struct seen {
	const struct check *check;
	const struct event *event;
	bool must, may;	  /* holds on some execution: for certain; perhaps */
	bool no, may_not; /* does not hold on some execution */
};

struct machine {
	struct ruleset *rules;
	struct unit **units;
	unsigned nunits;
	const char *arch;
	varmask fixed;
	bool aliases; /* what a root is given may be a global object */
	struct config *now;
	/* choices of the step at hand, counted through like a number */
	unsigned nchoices, at, choice[64], choices[64];
	VEC(struct config *) todo;
	struct map visited;
	struct map live; /* (function, block + 1) -> live */
	VEC(struct seen *) seen;
	struct map seen_map;
	struct map entered; /* (function, 0): it ran */
	size_t nvisited;
	bool overflow; /* a bound was hit: what was seen is right, but not all */
};

static unsigned choose(struct machine *m, unsigned n)
{
	if (m->at == 64)
		die("too many choices in one block");
	if (m->at == m->nchoices) {
		m->choice[m->nchoices] = 0;
		m->choices[m->nchoices++] = n;
	}
	return m->choice[m->at++];
}

static bool choose_next(struct machine *m)
{
	while (m->nchoices && m->choice[m->nchoices - 1] + 1 == m->choices[m->nchoices - 1])
		m->nchoices--;
	if (m->nchoices)
		m->choice[m->nchoices - 1]++;
	return m->nchoices;
}

static struct oframe *top(struct machine *m)
{
	return &m->now->frames[m->now->nframes - 1];
}

/* ---- functions ---- */

static const struct function *find_function(const struct machine *m, const struct unit *from,
					    const char *symbol, const struct unit **where)
{
	for (int local = 1; local >= 0; local--)
		for (unsigned u = 0; u < m->nunits; u++)
			for (uint32_t i = 0; i < m->units[u]->nfunctions; i++) {
				const struct function *f = &m->units[u]->functions[i];

				if (f->symbol != symbol || (local && m->units[u] != from) ||
				    (!local && f->linkage == LINKAGE_STATIC))
					continue;
				*where = m->units[u];
				return f;
			}
	return NULL;
}

/* ---- values ---- */

static struct cval number(int64_t v)
{
	return (struct cval){CVAL_INT, v};
}

static int64_t global_code(const char *symbol)
{
	static const char *const globals[] = {"total", "shared", "spare"};

	for (unsigned i = 0; i < sizeof(globals) / sizeof(*globals); i++)
		if (!strcmp(symbol, globals[i]))
			return (int64_t)(100 + i) << 32;
	return (int64_t)99 << 32;
}

/* A root's parameter points to memory of its own, or to what has a name too. */
static struct cval choose_value(struct machine *m, const struct vtype *type, unsigned local)
{
	if (type->record && m->aliases && choose(m, 2))
		return (struct cval){CVAL_ADDRESS, global_code("shared")};
	if (type->is_pointer)
		return (struct cval){CVAL_ADDRESS, (int64_t)(1 + local) << 32};
	if (type->is_bool)
		return number(choose(m, 2));
	if (type->bits == 64)
		return number(0); /* flags that nobody saved */
	return number(DOMAIN_LOW + (int)choose(m, DOMAIN_SIZE));
}

static struct cval read_local(struct machine *m, uint32_t local)
{
	struct oframe *f = top(m);
	struct cval *v = &f->locals[local];

	if (v->kind == CVAL_UNDEFINED)
		*v = choose_value(m, &f->f->locals[local].type, local);
	return *v;
}

static int64_t step_code(const struct step *s)
{
	static const char *const fields[] = {"mode", "count", "saved", "notify", "run", "stop"};

	for (unsigned i = 0; s->field && i < sizeof(fields) / sizeof(*fields); i++)
		if (!strcmp(s->field, fields[i]))
			return 1 + i;
	return 16 + s->index;
}

static int64_t locate(struct machine *m, const struct path *p)
{
	int64_t at = p->root == ROOT_GLOBAL
			     ? global_code(p->symbol)
			     : (int64_t)(200 + 100 * m->now->nframes + p->local) << 32;

	for (uint32_t i = 0; i < p->nsteps; i++) {
		if (p->steps[i].kind == STEP_DEREF && i == 0 && p->root == ROOT_LOCAL)
			at = read_local(m, p->local).v;
		else
			at += (at & 0xffffff) * 31 + step_code(&p->steps[i]);
	}
	return at;
}

static struct cval *memory_at(struct machine *m, int64_t at)
{
	struct config *c = m->now;
	unsigned i = 0;

	while (i < c->nmemory && c->memory[i].at < at)
		i++;
	if (i < c->nmemory && c->memory[i].at == at)
		return &c->memory[i].v;
	if (c->nmemory == MAX_MEMORY)
		die("the machine has too little memory");
	memmove(&c->memory[i + 1], &c->memory[i], (c->nmemory - i) * sizeof(*c->memory));
	c->nmemory++;
	c->memory[i] = (struct memory){.at = at};
	return &c->memory[i].v;
}

static struct cval read_path(struct machine *m, const struct path *p)
{
	struct cval *v;
	int64_t at;

	if (p->is_volatile)
		return choose_value(m, &p->type, 0);
	at = locate(m, p);
	v = memory_at(m, at);
	if (v->kind == CVAL_UNDEFINED)
		*v = choose_value(m, &p->type, 0);
	return *v;
}

static struct cval evaluate(struct machine *m, const struct operand *o)
{
	struct cval v = number(0);

	switch (o->kind) {
	case OPERAND_CONST:
		v = number(o->value);
		break;
	case OPERAND_LOCAL:
		v = read_local(m, o->local);
		break;
	case OPERAND_PATH:
		v = read_path(m, o->path);
		break;
	case OPERAND_ADDR:
		return (struct cval){CVAL_ADDRESS, locate(m, o->path)};
	case OPERAND_FUNC:
		return (struct cval){CVAL_FUNCTION, (int64_t)(intptr_t)o->symbol};
	default:
		v = number(DOMAIN_LOW + (int)choose(m, DOMAIN_SIZE));
	}
	if (o->mask && v.kind == CVAL_INT)
		v.v &= (int64_t)o->mask;
	return v;
}

static void assign(struct machine *m, const struct operand *dst, struct cval v)
{
	if (dst->kind == OPERAND_LOCAL)
		top(m)->locals[dst->local] = v;
	else if (dst->kind == OPERAND_PATH && !dst->path->is_volatile)
		*memory_at(m, locate(m, dst->path)) = v;
}

static int64_t compute(enum set_op op, int64_t a, int64_t b)
{
	switch (op) {
	case SET_ADD:
		return a + b;
	case SET_SUB:
		return a - b;
	case SET_AND:
		return a & b;
	case SET_OR:
		return a | b;
	case SET_NOT:
		return !a;
	case SET_EQ:
		return a == b;
	case SET_NE:
		return a != b;
	case SET_LT:
		return a < b;
	case SET_LE:
		return a <= b;
	case SET_GT:
		return a > b;
	case SET_GE:
		return a >= b;
	default:
		die("the generator makes no such operation");
	}
}

static void run_plain_set(struct machine *m, const struct event *e)
{
	struct cval a = evaluate(m, &e->set.a);

	if (e->set.op != SET_COPY)
		a = number(compute(e->set.op, a.v, evaluate(m, &e->set.b).v));
	assign(m, &e->set.dst, a);
}

static bool guard_holds(struct machine *m, const struct guard *g)
{
	int64_t a, b;
	bool in = false;

	if (!g)
		return true;
	a = evaluate(m, &g->a).v;
	if (g->rel == GUARD_IN || g->rel == GUARD_NOT_IN) {
		for (uint32_t i = 0; i < g->nranges; i++)
			in |= g->ranges[i].lo <= a && a <= g->ranges[i].hi;
		return in == (g->rel == GUARD_IN);
	}
	b = evaluate(m, &g->b).v;
	switch (g->rel) {
	case GUARD_EQ:
		return a == b;
	case GUARD_NE:
		return a != b;
	case GUARD_LT:
		return a < b;
	case GUARD_LE:
		return a <= b;
	case GUARD_GT:
		return a > b;
	default:
		return a >= b;
	}
}

/* ---- what is read later ---- */

struct live {
	uint64_t bits[MAX_LOCALS / 64 + 1];
};

static void live_operand(struct live *l, const struct operand *o)
{
	const struct path *p = o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR ? o->path : NULL;
	uint32_t local = o->kind == OPERAND_LOCAL     ? o->local
			 : p && p->root == ROOT_LOCAL ? p->local
						      : NO_LOCAL;

	if (local != NO_LOCAL)
		l->bits[local / 64] |= 1ull << (local % 64);
}

static void live_dead(struct live *l, const struct operand *dst)
{
	if (dst->kind == OPERAND_LOCAL)
		l->bits[dst->local / 64] &= ~(1ull << (dst->local % 64));
}

/* From what is live behind the event to what is live before it. */
static void live_event(struct live *l, const struct event *e)
{
	if (e->kind == EVENT_RETURN) {
		live_operand(l, &e->ret.value);
	} else if (e->kind == EVENT_SET || e->kind == EVENT_STORE) {
		live_dead(l, &e->set.dst);
		live_operand(l, &e->set.a);
		live_operand(l, &e->set.b);
		if (e->kind == EVENT_STORE)
			live_operand(l, &e->set.dst);
	} else if (e->kind == EVENT_CALL) {
		live_dead(l, &e->call.result);
		for (uint32_t i = 0; i < e->call.nargs; i++)
			live_operand(l, &e->call.args[i]);
		live_operand(l, &e->call.pointer);
		if (e->call.result.kind == OPERAND_PATH)
			live_operand(l, &e->call.result);
		if (e->call.callee == CALLEE_SLOT)
			live_operand(l,
				     &(struct operand){.kind = OPERAND_PATH, .path = e->call.slot});
	}
}

/* What is live before the block's event op; at 0 it is what is live at the block's start. */
static struct live live_from(struct machine *m, const struct function *f, uint32_t block,
			     uint32_t op)
{
	const struct block *bl = &f->blocks[block];
	struct live all = {};

	for (uint32_t i = 0; i < bl->nedges; i++) {
		const struct edge *e = &bl->edges[i];
		struct live *to = map_get(&m->live, f, e->to + 1), l = {};

		if (to)
			l = *to;
		for (uint32_t k = e->nsets; k-- > 0;)
			live_event(&l, &e->sets[k]);
		if (e->guard) {
			live_operand(&l, &e->guard->a);
			live_operand(&l, &e->guard->b);
		}
		for (unsigned k = 0; k < sizeof(l.bits) / sizeof(*l.bits); k++)
			all.bits[k] |= l.bits[k];
	}
	for (uint32_t i = bl->nevents; i-- > op;)
		live_event(&all, &bl->events[i]);
	return all;
}

static void find_live(struct machine *m, const struct function *f)
{
	bool changed = true;

	for (uint32_t b = 0; b < f->nblocks; b++)
		map_put(&m->live, f, b + 1, calloc(1, sizeof(struct live)));
	while (changed) {
		changed = false;
		for (uint32_t b = f->nblocks; b-- > 0;) {
			struct live *old = map_get(&m->live, f, b + 1), now = live_from(m, f, b, 0);

			changed |= memcmp(old, &now, sizeof(now)) != 0;
			*old = now;
		}
	}
}

static bool is_live(const struct live *l, uint32_t local)
{
	return l->bits[local / 64] >> (local % 64) & 1;
}

#endif
