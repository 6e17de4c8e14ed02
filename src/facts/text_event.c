// SPDX-License-Identifier: GPL-2.0-or-later
/* The lines of events, and the guard of a goto. */
#include "text.h"

#include <string.h>

/* Nothing, or what ends every event, comes. */
static bool at_tail(struct scan *s)
{
	return scan_at_end(s) || *s->p == '@' || *s->p == '!';
}

static void read_call(struct scan *s, struct event *e)
{
	scan_blank(s);
	if (scan_take(s, "(")) {
		e->call.callee = CALLEE_SLOT;
		e->call.slot = scan_path(s);
		scan_need(s, ")");
	} else if (scan_take(s, "*(")) {
		e->call.callee = CALLEE_POINTER;
		scan_operand(s, &e->call.pointer);
		scan_need(s, ")");
	} else {
		e->call.callee = CALLEE_SYMBOL;
		e->call.symbol = scan_string(s, BARE_WORD);
	}
	e->call.args = scan_operands(s, &e->call.nargs);
	scan_blank(s);
	if (scan_take(s, "->"))
		scan_operand(s, &e->call.result);
	e->call.is_noreturn = scan_word(s, "noreturn");
}

static void read_asm(struct scan *s, struct event *e)
{
	scan_blank(s);
	e->as.text = scan_string(s, BARE_NAME);
	scan_blank(s);
	if (scan_take(s, "out"))
		e->as.outs = scan_operands(s, &e->as.nouts);
	scan_blank(s);
	if (scan_take(s, "in"))
		e->as.ins = scan_operands(s, &e->as.nins);
}

/* The operator between two operands, if one comes: the longest that fits. */
static bool scan_binary(struct scan *s, enum set_op *op)
{
	size_t best = 0;

	scan_blank(s);
	for (int i = SET_COPY; i < SET_UNKNOWN; i++) {
		size_t n = strlen(set_op_names[i]);

		if (i == SET_COPY || i == SET_NOT || i == SET_NEG || n <= best)
			continue;
		if ((size_t)(s->end - s->p) >= n && !memcmp(s->p, set_op_names[i], n)) {
			best = n;
			*op = (enum set_op)i;
		}
	}
	s->p += best;
	return best;
}

static void read_set(struct scan *s, struct event *e)
{
	scan_operand(s, &e->set.dst);
	scan_blank(s);
	scan_need(s, "=");
	e->set.op = SET_COPY;
	if (scan_word(s, set_op_names[SET_UNKNOWN])) {
		e->set.op = SET_UNKNOWN;
		if (!at_tail(s))
			scan_operand(s, &e->set.a);
		scan_blank(s);
		if (scan_take(s, ","))
			scan_operand(s, &e->set.b);
		return;
	}
	if (scan_word(s, set_op_names[SET_NOT]))
		e->set.op = SET_NOT;
	else if (scan_word(s, set_op_names[SET_NEG]))
		e->set.op = SET_NEG;
	scan_operand(s, &e->set.a);
	if (e->set.op == SET_COPY && scan_binary(s, &e->set.op))
		scan_operand(s, &e->set.b);
}

void scan_event(struct scan *s, struct event *e)
{
	switch (e->kind) {
	case EVENT_CALL:
		read_call(s, e);
		break;
	case EVENT_ASM:
		read_asm(s, e);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		read_set(s, e);
		break;
	case EVENT_RETURN:
		if (!at_tail(s))
			scan_operand(s, &e->ret.value);
		break;
	}
	scan_place(s, &e->place);
	e->chain = scan_chain(s);
}

static void read_ranges(struct scan *s, struct guard *g)
{
	VEC(struct range) ranges = {};

	while (!scan_at_end(s)) {
		struct range range;

		range.lo = range.hi = scan_signed(s);
		if (scan_take(s, ".."))
			range.hi = scan_signed(s);
		vec_push(&ranges, range);
	}
	g->nranges = (uint32_t)ranges.n;
	g->ranges = arena_copy(s->arena, ranges.v, ranges.n * sizeof(*ranges.v));
	vec_free(&ranges);
}

struct guard *scan_guard(struct scan *s)
{
	struct guard *g = arena_new(s->arena, struct guard);

	if (scan_word(s, guard_rel_names[GUARD_LABEL])) {
		g->rel = GUARD_LABEL;
		scan_blank(s);
		g->label = (uint32_t)scan_number(s, UINT32_MAX);
		return g;
	}
	scan_operand(s, &g->a);
	for (int i = GUARD_EQ; i < GUARD_LABEL; i++) {
		if (!scan_word(s, guard_rel_names[i]))
			continue;
		g->rel = (enum guard_rel)i;
		if (i == GUARD_IN || i == GUARD_NOT_IN)
			read_ranges(s, g);
		else
			scan_operand(s, &g->b);
		return g;
	}
	scan_fail(s, "expected one of == != < <= > >= in notin");
	return g;
}
