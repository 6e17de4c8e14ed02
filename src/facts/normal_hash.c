// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a value is made of, as a number that depends on nothing else: by it the two
 * sides of a sum come into one order, whoever wrote them down.
 */
#include "normal.h"

/* Deeper nothing is looked at: values that differ only there keep their order. */
#define MAX_DEPTH 6

static uint64_t mix(uint64_t h, uint64_t x)
{
	return (h ^ x) * 0x9e3779b97f4a7c15u ^ h >> 29;
}

static uint64_t mix_name(uint64_t h, const char *s)
{
	for (; s && *s; s++)
		h = mix(h, (unsigned char)*s);
	return mix(h, 0);
}

static uint64_t hash_local(const struct normal *n, uint32_t local, int depth)
{
	const struct event *e = n->def[local];
	uint64_t h;

	if (local < n->f->nparams)
		return mix(1, local);
	if (n->ndefs[local] != 1 || !e || depth == MAX_DEPTH)
		return mix(2, n->f->locals[local].type.bits);
	h = mix(3, e->kind);
	if (e->kind == EVENT_CALL)
		return mix_name(h, e->call.callee == CALLEE_SYMBOL ? e->call.symbol : NULL);
	if (e->kind != EVENT_SET)
		return h;
	h = mix(h, e->set.op);
	h = mix(h, normal_hash(n, &e->set.a, depth + 1));
	return mix(h, normal_hash(n, &e->set.b, depth + 1));
}

static uint64_t hash_path(const struct normal *n, const struct path *p, int depth)
{
	uint64_t h = mix(4, p->root);

	h = p->root == ROOT_LOCAL ? mix(h, hash_local(n, p->local, depth + 1))
				  : mix_name(h, p->symbol);
	for (const struct step *s = p->steps; s < p->steps + p->nsteps; s++) {
		h = mix_name(mix_name(mix(h, s->kind), s->record), s->field);
		if (s->kind == STEP_INDEX)
			h = mix(h, (uint64_t)s->index);
	}
	return h;
}

uint64_t normal_hash(const struct normal *n, const struct operand *o, int depth)
{
	uint64_t h = mix(mix(5, o->kind), o->mask);

	if (depth >= MAX_DEPTH)
		return h;
	switch (o->kind) {
	case OPERAND_CONST:
		return mix(h, (uint64_t)o->value);
	case OPERAND_FUNC:
		return mix_name(h, o->symbol);
	case OPERAND_LOCAL:
		return mix(h, hash_local(n, o->local, depth));
	case OPERAND_ADDR:
	case OPERAND_PATH:
		return mix(h, hash_path(n, o->path, depth));
	default:
		return h;
	}
}
