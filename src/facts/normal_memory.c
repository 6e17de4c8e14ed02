// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Memory that is read again: between two reads of one path nothing wrote where no
 * call, assembly or store stands between, and what is stored to a path that was
 * read for it changes it in one event.
 */
#include "normal.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/vec.h"
#include "constant.h"

struct load {
	const struct path *path;
	uint32_t local; /* that it was read into */
};

VEC_TYPE(load_vec, struct load);

struct reader {
	struct normal *n;
	uint32_t *npreds, *pred;
	struct load_vec *at_end; /* by block: what is known where it ends */
	struct load_vec known;
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

/* p = p + 1 by way of two locals. */
static void modify(struct reader *r, struct event *e)
{
	const struct path *p = e->set.dst.path;
	const struct load *l;
	const struct event *sum;
	struct operand other;

	if (e->kind != EVENT_STORE || e->set.op != SET_COPY || e->set.dst.mask ||
	    e->set.a.kind != OPERAND_LOCAL || e->set.a.mask || e->set.a.type.bits != p->type.bits)
		return;
	l = find_load(r, p);
	sum = normal_only_set(r->n, e->set.a.local);
	if (!l || !sum || sum->set.op < SET_ADD || sum->set.op > SET_XOR ||
	    r->n->f->locals[e->set.a.local].type.bits != p->type.bits)
		return;
	if (is_read_from(&sum->set.a, l))
		other = sum->set.b;
	else if (sum->set.op != SET_SUB && is_read_from(&sum->set.b, l))
		other = sum->set.a;
	else
		return;
	if (!normal_can_move(r->n, &other))
		return;
	e->set.op = sum->set.op;
	e->set.a = normal_copy(r->n->arena, &e->set.dst); /* locals are numbered in place */
	e->set.b = other;
	r->changed = true;
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
		modify(r, e);
		give_variables(r, e);
		if (!is_harmless(r, e))
			r->known.n = 0;
		else if (is_plain_load(r, e))
			read_again(r, e);
	}
}

static void keep_known(struct reader *r, uint32_t block)
{
	const struct block *b = &r->n->f->blocks[block];
	const struct load *l;

	for (uint32_t i = 0; i < b->nedges; i++)
		if (b->edges[i].nsets ||
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

static void read_function(struct reader *r)
{
	struct function *f = r->n->f;

	const struct load *l;

	for (uint32_t i = 0; i < f->nblocks; i++)
		for (uint32_t k = 0; k < f->blocks[i].nedges; k++) {
			r->npreds[f->blocks[i].edges[k].to]++;
			r->pred[f->blocks[i].edges[k].to] = i;
		}
	for (uint32_t i = 0; i < f->nblocks; i++) {
		r->known.n = 0;
		/* it goes on where its only way in ended */
		if (i && r->npreds[i] == 1 && r->pred[i] < i)
			vec_for_each (l, &r->at_end[r->pred[i]])
				vec_push(&r->known, *l);
		read_block(r, &f->blocks[i]);
		drop_unstable(r);
		keep_known(r, i);
	}
}

bool normal_memory(struct normal *n)
{
	struct reader r = {.n = n};

	r.npreds = calloc((size_t)n->f->nblocks + 1, sizeof(*r.npreds));
	r.pred = calloc((size_t)n->f->nblocks + 1, sizeof(*r.pred));
	r.at_end = calloc((size_t)n->f->nblocks + 1, sizeof(*r.at_end));
	if (!r.npreds || !r.pred || !r.at_end)
		die("out of memory");
	normal_define(n);
	read_function(&r);
	for (uint32_t i = 0; i < n->f->nblocks; i++)
		vec_free(&r.at_end[i]);
	free(r.at_end);
	free(r.npreds);
	free(r.pred);
	vec_free(&r.known);
	return r.changed;
}
