// SPDX-License-Identifier: GPL-2.0-or-later
/* What is lowered: what a symbol that is needed needs in turn. */
#include "clang_lower.h"

void symbol_external(struct cunit *u, const char *name)
{
	struct symbol *s;

	if (map_get(&u->symbols, name, 0))
		return;
	s = arena_new(&u->arena, struct symbol);
	s->name = name;
	s->is_function = true;
	map_put(&u->symbols, name, 0, s);
}

void symbol_need(struct cunit *u, struct symbol *s)
{
	if (s->is_queued)
		return;
	s->is_queued = true;
	if (s->is_defined || s->alias)
		vec_push(&u->queue, s);
	else if (s->is_function)
		vec_push(&u->references, s);
}

void need_name(struct cunit *u, const char *name)
{
	struct symbol *s = name ? map_get(&u->symbols, name, 0) : NULL;

	if (s)
		symbol_need(u, s);
}

static void need_path(struct cunit *u, const struct path *p)
{
	if (p->root == ROOT_GLOBAL)
		need_name(u, p->symbol);
}

void need_operand(struct cunit *u, const struct operand *o)
{
	if (o->kind == OPERAND_FUNC)
		need_name(u, o->symbol);
	else if (o->kind == OPERAND_ADDR || o->kind == OPERAND_PATH)
		need_path(u, o->path);
}

static void need_operands(struct cunit *u, const struct operand *o, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		need_operand(u, &o[i]);
}

void need_event(struct cunit *u, const struct event *e)
{
	switch (e->kind) {
	case EVENT_CALL:
		if (e->call.callee == CALLEE_SYMBOL)
			need_name(u, e->call.symbol);
		else if (e->call.callee == CALLEE_SLOT)
			need_path(u, e->call.slot);
		else
			need_operand(u, &e->call.pointer);
		need_operands(u, e->call.args, e->call.nargs);
		need_operand(u, &e->call.result);
		break;
	case EVENT_ASM:
		need_operands(u, e->as.ins, e->as.nins);
		need_operands(u, e->as.outs, e->as.nouts);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		need_operand(u, &e->set.dst);
		need_operand(u, &e->set.a);
		need_operand(u, &e->set.b);
		break;
	case EVENT_RETURN:
		need_operand(u, &e->ret.value);
		break;
	}
}
