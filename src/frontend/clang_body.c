// SPDX-License-Identifier: GPL-2.0-or-later
/* What a body is made of while it is written: blocks, events, locals. */
#include "clang_body.h"

#include <errno.h>
#include <string.h>

#include "base/intern.h"

/* ---- children ---- */

struct gatherer {
	VEC(CXCursor) list;
	bool all;
	size_t total;
};

static enum CXChildVisitResult gather(CXCursor c, CXCursor parent, CXClientData data)
{
	struct gatherer *g = data;
	enum CXCursorKind k = clang_getCursorKind(c);

	(void)parent;
	g->total++;
	if (g->all || clang_isExpression(k) || clang_isStatement(k))
		vec_push(&g->list, c);
	return CXChildVisit_Continue;
}

static struct kids gather_kids(struct body *b, CXCursor c, bool all)
{
	struct gatherer g = {.all = all};
	struct kids k = {};

	clang_visitChildren(c, gather, &g);
	k.n = g.list.n;
	k.total = g.total;
	k.v = arena_copy(&b->u->scratch, g.list.v, k.n * sizeof(*k.v));
	vec_free(&g.list);
	return k;
}

struct kids kids_of(struct body *b, CXCursor c)
{
	return gather_kids(b, c, false);
}

struct kids all_kids(struct body *b, CXCursor c)
{
	return gather_kids(b, c, true);
}

bool enter(struct body *b, CXCursor c)
{
	struct place p;
	const struct chain *chain;

	if (b->depth++ < MAX_DEPTH)
		return true;
	if (!b->u->ret) {
		place_of(b->u, clang_getCursorLocation(c), &p, &chain);
		b->u->ret = error_set(b->u->err, E2BIG,
				      "%s:%u: more than %d statements or expressions inside each "
				      "other",
				      p.file ? p.file : "?", p.line, MAX_DEPTH);
	}
	return false;
}

void leave(struct body *b)
{
	b->depth--;
}

/* ---- blocks ---- */

uint32_t new_block(struct body *b)
{
	vec_push(&b->blocks, (struct iblock){});
	return (uint32_t)b->blocks.n - 1;
}

static void stop(struct body *b)
{
	b->cur = b->nowhere;
	b->dead = true;
}

void start_label(struct body *b, uint32_t block)
{
	b->cur = block;
	b->dead = false;
}

void start_block(struct body *b, uint32_t block)
{
	if (b->blocks.v[block].npreds)
		start_label(b, block);
	else
		stop(b);
}

/* Brackets and implicit conversions have the place of what is in them. */
static CXCursor strip_steps(struct body *b, CXCursor c)
{
	for (;;) {
		enum CXCursorKind kind = clang_getCursorKind(c);
		struct kids k;

		if (kind != CXCursor_ParenExpr && kind != CXCursor_UnexposedExpr)
			return c;
		k = kids_of(b, c);
		if (k.n != 1 || k.total != 1)
			return c;
		c = k.v[0];
	}
}

void expression_place(struct body *b, CXCursor c, struct place *place, const struct chain **chain)
{
	if (b->moved.place.line &&
	    (clang_equalCursors(c, b->moved.whole) || clang_equalCursors(c, b->moved.plain))) {
		*place = b->moved.place;
		*chain = b->moved.chain;
		return;
	}
	c = strip_steps(b, c);
	if (clang_getCursorKind(c) == CXCursor_BinaryOperator ||
	    clang_getCursorKind(c) == CXCursor_CompoundAssignOperator) {
		struct kids k = kids_of(b, c);

		if (k.n == 2) {
			place_operator(b->u, c, k.v[0], k.v[1], place, chain);
			return;
		}
	}
	if (clang_getCursorKind(c) == CXCursor_ConditionalOperator) {
		struct kids k = kids_of(b, c);

		if (k.n == 3) {
			place_operator(b->u, c, k.v[1], k.v[2], place, chain);
			return;
		}
	}
	place_of(b->u, clang_getCursorLocation(c), place, chain);
}

struct event *emit(struct body *b, CXCursor at, enum event_kind kind)
{
	struct iblock *k = &b->blocks.v[b->cur];
	struct event e = {.kind = kind};

	expression_place(b, at, &e.place, &e.chain);
	vec_push(&k->events, e);
	return &k->events.v[k->events.n - 1];
}

void add_edge(struct body *b, uint32_t from, uint32_t to, struct guard *guard)
{
	if (from == b->nowhere)
		return;
	b->blocks.v[to].npreds++;
	vec_push(&b->blocks.v[from].edges, (struct edge){.to = to, .guard = guard});
}

void end_block(struct body *b, CXCursor at)
{
	struct iblock *k = &b->blocks.v[b->cur];

	if (b->test.place.line) {
		k->place = b->test.place;
		k->chain = b->test.chain;
	} else {
		expression_place(b, at, &k->place, &k->chain);
	}
	stop(b);
}

void go_to(struct body *b, uint32_t block)
{
	struct iblock *k = &b->blocks.v[b->cur];

	if (b->dead)
		return;
	if (k->events.n) {
		k->place = k->events.v[k->events.n - 1].place;
		k->chain = k->events.v[k->events.n - 1].chain;
	}
	add_edge(b, b->cur, block, NULL);
	stop(b);
}

/* ---- locals ---- */

static uint32_t add_local(struct body *b, struct local l, struct variable v)
{
	vec_push(&b->locals, l);
	vec_push(&b->variables, v);
	return (uint32_t)b->locals.n - 1;
}

uint32_t new_temporary(struct body *b, struct vtype type)
{
	return add_local(b, (struct local){.type = type}, (struct variable){});
}

uint32_t new_variable(struct body *b, struct vtype type)
{
	return add_local(b, (struct local){.type = type}, (struct variable){.is_many = true});
}

uint32_t local_of(struct body *b, CXCursor decl)
{
	const void *key = decl_key(decl);
	uintptr_t known = (uintptr_t)map_get(&b->vars, key, 0);
	struct local l = {};
	struct variable v = {.is_named = true, .is_many = true};
	CXType type;
	uint32_t n;

	if (known)
		return (uint32_t)known - 1;
	type = clang_getCanonicalType(clang_getCursorType(decl));
	l.name = take_string(clang_getCursorSpelling(decl));
	l.type = vtype_of(b->u, type);
	/* a parameter that is written as an array is a pointer */
	if (clang_getCursorKind(decl) == CXCursor_ParmDecl && is_array_type(type))
		l.type = (struct vtype){.record = vtype_of(b->u, pointee(type)).record,
					.bits = b->u->pointer_bits,
					.is_pointer = true};
	v.is_volatile = is_volatile_type(type);
	v.in_memory = v.is_volatile || !l.type.bits;
	l.in_memory = v.in_memory;
	n = add_local(b, l, v);
	map_put(&b->vars, key, 0, (void *)(uintptr_t)(n + 1));
	return n;
}
