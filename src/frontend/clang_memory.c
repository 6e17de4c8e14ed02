// SPDX-License-Identifier: GPL-2.0-or-later
/* Which variables lie in memory, when all is known that is done with them. */
#include "clang_ssa.h"

#include "facts/normal.h"

static bool is_memory_local(const struct body *b, const struct operand *o)
{
	return o->kind == OPERAND_LOCAL && b->variables.v[o->local].in_memory;
}

static void load_use(void *ctx, struct operand *o)
{
	struct body *b = ctx;

	if (!is_memory_local(b, o))
		return;
	o->path = local_path(b, o->local);
	o->kind = OPERAND_PATH;
}

static struct event store_of(struct body *b, const struct event *e, struct operand to,
			     struct operand from)
{
	struct event s = {.kind = EVENT_STORE, .place = e->place, .chain = e->chain};

	s.set.dst = path_operand(OPERAND_PATH, local_path(b, to.local), to.type);
	s.set.a = from;
	return s;
}

/* v += x: a load, a sum, a store, which are one event. */
static bool is_modified(const struct event_vec *before, const struct event *e,
			const struct path *to)
{
	const struct event *load = before->n ? &before->v[before->n - 1] : NULL;

	return load && load->kind == EVENT_SET && load->set.op == SET_COPY &&
	       load->set.a.kind == OPERAND_PATH && e->set.a.kind == OPERAND_LOCAL &&
	       load->set.dst.kind == OPERAND_LOCAL && load->set.dst.local == e->set.a.local &&
	       !e->set.a.mask && e->set.op >= SET_ADD && e->set.op <= SET_XOR &&
	       paths_equal(load->set.a.path, to);
}

static void store_set(struct body *b, struct event_vec *out, struct event e)
{
	struct operand to = e.set.dst;
	struct event s = store_of(b, &e, to, (struct operand){});
	uint32_t t;

	if (e.set.op == SET_UNKNOWN || (e.set.op == SET_COPY && e.set.a.kind != OPERAND_PATH)) {
		s.set.op = e.set.op;
		s.set.a = e.set.a;
	} else if (is_modified(out, &e, s.set.dst.path)) {
		s.set.op = e.set.op;
		s.set.a = s.set.dst;
		s.set.b = e.set.b;
	} else {
		t = new_temporary(b, b->locals.v[to.local].type);
		e.set.dst = local_operand(b, t);
		vec_push(out, e);
		s.set.a = e.set.dst;
	}
	vec_push(out, s);
}

static void memory_event(struct body *b, struct event_vec *out, struct event e)
{
	normal_event_uses(&e, load_use, b);
	if (e.kind == EVENT_SET && is_memory_local(b, &e.set.dst)) {
		store_set(b, out, e);
		return;
	}
	if (e.kind == EVENT_ASM)
		for (uint32_t i = 0; i < e.as.nouts; i++)
			load_use(b, &e.as.outs[i]);
	if (e.kind == EVENT_CALL && is_memory_local(b, &e.call.result)) {
		struct operand to = e.call.result;

		e.call.result = local_operand(b, new_temporary(b, b->locals.v[to.local].type));
		vec_push(out, e);
		vec_push(out, store_of(b, &e, to, e.call.result));
		return;
	}
	vec_push(out, e);
}

/*
 * A variable whose address is taken, where that is left of what was written, and
 * one of which a part is named, or which is read as another type.
 */
static void see_address(void *ctx, struct operand *o)
{
	struct body *b = ctx;
	const struct path *p = o->path;

	if ((o->kind != OPERAND_ADDR && o->kind != OPERAND_PATH) || p->root != ROOT_LOCAL ||
	    (p->nsteps && p->steps[0].kind == STEP_DEREF))
		return;
	b->variables.v[p->local].in_memory = true;
}

static void find_addresses(struct ssa *s)
{
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->events.n; e++)
			normal_event_uses(&k->events.v[e], see_address, s->b);
		for (size_t e = 0; e < k->edges.n; e++)
			if (k->edges.v[e].guard && k->edges.v[e].guard->rel != GUARD_LABEL)
				normal_guard_uses(k->edges.v[e].guard, see_address, s->b);
	}
}

void ssa_memory(struct ssa *s)
{
	struct body *b = s->b;

	find_addresses(s);

	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &b->blocks.v[s->order.v[i]];
		struct event_vec out = {};

		for (size_t e = 0; e < k->events.n; e++)
			memory_event(b, &out, k->events.v[e]);
		vec_free(&k->events);
		k->events = out;
	}
}
