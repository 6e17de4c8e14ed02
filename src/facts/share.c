// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Inline functions of headers stand in most units of a kernel, a third of all
 * that its facts say: the body that was read first stands for all that are
 * alike.  Strings are interned, so that facts are alike where their words are.
 */
#include "share.h"

#include <string.h>

/* ---- alike ---- */

static bool same_place(const struct place *a, const struct place *b)
{
	return a->file == b->file && a->line == b->line && a->column == b->column;
}

static bool same_chain(const struct chain *a, const struct chain *b)
{
	if (!a || !b)
		return a == b;
	return a->n == b->n && !memcmp(a->name, b->name, a->n * sizeof(*a->name));
}

static bool same_path(const struct path *a, const struct path *b)
{
	if (a->root != b->root || a->is_volatile != b->is_volatile || a->local != b->local ||
	    a->symbol != b->symbol || a->nsteps != b->nsteps || !type_equal(&a->type, &b->type))
		return false;
	for (uint32_t i = 0; i < a->nsteps; i++)
		if (!step_equal(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static bool same_operand(const struct operand *a, const struct operand *b)
{
	if (a->kind != b->kind || a->mask != b->mask || !type_equal(&a->type, &b->type))
		return false;
	switch (a->kind) {
	case OPERAND_CONST:
		return a->value == b->value;
	case OPERAND_FUNC:
		return a->symbol == b->symbol;
	case OPERAND_LOCAL:
		return a->local == b->local;
	case OPERAND_ADDR:
	case OPERAND_PATH:
		return same_path(a->path, b->path);
	case OPERAND_NONE:
	case OPERAND_UNKNOWN:
		break;
	}
	return true;
}

static bool same_operands(const struct operand *a, uint32_t na, const struct operand *b,
			  uint32_t nb)
{
	if (na != nb)
		return false;
	for (uint32_t i = 0; i < na; i++)
		if (!same_operand(&a[i], &b[i]))
			return false;
	return true;
}

static bool same_call(const struct event *a, const struct event *b)
{
	if (a->call.callee != b->call.callee || a->call.is_noreturn != b->call.is_noreturn ||
	    !same_operands(a->call.args, a->call.nargs, b->call.args, b->call.nargs) ||
	    !same_operand(&a->call.result, &b->call.result))
		return false;
	switch (a->call.callee) {
	case CALLEE_SYMBOL:
		return a->call.symbol == b->call.symbol;
	case CALLEE_SLOT:
		return same_path(a->call.slot, b->call.slot);
	case CALLEE_POINTER:
		break;
	}
	return same_operand(&a->call.pointer, &b->call.pointer);
}

static bool same_event(const struct event *a, const struct event *b)
{
	if (a->kind != b->kind || !same_place(&a->place, &b->place) ||
	    !same_chain(a->chain, b->chain))
		return false;
	switch (a->kind) {
	case EVENT_CALL:
		return same_call(a, b);
	case EVENT_ASM:
		return a->as.text == b->as.text &&
		       same_operands(a->as.outs, a->as.nouts, b->as.outs, b->as.nouts) &&
		       same_operands(a->as.ins, a->as.nins, b->as.ins, b->as.nins);
	case EVENT_SET:
	case EVENT_STORE:
		return a->set.op == b->set.op && same_operand(&a->set.dst, &b->set.dst) &&
		       same_operand(&a->set.a, &b->set.a) && same_operand(&a->set.b, &b->set.b);
	case EVENT_RETURN:
		break;
	}
	return same_operand(&a->ret.value, &b->ret.value);
}

static bool same_events(const struct event *a, uint32_t na, const struct event *b, uint32_t nb)
{
	if (na != nb)
		return false;
	for (uint32_t i = 0; i < na; i++)
		if (!same_event(&a[i], &b[i]))
			return false;
	return true;
}

static bool same_guard(const struct guard *a, const struct guard *b)
{
	if (!a || !b)
		return a == b;
	return a->rel == b->rel && a->label == b->label && a->nranges == b->nranges &&
	       same_operand(&a->a, &b->a) && same_operand(&a->b, &b->b) &&
	       (!a->nranges || !memcmp(a->ranges, b->ranges, a->nranges * sizeof(*a->ranges)));
}

static bool same_block(const struct block *a, const struct block *b)
{
	if (a->nedges != b->nedges || !same_place(&a->place, &b->place) ||
	    !same_chain(a->chain, b->chain) ||
	    !same_events(a->events, a->nevents, b->events, b->nevents))
		return false;
	for (uint32_t i = 0; i < a->nedges; i++) {
		const struct edge *x = &a->edges[i], *y = &b->edges[i];

		if (x->to != y->to || !same_guard(x->guard, y->guard) ||
		    !same_events(x->sets, x->nsets, y->sets, y->nsets))
			return false;
	}
	return true;
}

static bool same_local(const struct local *a, const struct local *b)
{
	return a->name == b->name && a->is_param == b->is_param && a->in_memory == b->in_memory &&
	       type_equal(&a->type, &b->type);
}

/* What hangs on it; the words of the function itself are every unit's own. */
static bool same_body(const struct function *a, const struct function *b)
{
	if (a->nlocals != b->nlocals || a->nblocks != b->nblocks)
		return false;
	for (uint32_t i = 0; i < a->nlocals; i++)
		if (!same_local(&a->locals[i], &b->locals[i]))
			return false;
	for (uint32_t i = 0; i < a->nblocks; i++)
		if (!same_block(&a->blocks[i], &b->blocks[i]))
			return false;
	return true;
}

/* ---- the pool ---- */

/* A configuration's and an attribute's worth of one function; macros make no more. */
#define VARIANTS 4

struct shared {
	const struct function *body[VARIANTS];
};

void pool_init(struct facts_pool *pool)
{
	*pool = (struct facts_pool){};
	arena_init(&pool->arena);
}

void pool_free(struct facts_pool *pool)
{
	map_free(&pool->functions);
	arena_free(&pool->arena);
}

void pool_share(struct facts_pool *pool, struct function *f, const struct arena_mark *mark)
{
	struct shared *s;

	if (!f->place.file || !f->nblocks)
		return;
	s = map_get(&pool->functions, f->symbol, f->place.file);
	for (int i = 0; s && i < VARIANTS && s->body[i]; i++)
		if (same_body(s->body[i], f)) {
			arena_release(&pool->arena, mark);
			f->locals = s->body[i]->locals;
			f->blocks = s->body[i]->blocks;
			return;
		}
	if (!s) {
		s = arena_new(&pool->arena, struct shared);
		map_put(&pool->functions, f->symbol, f->place.file, s);
	}
	for (int i = 0; i < VARIANTS; i++)
		if (!s->body[i]) {
			s->body[i] = f;
			return;
		}
}
