// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that is read again: between two reads of one path nothing wrote where no
 * call, assembly or store stands between, and what is stored to a path that was
 * read for it changes it in one event.
 */
#include "normal.h"

#include <stdlib.h>

#include "base/vec.h"
#include "constant.h"

struct load {
	const struct path *path;
	uint32_t local; /* that it was read into */
};

VEC_TYPE(load_vec, struct load);

struct reader {
	struct normal *n;
	uint32_t *first; /* by block: of the blocks that lead to it; one more than there are */
	uint32_t *preds;
	uint32_t *order; /* blocks: each behind those that lead to it, but for loops */
	uint32_t count;
	bool *is_read;		 /* by block: what is known where it ends is told */
	struct load_vec *at_end; /* by block: what is known where it ends */
	struct load_vec known;
	uint32_t *uses; /* by local */
	bool changed;
};

static bool paths_equal(const struct path *a, const struct path *b)
{
	if (a->root != b->root || a->symbol != b->symbol || a->nsteps != b->nsteps ||
	    a->is_volatile || b->is_volatile || a->type.bits != b->type.bits || !a->type.bits ||
	    (a->root == ROOT_LOCAL && a->local != b->local) || a->root == ROOT_TYPE)
		return false;
	for (uint32_t i = 0; i < a->nsteps; i++)
		if (!step_equal(&a->steps[i], &b->steps[i]) || a->steps[i].kind == STEP_INDEX_ANY)
			return false;
	return true;
}

static const struct load *find_load(const struct reader *r, const struct path *p)
{
	const struct load *l;

	vec_for_each (l, &r->known)
		if (paths_equal(l->path, p))
			return l;
	return NULL;
}

/* ---- loads ---- */

static void note_many(void *ctx, uint32_t *local)
{
	struct reader *r = ctx;

	if (r->n->ndefs[*local] > 1)
		r->known.n = 0;
}

/* Does it read the path alone, into a local that nothing else sets? */
static bool is_plain_load(const struct reader *r, const struct event *e)
{
	const struct operand *a = &e->set.a;

	return e->kind == EVENT_SET && e->set.op == SET_COPY && a->kind == OPERAND_PATH &&
	       !a->mask && !a->path->is_volatile && normal_only_set(r->n, e->set.dst.local) == e &&
	       a->type.bits == a->path->type.bits &&
	       r->n->f->locals[e->set.dst.local].type.bits == a->type.bits;
}

static void read_again(struct reader *r, struct event *e)
{
	const struct load *l = find_load(r, e->set.a.path);
	struct vtype t;

	if (!l) {
		vec_push(&r->known, (struct load){e->set.a.path, e->set.dst.local});
		return;
	}
	t = r->n->f->locals[l->local].type;
	e->set.a = (struct operand){.kind = OPERAND_LOCAL, .type = t, .local = l->local};
	r->changed = true;
}

/* ---- stores ---- */

static bool is_read_from(const struct operand *o, const struct load *l)
{
	return o->kind == OPERAND_LOCAL && !o->mask && o->local == l->local;
}

struct written {
	uint32_t local;
	bool is;
};

static void note_written(void *ctx, struct event *e, struct operand *dst)
{
	struct written *w = ctx;

	(void)e;
	w->is |= dst->local == w->local;
}

/* Is the operand at e what it was at sum, which stands in the block too? */
static bool is_kept(const struct reader *r, const struct block *b, const struct event *sum,
		    const struct event *e, const struct operand *o)
{
	struct written w = {.local = o->local};

	if (normal_can_move(r->n, o))
		return true;
	if (o->kind != OPERAND_LOCAL || r->n->f->locals[o->local].in_memory || sum < b->events ||
	    sum >= e)
		return false;
	for (struct event *i = b->events + (sum - b->events); i < e; i++)
		normal_event_targets(i, note_written, &w);
	return !w.is;
}

static void becomes_change(struct reader *r, struct event *e, enum set_op op, struct operand other)
{
	e->set.op = op;
	e->set.a = normal_copy(r->n->arena, &e->set.dst); /* locals are numbered in place */
	e->set.b = other;
	r->changed = true;
}

/* p = p & 12: a mask, where the path was read. */
static void modify_mask(struct reader *r, struct event *e, const struct load *l)
{
	const struct operand *a = &e->set.a;
	struct operand mask = {.kind = OPERAND_CONST, .type = {.is_signed = true}};

	if (!l || a->local != l->local)
		return;
	mask.type.bits = e->set.dst.path->type.bits;
	mask.value = constant_wrap(a->mask, mask.type);
	becomes_change(r, e, SET_AND, mask);
}

/* p = (p + x) - y changes it by x - y, which is computed where the whole was. */
static void modify_by_sum(struct reader *r, const struct block *b, struct event *e,
			  const struct load *l)
{
	struct event *sum = r->n->def[e->set.a.local];
	const struct operand *a = &sum->set.a, *other = NULL;
	unsigned int bits = e->set.a.type.bits;
	const struct event *inner;

	if ((sum->set.op != SET_ADD && sum->set.op != SET_SUB) || r->uses[e->set.a.local] != 1 ||
	    a->kind != OPERAND_LOCAL || a->mask || a->type.bits != bits ||
	    r->n->f->locals[a->local].type.bits != bits)
		return;
	inner = normal_only_set(r->n, a->local);
	if (!inner || inner->set.op != SET_ADD || inner >= sum)
		return;
	if (is_read_from(&inner->set.a, l))
		other = &inner->set.b;
	else if (is_read_from(&inner->set.b, l))
		other = &inner->set.a;
	if (!other || other->kind != OPERAND_LOCAL || other->mask || other->type.bits != bits ||
	    !is_kept(r, b, inner, sum, other))
		return;
	sum->set.a = *other;
	becomes_change(r, e, SET_ADD, e->set.a);
}

/* p = p + 1 by way of two locals. */
static void modify(struct reader *r, const struct block *b, struct event *e)
{
	const struct path *p = e->set.dst.path;
	const struct load *l;
	const struct event *sum;
	struct operand other;

	if (e->kind != EVENT_STORE || e->set.op != SET_COPY || e->set.dst.mask ||
	    e->set.a.kind != OPERAND_LOCAL || e->set.a.type.bits != p->type.bits ||
	    r->n->f->locals[e->set.a.local].type.bits != p->type.bits)
		return;
	l = find_load(r, p);
	if (e->set.a.mask) {
		modify_mask(r, e, l);
		return;
	}
	sum = normal_only_set(r->n, e->set.a.local);
	if (!l || !sum || sum->set.op < SET_ADD || sum->set.op > SET_XOR)
		return;
	if (is_read_from(&sum->set.a, l))
		other = sum->set.b;
	else if (sum->set.op != SET_SUB && is_read_from(&sum->set.b, l))
		other = sum->set.a;
	else {
		if (sum >= b->events && sum < e)
			modify_by_sum(r, b, e, l);
		return;
	}
	if (is_kept(r, b, sum, e, &other))
		becomes_change(r, e, sum->set.op, normal_copy(r->n->arena, &other));
}

/* ---- a function ---- */

/* Assembly that is given a variable as it stands is given the variable. */
static void give_variables(struct reader *r, struct event *e)
{
	const struct load *l;

	for (uint32_t i = 0; e->kind == EVENT_ASM && i < e->as.nins; i++) {
		struct operand *o = &e->as.ins[i];

		if (o->kind != OPERAND_LOCAL || o->mask)
			continue;
		vec_for_each (l, &r->known) {
			const struct operand from = {.kind = OPERAND_PATH,
						     .path = (struct path *)l->path,
						     .type = l->path->type};

			if (l->local != o->local || l->path->root != ROOT_LOCAL ||
			    l->path->nsteps || o->type.bits != l->path->type.bits)
				continue;
			*o = normal_copy(r->n->arena, &from);
			r->changed = true;
			break;
		}
	}
}

static bool is_variable(const struct operand *o)
{
	return o->kind == OPERAND_PATH && !o->mask && o->path->root == ROOT_LOCAL &&
	       !o->path->nsteps && !o->path->is_volatile;
}

/* A record that is put into a variable to be returned is returned. */
static void return_record(struct reader *r, struct block *b, uint32_t at)
{
	struct event *e = &b->events[at], *last = at ? e - 1 : NULL;

	if (e->kind != EVENT_RETURN || !last || last->kind != EVENT_STORE ||
	    last->set.op != SET_COPY || !is_variable(&e->ret.value) ||
	    !is_variable(&last->set.dst) || last->set.dst.path->local != e->ret.value.path->local ||
	    e->ret.value.path->type.bits || last->set.a.kind != OPERAND_PATH)
		return;
	e->ret.value = last->set.a;
	for (uint32_t i = at; i < b->nevents; i++)
		b->events[i - 1] = b->events[i];
	b->nevents--;
	r->changed = true;
}

static bool is_harmless(const struct reader *r, const struct event *e)
{
	return e->kind == EVENT_RETURN ||
	       (e->kind == EVENT_SET && normal_only_set(r->n, e->set.dst.local) == e &&
		!(e->set.a.kind == OPERAND_PATH && e->set.a.path->is_volatile));
}

static void read_block(struct reader *r, struct block *b)
{
	for (uint32_t i = 0; i < b->nevents; i++) {
		struct event *e = &b->events[i];

		return_record(r, b, i);
		if (i >= b->nevents)
			break;
		modify(r, b, e);
		give_variables(r, e);
		if (!is_harmless(r, e))
			r->known.n = 0;
		else if (is_plain_load(r, e))
			read_again(r, e);
	}
}

/* Does the way set what is in memory?  Of what is not drop_unstable() has looked. */
static bool sets_variable(const struct reader *r, const struct edge *e)
{
	for (uint32_t i = 0; i < e->nsets; i++)
		if (r->n->f->locals[e->sets[i].set.dst.local].in_memory)
			return true;
	return false;
}

static void keep_known(struct reader *r, uint32_t block)
{
	const struct block *b = &r->n->f->blocks[block];
	const struct load *l;

	for (uint32_t i = 0; i < b->nedges; i++)
		if (sets_variable(r, &b->edges[i]) ||
		    (b->edges[i].guard && b->edges[i].guard->rel == GUARD_LABEL))
			return;
	vec_for_each (l, &r->known)
		vec_push(&r->at_end[block], *l);
}

/* Paths through a local that is set again may be others by then. */
static void drop_unstable(struct reader *r)
{
	size_t kept = 0;

	for (size_t i = 0; i < r->known.n; i++) {
		struct load l = r->known.v[i];
		struct path p = *l.path;
		struct operand o = {.kind = OPERAND_PATH, .path = &p};
		struct reader probe = {.n = r->n, .known = {.n = 1}};

		normal_operand_locals(&o, note_many, &probe);
		if (probe.known.n)
			r->known.v[kept++] = l;
	}
	r->known.n = kept;
}

static void find_preds(struct reader *r)
{
	const struct function *f = r->n->f;
	uint32_t *npreds = normal_preds(f);

	for (uint32_t i = 0; i < f->nblocks; i++)
		r->first[i + 1] = r->first[i] + npreds[i];
	r->preds = normal_array(r->first[f->nblocks], sizeof(*r->preds));
	for (uint32_t i = 0; i < f->nblocks; i++)
		for (uint32_t k = 0; k < f->blocks[i].nedges; k++) {
			uint32_t to = f->blocks[i].edges[k].to;

			r->preds[r->first[to] + --npreds[to]] = i;
		}
	free(npreds);
}

static bool is_known_behind(const struct reader *r, uint32_t block, uint32_t local)
{
	const struct load *l;

	vec_for_each (l, &r->at_end[block])
		if (l->local == local)
			return true;
	return false;
}

/* A block goes on where all its ways in ended: what is known there on each. */
static void begin_block(struct reader *r, uint32_t block)
{
	uint32_t from = r->first[block], to = r->first[block + 1];
	const struct load *l;

	r->known.n = 0;
	if (!block || from == to)
		return;
	for (uint32_t i = from; i < to; i++)
		if (!r->is_read[r->preds[i]])
			return;
	vec_for_each (l, &r->at_end[r->preds[from]]) {
		bool everywhere = true;

		for (uint32_t i = from + 1; i < to && everywhere; i++)
			everywhere = is_known_behind(r, r->preds[i], l->local);
		if (everywhere)
			vec_push(&r->known, *l);
	}
}

/* Depth first: a block comes behind all that it leads to, seen from the end. */
static void find_order(struct reader *r)
{
	const struct function *f = r->n->f;
	uint32_t *next = normal_array(f->nblocks, sizeof(*next)); /* edge, from 1 */
	VEC(uint32_t) stack = {};
	uint32_t at = f->nblocks;

	r->order = normal_array(f->nblocks, sizeof(*r->order));
	r->count = 0;
	if (f->nblocks) {
		vec_push(&stack, 0);
		next[0] = 1;
	}
	while (stack.n) {
		uint32_t i = stack.v[stack.n - 1], to;

		if (next[i] > f->blocks[i].nedges) {
			r->order[--at] = i;
			r->count++;
			stack.n--;
			continue;
		}
		to = f->blocks[i].edges[next[i]++ - 1].to;
		if (next[to])
			continue;
		next[to] = 1;
		vec_push(&stack, to);
	}
	free(next);
	vec_free(&stack);
}

static void read_function(struct reader *r)
{
	find_preds(r);
	find_order(r);
	for (uint32_t i = r->n->f->nblocks - r->count; i < r->n->f->nblocks; i++) {
		uint32_t block = r->order[i];

		begin_block(r, block);
		read_block(r, &r->n->f->blocks[block]);
		drop_unstable(r);
		keep_known(r, block);
		r->is_read[block] = true;
	}
}

bool normal_memory(struct normal *n)
{
	struct reader r = {.n = n};

	r.first = normal_array(n->f->nblocks, sizeof(*r.first));
	r.at_end = normal_array(n->f->nblocks, sizeof(*r.at_end));
	r.is_read = normal_array(n->f->nblocks, sizeof(*r.is_read));
	r.uses = normal_uses(n);
	normal_define(n);
	read_function(&r);
	for (uint32_t i = 0; i < n->f->nblocks; i++)
		vec_free(&r.at_end[i]);
	free(r.at_end);
	free(r.uses);
	free(r.first);
	free(r.order);
	free(r.is_read);
	free(r.preds);
	vec_free(&r.known);
	return r.changed;
}
