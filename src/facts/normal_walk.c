// SPDX-License-Identifier: GPL-2.0-or-later
/* Walking what a function reads and writes. */
#include "normal.h"

static void path_use(struct path **p, operand_fn fn, void *ctx)
{
	struct operand o = {.kind = OPERAND_PATH, .path = *p};

	fn(ctx, &o);
	*p = o.path;
}

void normal_event_uses(struct event *e, operand_fn fn, void *ctx)
{
	switch (e->kind) {
	case EVENT_CALL:
		if (e->call.callee == CALLEE_SLOT)
			path_use(&e->call.slot, fn, ctx);
		else if (e->call.callee == CALLEE_POINTER)
			fn(ctx, &e->call.pointer);
		for (uint32_t i = 0; i < e->call.nargs; i++)
			fn(ctx, &e->call.args[i]);
		if (e->call.result.kind == OPERAND_PATH)
			fn(ctx, &e->call.result);
		break;
	case EVENT_ASM:
		for (uint32_t i = 0; i < e->as.nins; i++)
			fn(ctx, &e->as.ins[i]);
		for (uint32_t i = 0; i < e->as.nouts; i++)
			if (e->as.outs[i].kind == OPERAND_PATH)
				fn(ctx, &e->as.outs[i]);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		fn(ctx, &e->set.a);
		fn(ctx, &e->set.b);
		if (e->set.dst.kind == OPERAND_PATH)
			fn(ctx, &e->set.dst);
		break;
	case EVENT_RETURN:
		fn(ctx, &e->ret.value);
		break;
	}
}

void normal_guard_uses(struct guard *g, operand_fn fn, void *ctx)
{
	fn(ctx, &g->a);
	fn(ctx, &g->b);
}

void normal_event_targets(struct event *e, target_fn fn, void *ctx)
{
	if (e->kind == EVENT_SET)
		fn(ctx, e, &e->set.dst);
	else if (e->kind == EVENT_CALL && e->call.result.kind == OPERAND_LOCAL)
		fn(ctx, e, &e->call.result);
	else if (e->kind == EVENT_ASM)
		for (uint32_t i = 0; i < e->as.nouts; i++)
			if (e->as.outs[i].kind == OPERAND_LOCAL)
				fn(ctx, e, &e->as.outs[i]);
}

void normal_events(struct function *f, event_fn fn, void *ctx)
{
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++) {
		for (uint32_t i = 0; i < b->nevents; i++)
			fn(ctx, &b->events[i]);
		for (uint32_t i = 0; i < b->nedges; i++)
			for (uint32_t j = 0; j < b->edges[i].nsets; j++)
				fn(ctx, &b->edges[i].sets[j]);
	}
}

void normal_operand_locals(struct operand *o, local_fn fn, void *ctx)
{
	if (o->kind == OPERAND_LOCAL)
		fn(ctx, &o->local);
	if (o->kind != OPERAND_ADDR && o->kind != OPERAND_PATH)
		return;
	if (o->path->root == ROOT_LOCAL)
		fn(ctx, &o->path->local);
	for (struct step *s = o->path->steps; s < o->path->steps + o->path->nsteps; s++) {
		uint32_t local = (uint32_t)s->index;

		if (s->kind != STEP_INDEX_LOCAL)
			continue;
		fn(ctx, &local);
		s->index = local;
	}
}

struct operand normal_copy(struct arena *arena, const struct operand *o)
{
	struct operand copy = *o;

	if (o->kind != OPERAND_ADDR && o->kind != OPERAND_PATH)
		return copy;
	copy.path = arena_copy(arena, o->path, sizeof(*o->path));
	copy.path->steps =
		arena_copy(arena, o->path->steps, o->path->nsteps * sizeof(*o->path->steps));
	return copy;
}
