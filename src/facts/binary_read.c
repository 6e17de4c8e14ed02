// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the binary form in one pass. */
#include "forms.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include "base/error.h"
#include "binary_get.h"
#include "check.h"
#include "share.h"

/* No unit comes near; what a hostile record can make us allocate is bounded by it. */
#define RECORD_MAX (64u << 20)

static void get_place(struct reader *r, struct place *p)
{
	uint64_t v = get(r);
	int64_t delta;

	if (!v)
		return;
	v--;
	if (v & 1)
		r->file = get_string(r);
	delta = unzigzag(v >> 1);
	if (delta < -(int64_t)r->line || delta > (int64_t)UINT32_MAX - r->line) {
		fail(r, "a line is out of range");
		return;
	}
	r->line = (uint32_t)(r->line + delta);
	p->file = r->file;
	p->line = r->line;
	p->column = get_u32(r);
}

/* ---- operands ---- */

static struct path *get_path(struct reader *r)
{
	struct path *p = arena_new(r->arena, struct path);
	unsigned int head = get_upto(r, PATH_VOLATILE | ROOT_TYPE);

	if ((head & PATH_ROOT_BITS) > ROOT_TYPE)
		fail(r, "a path's root is of no kind");
	p->root = head & PATH_ROOT_BITS;
	p->is_volatile = head & PATH_VOLATILE;
	if (p->root == ROOT_LOCAL)
		p->local = get_u32(r);
	else if (p->root == ROOT_GLOBAL)
		p->symbol = get_string(r);
	get_type(r, &p->type);
	p->nsteps = get_count(r, 1);
	p->steps = arena_array(r->arena, struct step, p->nsteps);
	for (struct step *s = p->steps; s < p->steps + p->nsteps && !r->bad; s++) {
		s->kind = get_upto(r, STEP_INDEX_ANY);
		if (s->kind == STEP_FIELD) {
			s->record = get_string(r);
			s->field = get_string(r);
		} else if (s->kind == STEP_INDEX || s->kind == STEP_INDEX_LOCAL) {
			s->index = get_signed(r);
		}
	}
	return p;
}

static void get_operand(struct reader *r, struct operand *o)
{
	unsigned int head = get_upto(r, OPERAND_HAS_MASK | OPERAND_UNKNOWN);

	if ((head & OPERAND_KIND_BITS) > OPERAND_UNKNOWN)
		fail(r, "an operand is of no kind");
	if (!head || r->bad)
		return;
	o->kind = head & OPERAND_KIND_BITS;
	get_type(r, &o->type);
	if (head & OPERAND_HAS_MASK)
		o->mask = get(r);
	switch (o->kind) {
	case OPERAND_CONST:
		o->value = get_signed(r);
		break;
	case OPERAND_FUNC:
		o->symbol = get_string(r);
		break;
	case OPERAND_LOCAL:
		o->local = get_u32(r);
		break;
	case OPERAND_ADDR:
	case OPERAND_PATH:
		o->path = get_path(r);
		break;
	case OPERAND_NONE:
	case OPERAND_UNKNOWN:
		break;
	}
}

static struct operand *get_operands(struct reader *r, uint32_t *n)
{
	struct operand *o;

	*n = get_count(r, 1);
	o = arena_array(r->arena, struct operand, *n);
	for (uint32_t i = 0; i < *n && !r->bad; i++)
		get_operand(r, &o[i]);
	return o;
}

/* ---- events ---- */

static void get_call(struct reader *r, struct event *e, unsigned int head)
{
	unsigned int callee = head >> EVENT_CALLEE_SHIFT & EVENT_CALLEE_BITS;

	if (callee > CALLEE_POINTER)
		fail(r, "a call is of no kind");
	e->call.callee = callee;
	e->call.is_noreturn = head & EVENT_NORETURN;
	if (callee == CALLEE_SYMBOL)
		e->call.symbol = get_string(r);
	else if (callee == CALLEE_SLOT)
		e->call.slot = get_path(r);
	else
		get_operand(r, &e->call.pointer);
	e->call.args = get_operands(r, &e->call.nargs);
	get_operand(r, &e->call.result);
}

static void get_set(struct reader *r, struct event *e)
{
	enum set_op op = get_upto(r, SET_UNKNOWN);

	e->set.op = op;
	get_operand(r, &e->set.dst);
	get_operand(r, &e->set.a);
	if (op != SET_COPY && op != SET_NOT && op != SET_NEG)
		get_operand(r, &e->set.b);
}

static void get_event(struct reader *r, struct event *e)
{
	unsigned int head = get_upto(r, EVENT_NORETURN | EVENT_CALLEE_BITS << EVENT_CALLEE_SHIFT |
						EVENT_KIND_BITS);
	unsigned int kind = head & EVENT_KIND_BITS;

	if (kind > EVENT_RETURN || (kind != EVENT_CALL && head != kind))
		fail(r, "an event is of no kind");
	e->kind = r->bad ? EVENT_RETURN : kind;
	get_place(r, &e->place);
	e->chain = get_chain(r);
	switch (e->kind) {
	case EVENT_CALL:
		get_call(r, e, head);
		break;
	case EVENT_ASM:
		e->as.text = get_string(r);
		e->as.outs = get_operands(r, &e->as.nouts);
		e->as.ins = get_operands(r, &e->as.nins);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		get_set(r, e);
		break;
	case EVENT_RETURN:
		get_operand(r, &e->ret.value);
		break;
	}
}

/* The smallest event: its first byte, its place, its chain and an operand. */
#define EVENT_MIN 4

static struct event *get_events(struct reader *r, uint32_t *n)
{
	struct event *e;

	*n = get_count(r, EVENT_MIN);
	e = arena_array(r->arena, struct event, *n);
	for (uint32_t i = 0; i < *n && !r->bad; i++)
		get_event(r, &e[i]);
	return e;
}

/* ---- control flow ---- */

static struct guard *get_guard(struct reader *r)
{
	unsigned int head = get_upto(r, 1 + GUARD_LABEL);
	struct guard *g;

	if (!head)
		return NULL;
	g = arena_new(r->arena, struct guard);
	g->rel = head - 1;
	if (g->rel == GUARD_LABEL) {
		g->label = get_u32(r);
		return g;
	}
	get_operand(r, &g->a);
	if (g->rel != GUARD_IN && g->rel != GUARD_NOT_IN) {
		get_operand(r, &g->b);
		return g;
	}
	g->nranges = get_count(r, 2);
	g->ranges = arena_array(r->arena, struct range, g->nranges);
	for (uint32_t i = 0; i < g->nranges && !r->bad; i++) {
		g->ranges[i].lo = get_signed(r);
		g->ranges[i].hi = (int64_t)((uint64_t)g->ranges[i].lo + get(r));
	}
	return g;
}

static void get_block(struct reader *r, struct block *b)
{
	b->events = get_events(r, &b->nevents);
	get_place(r, &b->place);
	b->chain = get_chain(r);
	b->nedges = get_count(r, 3);
	b->edges = arena_array(r->arena, struct edge, b->nedges);
	for (struct edge *e = b->edges; e < b->edges + b->nedges && !r->bad; e++) {
		e->to = get_u32(r);
		e->guard = get_guard(r);
		e->sets = get_events(r, &e->nsets);
	}
}

static void get_function(struct reader *r, struct function *f)
{
	unsigned int flags;

	f->symbol = get_string(r);
	get_place(r, &f->place);
	flags = get_upto(r, FUNCTION_NORETURN | FUNCTION_INLINE_BITS << FUNCTION_INLINE_SHIFT |
				    FUNCTION_LINKAGE_BITS);
	if ((flags & FUNCTION_LINKAGE_BITS) > LINKAGE_WEAK)
		fail(r, "a linkage is unknown");
	f->linkage = flags & FUNCTION_LINKAGE_BITS;
	f->inlining = flags >> FUNCTION_INLINE_SHIFT & FUNCTION_INLINE_BITS;
	f->is_noreturn = flags & FUNCTION_NORETURN;
	f->section = get_string(r);
	f->alias_of = get_string(r);
	f->nparams = get_u32(r);
	f->nlocals = get_count(r, 3);
	f->locals = arena_array(r->arena, struct local, f->nlocals);
	for (struct local *l = f->locals; l < f->locals + f->nlocals && !r->bad; l++) {
		l->name = get_string(r);
		get_type(r, &l->type);
		flags = get_upto(r, LOCAL_PARAM | LOCAL_MEMORY);
		l->is_param = flags & LOCAL_PARAM;
		l->in_memory = flags & LOCAL_MEMORY;
	}
	f->nblocks = get_count(r, 4);
	f->blocks = arena_array(r->arena, struct block, f->nblocks);
	for (uint32_t i = 0; i < f->nblocks && !r->bad; i++)
		get_block(r, &f->blocks[i]);
}

/* ---- the unit ---- */

static void get_row(struct reader *r, struct row *row)
{
	row->object = get_string(r);
	row->within = get_string(r);
	row->record = get_string(r);
	row->index = get_signed(r);
	get_place(r, &row->place);
	row->is_static = get_upto(r, 1);
	row->ncells = get_count(r, 3);
	row->cells = arena_array(r->arena, struct cell, row->ncells);
	for (struct cell *c = row->cells; c < row->cells + row->ncells && !r->bad; c++) {
		c->record = get_string(r);
		c->field = get_string(r);
		get_operand(r, &c->value);
	}
}

static void get_header(struct reader *r, struct unit *u)
{
	u->arch = get_string(r);
	u->release = get_string(r);
	u->compiler = get_string(r);
	u->source = get_string(r);
	u->object = get_string(r);
	u->config = get_string(r);
	u->is_preprocessed = get_upto(r, 1);
	u->noptions = get_count(r, 2);
	u->options = arena_array(r->arena, struct option, u->noptions);
	for (uint32_t i = 0; i < u->noptions && !r->bad; i++) {
		u->options[i].name = get_string(r);
		u->options[i].value = get_string(r);
	}
}

static void get_tables(struct reader *r, struct unit *u)
{
	u->nrows = get_count(r, 7);
	u->rows = arena_array(r->arena, struct row, u->nrows);
	for (uint32_t i = 0; i < u->nrows && !r->bad; i++)
		get_row(r, &u->rows[i]);
	u->nsymrefs = get_count(r, 3);
	u->symrefs = arena_array(r->arena, struct symref, u->nsymrefs);
	for (uint32_t i = 0; i < u->nsymrefs && !r->bad; i++) {
		u->symrefs[i].symbol = get_string(r);
		u->symrefs[i].section = get_string(r);
		u->symrefs[i].is_weak = get_upto(r, 1);
	}
}

static int get_unit(struct reader *r, struct unit *u, struct facts_pool *pool, struct error *err)
{
	int ret;

	binary_read_tables(r);
	get_header(r, u);
	u->nfunctions = get_count(r, 8);
	u->functions = arena_array(r->arena, struct function, u->nfunctions);
	for (uint32_t i = 0; i < u->nfunctions && !r->bad; i++) {
		struct arena_mark mark = arena_mark(r->arena);

		get_function(r, &u->functions[i]);
		/* Here and not at the end: now it is in the cache. */
		ret = r->bad ? 0 : facts_check_function(&u->functions[i], err);
		if (ret)
			return ret;
		if (!r->bad && pool)
			pool_share(pool, &u->functions[i], &mark);
	}
	get_tables(r, u);
	if (!r->bad && r->p != r->end)
		fail(r, "the record is longer than its facts");
	if (r->bad)
		return error_set(err, EINVAL, "the facts are damaged: %s", r->bad);
	return facts_check_unit(u, err);
}

static uint64_t fixed(const uint8_t *p, int bytes)
{
	uint64_t v = 0;

	while (bytes--)
		v = v << 8 | p[bytes];
	return v;
}

/* pool: NULL, or where the arena is from */
static int read_record(const void *data, size_t n, size_t *used, struct arena *arena,
		       struct facts_pool *pool, struct unit **unit, struct error *err)
{
	const uint8_t *p = data;
	struct reader r = {.arena = arena};
	struct unit *u;
	uint64_t size;
	int ret;

	if (n < BINARY_HEADER || memcmp(p, BINARY_MAGIC, BINARY_MAGIC_SIZE))
		return error_set(err, EINVAL, "these are no facts in the binary form");
	if (fixed(p + 4, 4) != FACTS_VERSION)
		return error_set(err, EPROTO,
				 "facts of version %u, this program reads %u: build them again",
				 (unsigned int)fixed(p + 4, 4), FACTS_VERSION);
	size = fixed(p + 8, 8);
	if (size > RECORD_MAX)
		return error_set(err, EINVAL, "the facts say that they are %llu bytes: too many",
				 (unsigned long long)size);
	if (size < BINARY_HEADER || size > n)
		return error_set(err, EINVAL, "the facts are cut: %zu bytes of %llu are there", n,
				 (unsigned long long)size);
	r.p = p + BINARY_HEADER;
	r.end = p + size;
	u = arena_new(arena, struct unit);
	u->arena = arena;
	ret = get_unit(&r, u, pool, err);
	if (ret)
		return ret;
	*used = size;
	*unit = u;
	return 0;
}

int facts_read_binary(const void *p, size_t n, size_t *used, struct arena *arena,
		      struct unit **unit, struct error *err)
{
	return read_record(p, n, used, arena, NULL, unit, err);
}

int facts_read_shared(const void *p, size_t n, size_t *used, struct facts_pool *pool,
		      struct unit **unit, struct error *err)
{
	return read_record(p, n, used, &pool->arena, pool, unit, err);
}
