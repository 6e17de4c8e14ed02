// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Writes the binary form.  Strings, types and macro chains repeat all the
 * time, so each stands once in a table and is a number elsewhere; numbers are
 * given in the order of first use, so equal units give equal bytes.
 *
 * This runs inside the compiler too: one pass over the facts, no sorting.
 */
#include "forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vec.h"
#include "binary.h"

/* Hash to number; the things themselves stand in the writer's vectors. */
struct numbers {
	struct number_slot {
		uint32_t hash, id; /* id 0: empty */
	} * slots;
	uint32_t size, used; /* size is a power of two */
};

struct writer {
	struct buf body, tables;
	VEC(const char *) strings;
	VEC(struct vtype) types;
	VEC(const struct chain *) chains;
	struct numbers string_map, type_map, chain_map;
	const char *file; /* of the last place */
	uint32_t line;
};

typedef bool (*same_fn)(const struct writer *w, uint32_t id, const void *key);

static void numbers_grow(struct numbers *m)
{
	struct numbers old = *m;

	m->size = old.size ? 2 * old.size : 256;
	m->slots = calloc(m->size, sizeof(*m->slots));
	if (!m->slots)
		die("out of memory");
	for (uint32_t i = 0; i < old.size; i++) {
		uint32_t j = old.slots[i].hash & (m->size - 1);

		if (!old.slots[i].id)
			continue;
		while (m->slots[j].id)
			j = (j + 1) & (m->size - 1);
		m->slots[j] = old.slots[i];
	}
	free(old.slots);
}

/* The number of key, from 1; *is_new when it was not there. */
static uint32_t number_of(const struct writer *w, struct numbers *m, uint64_t h, same_fn same,
			  const void *key, bool *is_new)
{
	uint32_t hash = (uint32_t)((h * 0x9e3779b97f4a7c15ull) >> 32), i;

	if (4 * (m->used + 1) > 3 * m->size)
		numbers_grow(m);
	for (i = hash & (m->size - 1); m->slots[i].id; i = (i + 1) & (m->size - 1)) {
		if (m->slots[i].hash == hash && same(w, m->slots[i].id, key)) {
			*is_new = false;
			return m->slots[i].id;
		}
	}
	m->slots[i] = (struct number_slot){hash, ++m->used};
	*is_new = true;
	return m->used;
}

/* ---- numbers ---- */

static void add_number(struct buf *b, uint64_t v)
{
	unsigned char tmp[10];
	size_t n = 0;

	while (v > 0x7f) {
		tmp[n++] = (unsigned char)(v | 0x80);
		v >>= 7;
	}
	tmp[n++] = (unsigned char)v;
	buf_add(b, tmp, n);
}

static void put(struct writer *w, uint64_t v)
{
	add_number(&w->body, v);
}

static void put_signed(struct writer *w, int64_t v)
{
	add_number(&w->body, zigzag(v));
}

/* ---- things that stand in tables ---- */

static bool same_string(const struct writer *w, uint32_t id, const void *key)
{
	return w->strings.v[id - 1] == key;
}

/* 0 for NULL.  Interned strings: equal ones have one address. */
static uint32_t string_id(struct writer *w, const char *s)
{
	bool is_new;
	uint32_t id;

	if (!s)
		return 0;
	id = number_of(w, &w->string_map, (uintptr_t)s, same_string, s, &is_new);
	if (is_new)
		vec_push(&w->strings, s);
	return id;
}

static void put_string(struct writer *w, const char *s)
{
	put(w, string_id(w, s));
}

static bool same_type(const struct writer *w, uint32_t id, const void *key)
{
	return type_equal(&w->types.v[id - 1], key);
}

static unsigned int type_flags(const struct vtype *t)
{
	return (t->is_bool ? TYPE_BOOL : 0) | (t->is_signed ? TYPE_SIGNED : 0) |
	       (t->is_pointer ? TYPE_POINTER : 0);
}

static void put_type(struct writer *w, const struct vtype *t)
{
	uint64_t h = (uintptr_t)t->record * 31 + t->bits * 8 + type_flags(t);
	bool is_new;
	uint32_t id = number_of(w, &w->type_map, h, same_type, t, &is_new);

	if (is_new) {
		vec_push(&w->types, *t);
		string_id(w, t->record);
	}
	put(w, id - 1);
}

static bool same_chain(const struct writer *w, uint32_t id, const void *key)
{
	const struct chain *a = w->chains.v[id - 1], *b = key;

	return a->n == b->n && !memcmp(a->name, b->name, a->n * sizeof(a->name[0]));
}

static void put_chain(struct writer *w, const struct chain *c)
{
	uint64_t h = 0;
	bool is_new;
	uint32_t id;

	if (!c || !c->n) {
		put(w, 0);
		return;
	}
	for (uint32_t i = 0; i < c->n; i++)
		h = h * 31 + (uintptr_t)c->name[i];
	id = number_of(w, &w->chain_map, h, same_chain, c, &is_new);
	if (is_new) {
		vec_push(&w->chains, c);
		for (uint32_t i = 0; i < c->n; i++)
			string_id(w, c->name[i]);
	}
	put(w, id);
}

/* 0: no place; else 1 + (line's difference << 1 | another file), [file], column. */
static void put_place(struct writer *w, const struct place *p)
{
	bool moved = p->file != w->file;

	if (!p->file && !p->line && !p->column) {
		put(w, 0);
		return;
	}
	put(w, 1 + (zigzag((int64_t)p->line - w->line) << 1 | moved));
	if (moved)
		put_string(w, p->file);
	put(w, p->column);
	w->file = p->file;
	w->line = p->line;
}

/* ---- operands ---- */

static void put_path(struct writer *w, const struct path *p)
{
	put(w, p->root | (p->is_volatile ? PATH_VOLATILE : 0));
	if (p->root == ROOT_LOCAL)
		put(w, p->local);
	else if (p->root == ROOT_GLOBAL)
		put_string(w, p->symbol);
	put_type(w, &p->type);
	put(w, p->nsteps);
	for (const struct step *s = p->steps; s < p->steps + p->nsteps; s++) {
		put(w, s->kind);
		if (s->kind == STEP_FIELD) {
			put_string(w, s->record);
			put_string(w, s->field);
		} else if (s->kind == STEP_INDEX || s->kind == STEP_INDEX_LOCAL) {
			put_signed(w, s->index);
		}
	}
}

static void put_operand(struct writer *w, const struct operand *o)
{
	put(w, o->kind | (o->kind != OPERAND_NONE && o->mask ? OPERAND_HAS_MASK : 0));
	if (o->kind == OPERAND_NONE)
		return;
	put_type(w, &o->type);
	if (o->mask)
		put(w, o->mask);
	switch (o->kind) {
	case OPERAND_CONST:
		put_signed(w, o->value);
		break;
	case OPERAND_FUNC:
		put_string(w, o->symbol);
		break;
	case OPERAND_LOCAL:
		put(w, o->local);
		break;
	case OPERAND_ADDR:
	case OPERAND_PATH:
		put_path(w, o->path);
		break;
	case OPERAND_NONE:
	case OPERAND_UNKNOWN:
		break;
	}
}

static void put_operands(struct writer *w, const struct operand *o, uint32_t n)
{
	put(w, n);
	for (uint32_t i = 0; i < n; i++)
		put_operand(w, &o[i]);
}

/* ---- events ---- */

static void put_call(struct writer *w, const struct event *e)
{
	if (e->call.callee == CALLEE_SYMBOL)
		put_string(w, e->call.symbol);
	else if (e->call.callee == CALLEE_SLOT)
		put_path(w, e->call.slot);
	else
		put_operand(w, &e->call.pointer);
	put_operands(w, e->call.args, e->call.nargs);
	put_operand(w, &e->call.result);
}

/* One operand for what has one; what a set of unknown value carries is kept. */
static void put_set(struct writer *w, const struct event *e)
{
	enum set_op op = e->set.op;

	put(w, op);
	put_operand(w, &e->set.dst);
	put_operand(w, &e->set.a);
	if (op != SET_COPY && op != SET_NOT && op != SET_NEG)
		put_operand(w, &e->set.b);
}

static void put_event(struct writer *w, const struct event *e)
{
	unsigned int head = e->kind;

	if (e->kind == EVENT_CALL)
		head |= e->call.callee << EVENT_CALLEE_SHIFT |
			(e->call.is_noreturn ? EVENT_NORETURN : 0);
	put(w, head);
	put_place(w, &e->place);
	put_chain(w, e->chain);
	switch (e->kind) {
	case EVENT_CALL:
		put_call(w, e);
		break;
	case EVENT_ASM:
		put_string(w, e->as.text);
		put_operands(w, e->as.outs, e->as.nouts);
		put_operands(w, e->as.ins, e->as.nins);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		put_set(w, e);
		break;
	case EVENT_RETURN:
		put_operand(w, &e->ret.value);
		break;
	}
}

/* ---- control flow ---- */

static void put_guard(struct writer *w, const struct guard *g)
{
	put(w, 1 + g->rel);
	if (g->rel == GUARD_LABEL) {
		put(w, g->label);
		return;
	}
	put_operand(w, &g->a);
	if (g->rel != GUARD_IN && g->rel != GUARD_NOT_IN) {
		put_operand(w, &g->b);
		return;
	}
	put(w, g->nranges);
	for (uint32_t i = 0; i < g->nranges; i++) {
		put_signed(w, g->ranges[i].lo);
		put(w, (uint64_t)g->ranges[i].hi - (uint64_t)g->ranges[i].lo);
	}
}

static void put_block(struct writer *w, const struct block *b)
{
	put(w, b->nevents);
	for (uint32_t i = 0; i < b->nevents; i++)
		put_event(w, &b->events[i]);
	put_place(w, &b->place);
	put_chain(w, b->chain);
	put(w, b->nedges);
	for (const struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
		put(w, e->to);
		if (e->guard)
			put_guard(w, e->guard);
		else
			put(w, 0);
		put(w, e->nsets);
		for (uint32_t i = 0; i < e->nsets; i++)
			put_event(w, &e->sets[i]);
	}
}

static void put_function(struct writer *w, const struct function *f)
{
	put_string(w, f->symbol);
	put_place(w, &f->place);
	put(w, f->linkage | f->inlining << FUNCTION_INLINE_SHIFT |
		       (f->is_noreturn ? FUNCTION_NORETURN : 0));
	put_string(w, f->section);
	put_string(w, f->alias_of);
	put(w, f->nparams);
	put(w, f->nlocals);
	for (const struct local *l = f->locals; l < f->locals + f->nlocals; l++) {
		put_string(w, l->name);
		put_type(w, &l->type);
		put(w, (l->is_param ? LOCAL_PARAM : 0) | (l->in_memory ? LOCAL_MEMORY : 0));
	}
	put(w, f->nblocks);
	for (uint32_t i = 0; i < f->nblocks; i++)
		put_block(w, &f->blocks[i]);
}

/* ---- the unit ---- */

static void put_row(struct writer *w, const struct row *r)
{
	put_string(w, r->object);
	put_string(w, r->within);
	put_string(w, r->record);
	put_signed(w, r->index);
	put_place(w, &r->place);
	put(w, r->is_static);
	put(w, r->ncells);
	for (const struct cell *c = r->cells; c < r->cells + r->ncells; c++) {
		put_string(w, c->record);
		put_string(w, c->field);
		put_operand(w, &c->value);
	}
}

static void put_unit(struct writer *w, const struct unit *u)
{
	put_string(w, u->arch);
	put_string(w, u->release);
	put_string(w, u->compiler);
	put_string(w, u->source);
	put_string(w, u->object);
	put_string(w, u->config);
	put(w, u->is_preprocessed);
	put(w, u->noptions);
	for (uint32_t i = 0; i < u->noptions; i++) {
		put_string(w, u->options[i].name);
		put_string(w, u->options[i].value);
	}
	put(w, u->nfunctions);
	for (uint32_t i = 0; i < u->nfunctions; i++)
		put_function(w, &u->functions[i]);
	put(w, u->nrows);
	for (uint32_t i = 0; i < u->nrows; i++)
		put_row(w, &u->rows[i]);
	put(w, u->nsymrefs);
	for (const struct symref *s = u->symrefs; s < u->symrefs + u->nsymrefs; s++) {
		put_string(w, s->symbol);
		put_string(w, s->section);
		put(w, s->is_weak);
	}
}

static void write_tables(struct writer *w)
{
	struct buf *b = &w->tables;

	add_number(b, w->strings.n);
	for (size_t i = 0; i < w->strings.n; i++) {
		size_t n = strlen(w->strings.v[i]);

		add_number(b, n);
		buf_add(b, w->strings.v[i], n);
	}
	add_number(b, w->types.n);
	for (size_t i = 0; i < w->types.n; i++) {
		const struct vtype *t = &w->types.v[i];

		buf_putc(b, (char)t->bits);
		buf_putc(b, (char)type_flags(t));
		add_number(b, string_id(w, t->record));
	}
	add_number(b, w->chains.n);
	for (size_t i = 0; i < w->chains.n; i++) {
		const struct chain *c = w->chains.v[i];

		add_number(b, c->n);
		for (uint32_t j = 0; j < c->n; j++)
			add_number(b, string_id(w, c->name[j]));
	}
}

static void put_fixed(struct buf *b, uint64_t v, int bytes)
{
	for (int i = 0; i < bytes; i++)
		buf_putc(b, (char)(v >> (8 * i)));
}

void facts_write_binary(struct buf *out, const struct unit *u)
{
	struct writer w = {};

	put_unit(&w, u);
	write_tables(&w);
	buf_add(out, BINARY_MAGIC, BINARY_MAGIC_SIZE);
	put_fixed(out, FACTS_VERSION, 4);
	put_fixed(out, BINARY_HEADER + w.tables.n + w.body.n, 8);
	buf_add(out, w.tables.s, w.tables.n);
	buf_add(out, w.body.s, w.body.n);

	buf_free(&w.body);
	buf_free(&w.tables);
	vec_free(&w.strings);
	vec_free(&w.types);
	vec_free(&w.chains);
	free(w.string_map.slots);
	free(w.type_map.slots);
	free(w.chain_map.slots);
}
