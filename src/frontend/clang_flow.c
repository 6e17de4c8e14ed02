// SPDX-License-Identifier: GPL-2.0-or-later
/* Statements. */
#include "clang_body.h"
#include "clang_group.h"

#include <string.h>

#include <stdlib.h>

#include "base/intern.h"
#include "facts/constant.h"

/* ---- loops ---- */

static void lower_loop_body(struct body *b, CXCursor code, uint32_t on_break, uint32_t on_continue)
{
	vec_push(&b->jumps, (struct jump){.on_break = on_break,
					  .on_continue = on_continue,
					  .depth = b->scopes.n});
	lower_statement(b, code);
	b->jumps.n--;
}

static void lower_while(struct body *b, const struct kids *k)
{
	uint32_t head = new_block(b), code = new_block(b), end = new_block(b);

	go_to(b, head);
	start_label(b, head);
	branch_on(b, k->v[0], code, end);
	start_block(b, code);
	lower_loop_body(b, k->v[k->n - 1], end, head);
	go_to(b, head);
	start_block(b, end);
}

static void lower_do(struct body *b, const struct kids *k)
{
	uint32_t code = new_block(b), test = new_block(b), end = new_block(b);

	go_to(b, code);
	start_label(b, code);
	lower_loop_body(b, k->v[0], end, test);
	go_to(b, test);
	start_block(b, test);
	branch_on(b, k->v[k->n - 1], code, end);
	start_block(b, end);
}

static void lower_for(struct body *b, CXCursor c, const struct kids *k)
{
	unsigned int clauses = for_clauses(b, c, k);
	uint32_t head = new_block(b), code = new_block(b), step = new_block(b), end = new_block(b);
	size_t i = 0;

	open_scope(b);
	if (clauses & 1)
		lower_statement(b, k->v[i++]);
	go_to(b, head);
	start_label(b, head);
	if (clauses & 2)
		branch_on(b, k->v[i++], code, end);
	else
		go_to(b, code);
	start_block(b, code);
	lower_loop_body(b, k->v[k->n - 1], end, step);
	go_to(b, step);
	start_block(b, step);
	if (clauses & 4)
		effect_of(b, k->v[i]);
	go_to(b, head);
	start_block(b, end);
	close_scope(b);
}

static void lower_if(struct body *b, CXCursor c, const struct kids *k)
{
	uint32_t yes = new_block(b), no = new_block(b), end = k->n > 2 ? new_block(b) : no;

	branch_of_statement(b, c, k->v[0], yes, no);
	start_block(b, yes);
	lower_statement(b, k->v[1]);
	go_to(b, end);
	if (k->n > 2) {
		start_block(b, no);
		lower_statement(b, k->v[2]);
		go_to(b, end);
	}
	start_block(b, end);
}

/* ---- switch ---- */

static int by_range(const void *a, const void *b)
{
	const struct case_label *x = a, *y = b;

	return x->range.lo < y->range.lo ? -1 : x->range.lo > y->range.lo;
}

static int by_unsigned_range(const void *a, const void *b)
{
	const struct case_label *x = a, *y = b;

	return (uint64_t)x->range.lo < (uint64_t)y->range.lo ? -1 : x->range.lo != y->range.lo;
}

/* All ranges but those of the default, or those of the cases that are one group. */
static struct guard *case_guard(struct body *b, const struct switch_ *s, struct operand index,
				const struct groups *groups, const struct group *one)
{
	struct guard *g = arena_new(&b->u->arena, struct guard);
	VEC(struct range) ranges = {};

	for (uint32_t i = one ? one->first : 0; i < s->cases.n;
	     i = one ? groups->next.v[i] : i + 1) {
		const struct case_label *c = &s->cases.v[i];

		if (!one && c->block == s->fallback)
			continue;
		if (ranges.n && (uint64_t)ranges.v[ranges.n - 1].hi + 1 == (uint64_t)c->range.lo)
			ranges.v[ranges.n - 1].hi = c->range.hi;
		else
			vec_push(&ranges, c->range);
	}
	g->rel = one ? GUARD_IN : GUARD_NOT_IN;
	g->a = index;
	g->nranges = (uint32_t)ranges.n;
	g->ranges = arena_copy(&b->u->arena, ranges.v, ranges.n * sizeof(*ranges.v));
	vec_free(&ranges);
	return g->nranges ? g : NULL;
}

static void switch_edges(struct body *b, uint32_t from, struct switch_ *s, struct operand index)
{
	struct groups groups = {};
	const struct group *g;
	const struct case_label *c;

	if (s->cases.n)
		qsort(s->cases.v, s->cases.n, sizeof(*s->cases.v),
		      index.type.is_signed ? by_range : by_unsigned_range);
	vec_for_each (c, &s->cases)
		groups_add(&groups, c->block);
	add_edge(b, from, s->fallback, case_guard(b, s, index, &groups, NULL));
	vec_for_each (g, &groups.list)
		if (g->to != s->fallback)
			add_edge(b, from, g->to, case_guard(b, s, index, &groups, g));
	groups_free(&groups);
}

static bool matching_case(const struct switch_ *s, int64_t value, bool is_signed, uint32_t *to)
{
	const struct case_label *c;

	vec_for_each (c, &s->cases)
		if (is_signed ? value >= c->range.lo && value <= c->range.hi
			      : (uint64_t)value >= (uint64_t)c->range.lo &&
					(uint64_t)value <= (uint64_t)c->range.hi) {
			*to = c->block;
			return true;
		}
	return false;
}

static struct vtype promoted(struct vtype t)
{
	return t.bits && t.bits < 32 ? (struct vtype){.bits = 32, .is_signed = true} : t;
}

/* What the promotion, or a conversion that loses no value, was made from. */
static bool is_narrower(struct vtype t, struct vtype than)
{
	return t.bits && t.bits < than.bits && than.bits <= 64 && (!t.is_signed || than.is_signed);
}

/* Before its promotion, be it that the operand is a local as wide as that. */
static struct vtype written_type(struct body *b, CXCursor c, struct vtype t)
{
	struct kids k = kids_of(b, c);
	struct vtype in;

	if (clang_getCursorKind(c) != CXCursor_UnexposedExpr || k.n != 1)
		return t;
	in = vtype_of(b->u, clang_getCursorType(k.v[0]));
	return is_narrower(in, t) ? in : t;
}

static void lower_switch(struct body *b, CXCursor c, const struct kids *k)
{
	uint32_t end = new_block(b), from, to;
	struct operand index = operand_of(b, k->v[0]);
	struct switch_ s = {.fallback = NO_BLOCK};

	if (b->dead)
		return;
	/* GCC's parser looks through the promotion */
	from = b->cur;
	s.type = promoted(index.type);
	if (index.kind == OPERAND_LOCAL && !index.mask &&
	    is_narrower(natural_type(b, &index), index.type))
		index.type = natural_type(b, &index);
	s.narrow = written_type(b, k->v[0], index.type);
	vec_push(&b->switches, s);
	end_block(b, c);
	if (b->switches.n > 1) { /* of one inside another GCC's parser loses it */
		memset(&b->blocks.v[from].place, 0, sizeof(b->blocks.v[from].place));
		b->blocks.v[from].chain = NULL;
	}
	lower_loop_body(b, k->v[k->n - 1], end, NO_BLOCK);
	go_to(b, end);
	s = b->switches.v[--b->switches.n];
	if (s.fallback == NO_BLOCK)
		s.fallback = end;
	if (index.kind != OPERAND_CONST)
		switch_edges(b, from, &s, index);
	else
		add_edge(b, from,
			 matching_case(&s, index.value, s.type.is_signed, &to) ? to : s.fallback,
			 NULL);
	vec_free(&s.cases);
	start_block(b, end);
}

/*
 * Labels are converted to the promoted type.  What the narrow one cannot be is
 * cut off, as GCC's parser does; false when nothing is left.
 */
static bool clip_range(const struct switch_ *s, struct range *r)
{
	bool is_signed = s->type.is_signed;
	unsigned int bits = s->narrow.bits;
	int64_t least, most;

	r->lo = constant_wrap((uint64_t)r->lo, s->type);
	r->hi = constant_wrap((uint64_t)r->hi, s->type);
	if (is_narrower(s->narrow, s->type)) {
		most = (int64_t)((1ULL << (bits - s->narrow.is_signed)) - 1);
		least = s->narrow.is_signed ? -most - 1 : 0;
		if (constant_compare(GUARD_LT, r->lo, least, is_signed))
			r->lo = least;
		if (constant_compare(GUARD_GT, r->hi, most, is_signed))
			r->hi = most;
	}
	return constant_compare(GUARD_LE, r->lo, r->hi, is_signed);
}

static void lower_case(struct body *b, CXCursor c, const struct kids *k, bool is_default)
{
	struct switch_ *s = b->switches.n ? &b->switches.v[b->switches.n - 1] : NULL;
	struct case_label l = {.block = new_block(b)};
	struct vtype t;

	if (!s || !k->n)
		return;
	if (is_default) {
		s->fallback = l.block;
	} else if (constant_of(k->v[0], &l.range.lo)) {
		t = vtype_of(b->u, clang_getCursorType(k->v[0]));
		l.range.lo = l.range.hi = constant_wrap((uint64_t)l.range.lo, t);
		if (k->n > 2 && constant_of(k->v[1], &l.range.hi))
			l.range.hi = constant_wrap((uint64_t)l.range.hi,
						   vtype_of(b->u, clang_getCursorType(k->v[1])));
		if (clip_range(s, &l.range))
			vec_push(&s->cases, l);
	}
	(void)c;
	go_to(b, l.block);
	start_label(b, l.block);
	lower_statement(b, k->v[k->n - 1]);
}

/* ---- jumps ---- */

static void lower_break(struct body *b, bool is_continue)
{
	for (size_t i = b->jumps.n; i--;) {
		const struct jump *j = &b->jumps.v[i];
		uint32_t to = is_continue ? j->on_continue : j->on_break;

		if (to == NO_BLOCK)
			continue;
		leave_to(b, to, j->depth);
		return;
	}
}

static void lower_goto(struct body *b, CXCursor c)
{
	struct kids k = all_kids(b, c);
	const char *name = NULL;

	for (size_t i = 0; i < k.n; i++)
		if (clang_getCursorKind(k.v[i]) == CXCursor_LabelRef)
			name = take_string(clang_getCursorSpelling(k.v[i]));
	if (name)
		go_to_label(b, name);
}

static void lower_computed_goto(struct body *b, const struct kids *k)
{
	if (k->n)
		effect_of(b, k->v[0]);
	if (b->dead)
		return;
	/* to any label whose address is taken: all are known at the end */
	if (b->dispatch == NO_BLOCK)
		b->dispatch = new_block(b);
	go_to(b, b->dispatch);
}

static void lower_return(struct body *b, CXCursor c, const struct kids *k)
{
	struct vtype t = vtype_of(b->u, b->result_type);
	struct value v;

	if (b->dead) {
		b->nreturns++; /* it stands in GIMPLE all the same */
		return;
	}
	if (k->n && (t.bits || t.record)) {
		v = value_of(b, k->v[0]);
		if (b->result == NO_LOCAL) {
			b->result = new_variable(b, t);
			if (!t.bits)
				b->variables.v[b->result].in_memory =
					b->locals.v[b->result].in_memory = true;
		}
		if (t.bits)
			v = convert_value(b, v, t, c);
		store_path(b, local_path(b, b->result), v, k->v[0]);
	} else if (k->n) {
		effect_of(b, k->v[0]);
	}
	if (b->dead)
		return;
	if (b->returns == NO_BLOCK)
		b->returns = new_block(b);
	b->nreturns++;
	b->last_return = k->n ? k->v[0] : c;
	leave_to(b, b->returns, 0);
}

/* ---- statement expressions ---- */

struct value statement_value(struct body *b, CXCursor c, bool wanted)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	struct kids k = kids_of(b, c);
	struct value v = unknown_value(t);

	if (!k.n)
		return v;
	k = kids_of(b, k.v[0]);
	open_scope(b);
	for (size_t i = 0; i < k.n; i++) {
		CXCursor s = k.v[i];

		while (wanted && i + 1 == k.n && clang_getCursorKind(s) == CXCursor_LabelStmt) {
			struct kids in = kids_of(b, s);

			place_label(b, take_string(clang_getCursorSpelling(s)));
			if (!in.n)
				break;
			s = in.v[in.n - 1];
		}
		if (wanted && i + 1 == k.n && clang_isExpression(clang_getCursorKind(s))) {
			v = value_of(b, s);
			/* it is the value from before the scope's end */
			if (b->scopes.v[b->scopes.n - 1].cleanups.n && v.type.bits)
				v = plain(as_operand(b, v, s));
		} else {
			lower_statement(b, s);
		}
	}
	close_scope(b);
	return b->dead ? plain(unknown_operand(t)) : v;
}

/* ---- all ---- */

static void lower_declarations(struct body *b, CXCursor c)
{
	struct kids k = all_kids(b, c);

	for (size_t i = 0; i < k.n; i++) {
		enum CXCursorKind kind = clang_getCursorKind(k.v[i]);
		const char *name;

		if (kind == CXCursor_VarDecl) { /* in dead code too: it may be static */
			lower_variable(b, k.v[i]);
		} else if (kind == CXCursor_UnexposedDecl) {
			name = take_string(clang_getCursorSpelling(k.v[i]));
			if (name)
				declare_label(b, name);
		}
	}
}

static void lower_compound(struct body *b, const struct kids *k)
{
	open_scope(b);
	for (size_t i = 0; i < k->n; i++)
		lower_statement(b, k->v[i]);
	close_scope(b);
}

static void lower_labelled(struct body *b, CXCursor c, const struct kids *k)
{
	const char *name = take_string(clang_getCursorSpelling(c));

	if (name)
		place_label(b, name);
	if (k->n)
		lower_statement(b, k->v[k->n - 1]);
}

/* What has other statements in it; false when it is none of those. */
static bool lower_control(struct body *b, CXCursor c, enum CXCursorKind kind, const struct kids *k)
{
	switch ((int)kind) {
	case CXCursor_IfStmt:
		if (k->n > 1)
			lower_if(b, c, k);
		return true;
	case CXCursor_WhileStmt:
		if (k->n > 1)
			lower_while(b, k);
		return true;
	case CXCursor_DoStmt:
		if (k->n > 1)
			lower_do(b, k);
		return true;
	case CXCursor_ForStmt:
		if (k->n)
			lower_for(b, c, k);
		return true;
	case CXCursor_SwitchStmt:
		if (k->n > 1)
			lower_switch(b, c, k);
		return true;
	case CXCursor_CaseStmt:
	case CXCursor_DefaultStmt:
		lower_case(b, c, k, kind == CXCursor_DefaultStmt);
		return true;
	case CXCursor_LabelStmt:
		lower_labelled(b, c, k);
		return true;
	default:
		return false;
	}
}

static void lower_any(struct body *b, CXCursor c)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct kids k;

	if (clang_isExpression(kind)) {
		effect_of(b, c);
		return;
	}
	k = kids_of(b, c);
	if (lower_control(b, c, kind, &k))
		return;
	switch ((int)kind) {
	case CXCursor_CompoundStmt:
		lower_compound(b, &k);
		break;
	case CXCursor_DeclStmt:
		lower_declarations(b, c);
		break;
	case CXCursor_GotoStmt:
		lower_goto(b, c);
		break;
	case CXCursor_IndirectGotoStmt:
		lower_computed_goto(b, &k);
		break;
	case CXCursor_BreakStmt:
	case CXCursor_ContinueStmt:
		lower_break(b, kind == CXCursor_ContinueStmt);
		break;
	case CXCursor_ReturnStmt:
		lower_return(b, c, &k);
		break;
	case CXCursor_GCCAsmStmt:
		lower_asm(b, c);
		break;
	default: /* with an attribute */
		for (size_t i = 0; i < k.n; i++)
			lower_statement(b, k.v[i]);
	}
}

void lower_statement(struct body *b, CXCursor c)
{
	struct arena_mark mark = arena_mark(&b->u->scratch);

	(void)mark;
	if (enter(b, c))
		lower_any(b, c);
	leave(b);
}
