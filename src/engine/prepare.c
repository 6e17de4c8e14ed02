// SPDX-License-Identifier: GPL-2.0-or-later
#include "prepare.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"
#include "base/error.h"
#include "flow.h"

/* Functions in a row that hand a parameter on. */
#define MAX_HANDED 4

struct uses {
	struct program *p;
	struct prepared *pr;
	const struct function *f;
	uint64_t *gen, *kill; /* of the block at hand */
	bool counting;	      /* reads of paths are counted in this pass */
};

bool prepared_is_live(const struct prepared *pr, uint32_t block, uint32_t local)
{
	return bit_has(pr->live[block], local);
}

const struct operand *prepared_source(const struct prepared *pr, const struct operand *o)
{
	const struct event *def = o->kind == OPERAND_LOCAL ? pr->defs[o->local] : NULL;

	return def && def->kind == EVENT_SET && def->set.op == SET_COPY ? &def->set.a : o;
}

bool prepared_rereads(const struct prepared *pr, uint32_t cell)
{
	return (uintptr_t)map_get(&pr->path_reads, cell, 0) > 2;
}

static bool looks_at(struct program *p, struct func *f, uint32_t cell, int depth)
{
	const struct prepared *pr = prepare(p, f);
	const struct path *path = cell_get(p->cells, cell);
	const struct step *last = path_last_field(path);

	if (map_get(&pr->path_reads, cell, 0) || (last && map_get(&pr->path_reads, last->field, 1)))
		return true;
	for (size_t i = 0; i < pr->handed.n && depth < MAX_HANDED; i++) {
		const struct handed *h = &pr->handed.v[i];
		uint32_t there = path->root == ROOT_LOCAL && path->local == h->param && path->nsteps
					 ? cell_extend(p->cells, cell_local(p->cells, h->as),
						       path->steps, path->nsteps)
					 : NO_CELL;

		if (there != NO_CELL && looks_at(p, h->to, there, depth + 1))
			return true;
	}
	return false;
}

bool prepared_looks_at(struct program *p, struct func *f, uint32_t cell)
{
	return looks_at(p, f, cell, 0);
}

static void use_local(struct uses *u, uint32_t local)
{
	if (!bit_has(u->kill, local))
		bit_add(u->gen, local);
}

static void use_path(struct uses *u, const struct path *path, bool is_read)
{
	if (path->root == ROOT_LOCAL)
		use_local(u, path->local);
	for (uint32_t i = 0; i < path->nsteps; i++)
		if (path->steps[i].kind == STEP_INDEX_LOCAL)
			use_local(u, (uint32_t)path->steps[i].index);
	if (is_read && u->counting && !path->is_volatile) {
		uint32_t cell = cell_path(u->p->cells, path);
		uintptr_t n = (uintptr_t)map_get(&u->pr->path_reads, cell, 0);

		if (!n)
			vec_push(&u->pr->reads, cell);
		map_put(&u->pr->path_reads, cell, 0, (void *)(n ? n + 1 : 2));
	}
}

static void use_operand(struct uses *u, const struct operand *o)
{
	if (o->kind == OPERAND_LOCAL)
		use_local(u, o->local);
	else if (o->kind == OPERAND_PATH)
		use_path(u, o->path, true);
	else if (o->kind == OPERAND_ADDR)
		use_path(u, o->path, false);
}

static void define(struct uses *u, const struct operand *o)
{
	if (o->kind == OPERAND_LOCAL)
		bit_add(u->kill, o->local);
	else if (o->kind == OPERAND_PATH)
		use_path(u, o->path, false);
}

static void use_event(struct uses *u, const struct event *e)
{
	switch (e->kind) {
	case EVENT_CALL:
		for (uint32_t i = 0; i < e->call.nargs; i++)
			use_operand(u, &e->call.args[i]);
		if (e->call.callee == CALLEE_SYMBOL && u->counting)
			map_put(&u->pr->path_reads, e->call.symbol, 1, u->pr);
		if (e->call.callee == CALLEE_SLOT)
			use_path(u, e->call.slot, false);
		if (e->call.callee == CALLEE_POINTER)
			use_operand(u, &e->call.pointer);
		define(u, &e->call.result);
		break;
	case EVENT_ASM:
		for (uint32_t i = 0; i < e->as.nins; i++)
			use_operand(u, &e->as.ins[i]);
		for (uint32_t i = 0; i < e->as.nouts; i++)
			define(u, &e->as.outs[i]);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		use_operand(u, &e->set.a);
		use_operand(u, &e->set.b);
		define(u, &e->set.dst);
		break;
	case EVENT_RETURN:
		use_operand(u, &e->ret.value);
		break;
	}
}

/* Reads before writes in the block: gen; writes: kill.  Edges count at the block's end. */
static void use_block(struct uses *u, const struct block *bl)
{
	for (uint32_t i = 0; i < bl->nevents; i++)
		use_event(u, &bl->events[i]);
	for (uint32_t i = 0; i < bl->nedges; i++)
		if (bl->edges[i].guard) {
			use_operand(u, &bl->edges[i].guard->a);
			use_operand(u, &bl->edges[i].guard->b);
		}
	/* A set on one edge kills nothing on the others, so only its reads count. */
	for (uint32_t i = 0; i < bl->nedges; i++)
		for (uint32_t k = 0; k < bl->edges[i].nsets; k++) {
			use_operand(u, &bl->edges[i].sets[k].set.a);
			use_operand(u, &bl->edges[i].sets[k].set.b);
		}
}

static void find_live(struct uses *u, struct program *p)
{
	const struct function *f = u->f;
	uint32_t words = u->pr->words;
	uint64_t *kills = calloc((size_t)f->nblocks * words + 1, sizeof(*kills));
	bool changed = true;

	if (!kills)
		die("out of memory");
	u->pr->live = arena_array(&p->arena, uint64_t *, f->nblocks);
	u->counting = true;
	for (uint32_t b = 0; b < f->nblocks; b++) {
		u->gen = u->pr->live[b] = arena_array(&p->arena, uint64_t, words);
		u->kill = kills + (size_t)b * words;
		use_block(u, &f->blocks[b]);
	}
	while (changed) {
		changed = false;
		for (uint32_t b = f->nblocks; b-- > 0;)
			for (uint32_t i = 0; i < f->blocks[b].nedges; i++) {
				const uint64_t *to = u->pr->live[f->blocks[b].edges[i].to];

				for (uint32_t w = 0; w < words; w++) {
					uint64_t more = to[w] & ~kills[(size_t)b * words + w] &
							~u->pr->live[b][w];

					u->pr->live[b][w] |= more;
					changed |= more != 0;
				}
			}
	}
	free(kills);
}

static void note_def(struct prepared *pr, uint32_t local, const struct event *e)
{
	pr->defs[local] = pr->ndefs[local] ? NULL : e;
	if (pr->ndefs[local] < 2)
		pr->ndefs[local]++;
}

static void note_event_defs(struct prepared *pr, const struct event *e)
{
	if ((e->kind == EVENT_SET || e->kind == EVENT_STORE) && e->set.dst.kind == OPERAND_LOCAL)
		note_def(pr, e->set.dst.local, e);
	if (e->kind == EVENT_CALL && e->call.result.kind == OPERAND_LOCAL)
		note_def(pr, e->call.result.local, e);
	for (uint32_t k = 0; e->kind == EVENT_ASM && k < e->as.nouts; k++)
		if (e->as.outs[k].kind == OPERAND_LOCAL)
			note_def(pr, e->as.outs[k].local, e);
}

static void find_defs(struct program *p, struct prepared *pr, const struct function *f)
{
	pr->ndefs = arena_array(&p->arena, uint8_t, f->nlocals);
	pr->defs = arena_array(&p->arena, const struct event *, f->nlocals);
	for (uint32_t i = 0; i < f->nparams; i++)
		pr->ndefs[i] = 1;
	for (uint32_t b = 0; b < f->nblocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			note_event_defs(pr, &bl->events[i]);
		for (uint32_t i = 0; i < bl->nedges; i++)
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
				note_event_defs(pr, &bl->edges[i].sets[k]);
	}
}

static void test_operand(struct prepared *pr, const struct function *f, const struct operand *o)
{
	if (o->kind == OPERAND_LOCAL && o->local < f->nparams && o->local < 64)
		pr->tested |= 1ull << o->local;
}

/* stores: what is stored counts too, as it may be what the function returns. */
static void test_event(struct prepared *pr, const struct function *f, const struct event *e,
		       bool stores)
{
	if (e->kind == EVENT_SET || (e->kind == EVENT_STORE && stores)) {
		test_operand(pr, f, &e->set.a);
		test_operand(pr, f, &e->set.b);
	}
	for (uint32_t i = 0; e->kind == EVENT_CALL && i < e->call.nargs; i++)
		test_operand(pr, f, &e->call.args[i]);
	if (e->kind == EVENT_CALL && e->call.callee == CALLEE_POINTER)
		test_operand(pr, f, &e->call.pointer);
	if (e->kind == EVENT_RETURN)
		test_operand(pr, f, &e->ret.value);
}

static void find_tested(struct prepared *pr, const struct function *f, bool stores)
{
	for (uint32_t b = 0; b < f->nblocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			test_event(pr, f, &bl->events[i], stores);
		for (uint32_t i = 0; i < bl->nedges; i++) {
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
				test_event(pr, f, &bl->edges[i].sets[k], stores);
			if (!bl->edges[i].guard)
				continue;
			test_operand(pr, f, &bl->edges[i].guard->a);
			test_operand(pr, f, &bl->edges[i].guard->b);
		}
	}
}

/* Nothing comes behind the event but the return. */
static bool is_last(const struct function *f, const struct block *bl, uint32_t i)
{
	const struct block *to = bl->nedges == 1 ? &f->blocks[bl->edges[0].to] : NULL;

	if (i + 1 < bl->nevents)
		return i + 2 == bl->nevents && bl->events[i + 1].kind == EVENT_RETURN;
	return to && to->nevents == 1 && to->events[0].kind == EVENT_RETURN;
}

static void note_handed(struct prepared *pr, const struct function *f, const struct event *e,
			struct func *to)
{
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct operand *a = &e->call.args[i];
		struct handed h = {.to = to, .param = a->local, .as = i};

		if (a->kind == OPERAND_LOCAL && !a->mask && a->local < f->nparams &&
		    pr->ndefs[a->local] == 1)
			vec_push(&pr->handed, h);
	}
}

/*
 * A function that chooses whom to call, with what it was given, looks at what
 * those look at: a wrapper stands between who knows and who asks.
 */
static void find_handed(struct prepared *pr, const struct func *func)
{
	const struct function *f = func->f;

	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].nevents; i++) {
			const struct meaning *m = func->meanings[b][i];
			const struct event *e = &f->blocks[b].events[i];

			if (e->kind == EVENT_CALL && m && !m->model && m->callees.n == 1 &&
			    is_last(f, &f->blocks[b], i))
				note_handed(pr, f, e, m->callees.v[0].func);
		}
}

struct prepared *prepare(struct program *p, struct func *func)
{
	const struct function *f = func->f;
	struct uses u = {.p = p, .f = f};
	struct prepared *pr;

	if (func->prepared)
		return func->prepared;
	pr = arena_new(&p->arena, struct prepared);
	func->prepared = u.pr = pr;
	pr->words = bits_words(f->nlocals);
	pr->local_cells = arena_array(&p->arena, uint32_t, f->nlocals);
	for (uint32_t i = 0; i < f->nlocals; i++)
		pr->local_cells[i] = cell_local(p->cells, i);
	pr->order = flow_order(&p->arena, f);
	loops_find(p, pr, func);
	find_live(&u, p);
	find_defs(p, pr, f);
	apart_find(p, pr, f);
	find_tested(pr, f, func_is_inline(func));
	find_handed(pr, func);
	return pr;
}
