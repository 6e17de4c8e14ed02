// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loops that wait for others: a lock is taken in them, or they sleep.  Others
 * store meanwhile, or the loop would turn for ever: what was known of memory that
 * they can name is not known any more when it turns.  (Within one turn a condition
 * that is tested twice, before a lock and before its end, stays one condition.)
 */
#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/error.h"
#include "prepare.h"
#include "run.h"

static bool event_waits(const struct meaning *m)
{
	if (!m)
		return false;
	for (size_t i = 0; i < m->callees.n; i++)
		if (m->callees.v[i].func->leaves_locked)
			return true;
	return (m->model && m->model->waits) || (m->macro && m->macro->waits);
}

static bool block_waits(const struct func *f, uint32_t b)
{
	for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++)
		if (event_waits(f->meanings[b][i]))
			return true;
	return false;
}

/* A function's blocks, backwards, and room for one of its loops. */
struct loops {
	const struct function *f;
	bool *waits, *in;
	uint32_t *todo, n;
	uint32_t *first, *from; /* who goes to block b: from[first[b]] up to from[first[b + 1]] */
};

static void *array(size_t n, size_t size)
{
	void *a = calloc(n + 1, size);

	if (!a)
		die("out of memory");
	return a;
}

static void find_ways_back(struct loops *l)
{
	const struct function *f = l->f;
	uint32_t n = 0;

	for (uint32_t b = 0; b < f->nblocks; b++)
		n += f->blocks[b].nedges;
	l->first = array(f->nblocks + 1, sizeof(*l->first));
	l->from = array(n, sizeof(*l->from));
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].nedges; i++)
			l->first[f->blocks[b].edges[i].to + 1]++;
	for (uint32_t b = 0; b < f->nblocks; b++)
		l->first[b + 1] += l->first[b];
	/* filled from the end: then first[b + 1] of a block is where its own begin */
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].nedges; i++)
			l->from[--l->first[f->blocks[b].edges[i].to + 1]] = b;
	memmove(l->first, l->first + 1, f->nblocks * sizeof(*l->first));
	l->first[f->nblocks] = n;
}

static void add(struct loops *l, uint32_t b)
{
	if (l->in[b])
		return;
	l->in[b] = true;
	l->todo[l->n++] = b;
}

/* The loop that turns from `last` to `head`: it waits there, or on the way from one to the other.
 */
static bool loop_waits(struct loops *l, uint32_t head, uint32_t last)
{
	if (l->waits[head])
		return true;
	memset(l->in, 0, l->f->nblocks * sizeof(*l->in));
	l->in[head] = true;
	l->n = 0;
	add(l, last);
	for (uint32_t at = 0; at < l->n; at++) {
		uint32_t b = l->todo[at];

		if (l->waits[b])
			return true;
		for (uint32_t i = l->first[b]; i < l->first[b + 1]; i++)
			add(l, l->from[i]);
	}
	return false;
}

static void find_heads(struct loops *l, struct prepared *pr)
{
	for (uint32_t b = 0; b < l->f->nblocks; b++)
		for (uint32_t i = 0; i < l->f->blocks[b].nedges; i++) {
			uint32_t to = l->f->blocks[b].edges[i].to;

			if (pr->order[to] <= pr->order[b] && loop_waits(l, to, b))
				bit_add(pr->waits, to);
		}
}

void loops_find(struct program *p, struct prepared *pr, const struct func *f)
{
	uint32_t n = f->f->nblocks;
	struct loops l = {.f = f->f, .waits = array(n, sizeof(*l.waits))};
	bool any = false;

	for (uint32_t b = 0; b < n; b++)
		any |= l.waits[b] = block_waits(f, b);
	if (any) {
		l.in = array(n, sizeof(*l.in));
		l.todo = array(n, sizeof(*l.todo));
		pr->waits = arena_array(&p->arena, uint64_t, bits_words(n));
		find_ways_back(&l);
		find_heads(&l, pr);
	}
	free(l.waits);
	free(l.in);
	free(l.todo);
	free(l.first);
	free(l.from);
}

/* Others can name it: it is global, or behind a pointer. */
static bool others_name(const struct path *p)
{
	return p->root == ROOT_GLOBAL || path_derefs(p);
}

void run_turn(const struct frame *fr, struct run *r, uint32_t from, uint32_t to)
{
	const struct prepared *pr = fr->pr;

	if (!pr->waits || pr->order[to] > pr->order[from] || !bit_has(pr->waits, to))
		return;
	for (uint32_t i = r->nknown; i-- > 0;) {
		const struct value *v = r->known[i].v;

		/* Saved flags have one owner, and tables of functions hold what they hold. */
		if ((v->kind == VALUE_SET || v->kind == VALUE_ALIAS) &&
		    others_name(cell_get(fr->p->cells, r->known[i].cell)))
			r->known[i] = r->known[--r->nknown];
	}
}
