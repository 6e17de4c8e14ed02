// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Control flow as it is without what a front-end happened to write down:
 * blocks that nothing reaches go, an empty block is passed over, a block and
 * the only one that follows it are one, and a branch whose ways meet at once
 * is none.
 */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vec.h"

void *normal_array(size_t n, size_t size)
{
	void *p = calloc(n + 1, size);

	if (!p)
		die("out of memory");
	return p;
}

uint32_t *normal_preds(const struct function *f)
{
	uint32_t *npreds = normal_array(f->nblocks, sizeof(*npreds));

	for (uint32_t i = 0; i < f->nblocks; i++)
		for (uint32_t j = 0; j < f->blocks[i].nedges; j++)
			npreds[f->blocks[i].edges[j].to]++;
	return npreds;
}

static void count_use(void *ctx, uint32_t *local)
{
	((uint32_t *)ctx)[*local]++;
}

static void count_operand(void *ctx, struct operand *o)
{
	normal_operand_locals(o, count_use, ctx);
}

static void count_event(void *ctx, struct event *e)
{
	normal_event_uses(e, count_operand, ctx);
}

uint32_t *normal_uses(const struct normal *n)
{
	uint32_t *uses = normal_array(n->room, sizeof(*uses));
	struct function *f = n->f;

	normal_events(f, count_event, uses);
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, count_operand, uses);
	return uses;
}

struct event *normal_copy_sets(struct arena *arena, const struct edge *e)
{
	struct event *sets = arena_copy(arena, e->sets, e->nsets * sizeof(*sets));

	for (uint32_t i = 0; i < e->nsets; i++) {
		sets[i].set.a = normal_copy(arena, &sets[i].set.a);
		sets[i].set.b = normal_copy(arena, &sets[i].set.b);
	}
	return sets;
}

uint32_t normal_add_block(struct normal *n)
{
	struct function *f = n->f;
	struct block *blocks = arena_array(n->arena, struct block, f->nblocks + 1);

	memcpy(blocks, f->blocks, f->nblocks * sizeof(*blocks));
	f->blocks = blocks;
	return f->nblocks++;
}

/* ---- empty blocks ---- */

/* Nothing happens in it, and it goes one way. */
static bool is_empty(const struct block *b)
{
	return !b->nevents && b->nedges == 1 && !b->edges[0].guard && !b->edges[0].nsets;
}

/* The smallest number on a round of empty blocks. */
static uint32_t smallest_of_round(const struct function *f, uint32_t i)
{
	uint32_t best = i;

	for (uint32_t at = f->blocks[i].edges[0].to; at != i; at = f->blocks[at].edges[0].to)
		if (at < best)
			best = at;
	return best;
}

/* By block: where it leads, through empty ones; one of them where they go round for ever. */
static uint32_t *find_targets(const struct function *f)
{
	uint32_t *target = normal_array(f->nblocks, sizeof(*target)); /* from 1 */
	uint32_t *walk = normal_array(f->nblocks, sizeof(*walk));     /* by block: who passed */

	for (uint32_t i = 0; i < f->nblocks; i++) {
		uint32_t at = i, end;

		while (!target[at] && walk[at] != i + 1 && is_empty(&f->blocks[at])) {
			walk[at] = i + 1;
			at = f->blocks[at].edges[0].to;
		}
		if (target[at])
			end = target[at];
		else
			end = 1 + (walk[at] == i + 1 ? smallest_of_round(f, at) : at);
		target[at] = end;
		for (at = i; !target[at]; at = f->blocks[at].edges[0].to)
			target[at] = end;
	}
	for (uint32_t i = 0; i < f->nblocks; i++)
		target[i]--;
	free(walk);
	return target;
}

static bool pass_empty(struct function *f)
{
	uint32_t *target = find_targets(f);
	bool changed = false;

	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++) {
		for (struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			changed |= e->to != target[e->to];
			e->to = target[e->to];
		}
	}
	/* An entry that only leads on: its target takes its place. */
	if (target[0]) {
		struct block entry = f->blocks[0];
		uint32_t old = target[0];

		f->blocks[0] = f->blocks[old];
		f->blocks[old] = entry;
		for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
			for (struct edge *e = b->edges; e < b->edges + b->nedges; e++)
				e->to = e->to == old ? 0 : e->to == 0 ? old : e->to;
		changed = true;
	}
	free(target);
	return changed;
}

/* ---- blocks that follow each other ---- */

static bool leads_only_to(const struct function *f, const uint32_t *npreds, uint32_t i,
			  uint32_t *next)
{
	const struct block *b = &f->blocks[i];

	if (b->nedges != 1 || b->edges[0].guard)
		return false;
	*next = b->edges[0].to;
	return npreds[*next] == 1 && *next && *next != i;
}

/* Puts what follows block i into it; what a PHI meant on the way is a set like any other. */
static bool merge_from(struct normal *n, const uint32_t *npreds, bool *merged, uint32_t i)
{
	struct function *f = n->f;
	struct block *b = &f->blocks[i];
	VEC(struct event) events = {};
	bool changed = false;
	uint32_t next, at = i;

	while (leads_only_to(f, npreds, at, &next) && !merged[next] && next != i) {
		const struct block *from = &f->blocks[at];

		if (!changed)
			for (uint32_t j = 0; j < b->nevents; j++)
				vec_push(&events, b->events[j]);
		for (uint32_t j = 0; j < from->edges[0].nsets; j++) {
			struct event e = from->edges[0].sets[j];

			memset(&e.place, 0, sizeof(e.place));
			vec_push(&events, e);
		}
		for (uint32_t j = 0; j < f->blocks[next].nevents; j++)
			vec_push(&events, f->blocks[next].events[j]);
		merged[next] = true;
		at = next;
		changed = true;
	}
	if (changed) {
		const struct block last = f->blocks[at];

		*b = last;
		b->nevents = (uint32_t)events.n;
		b->events = arena_copy(n->arena, events.v, events.n * sizeof(*events.v));
	}
	vec_free(&events);
	return changed;
}

static bool merge_blocks(struct normal *n)
{
	struct function *f = n->f;
	uint32_t *npreds = normal_preds(f);
	bool *merged = normal_array(f->nblocks, sizeof(*merged));
	bool changed = false;

	/* A block's only way in has a smaller number: each chain is met at its begin. */
	for (uint32_t i = 0; i < f->nblocks; i++)
		if (!merged[i])
			changed |= merge_from(n, npreds, merged, i);
	free(npreds);
	free(merged);
	return changed;
}

/* ---- the order of blocks ---- */

/* Two edges of one block: by their guards, then by what they lead to as it stood. */
static int compare_operands(const struct operand *a, const struct operand *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == OPERAND_CONST && a->value != b->value)
		return a->value < b->value ? -1 : 1;
	return 0;
}

static int compare_guards(const struct guard *a, const struct guard *b)
{
	int order;

	if (!a || !b)
		return (a ? 1 : 0) - (b ? 1 : 0);
	if (a->rel != b->rel)
		return a->rel < b->rel ? -1 : 1;
	if (a->label != b->label)
		return a->label < b->label ? -1 : 1;
	if (a->nranges && b->nranges && a->ranges[0].lo != b->ranges[0].lo)
		return a->ranges[0].lo < b->ranges[0].lo ? -1 : 1;
	order = compare_operands(&a->a, &b->a);
	return order ? order : compare_operands(&a->b, &b->b);
}

static uint64_t mix(uint64_t h, uint64_t x)
{
	return (h ^ x) * 0x9e3779b97f4a7c15u ^ h >> 29;
}

static uint64_t hash_event(uint64_t h, const struct event *e)
{
	const char *name = e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL ? e->call.symbol
			   : e->kind == EVENT_ASM				    ? e->as.text
										    : NULL;

	h = mix(mix(h, e->kind), e->place.line);
	for (; name && *name; name++)
		h = mix(h, (unsigned char)*name);
	return h;
}

/* What happens in the block, or where it leads, for what that says: nothing of its number. */
static uint64_t hash_block(const struct function *f, uint32_t block, int depth)
{
	const struct block *b = &f->blocks[block];
	uint64_t h = 1, ways = 0;

	for (uint32_t i = 0; i < b->nevents; i++)
		if (b->events[i].kind != EVENT_SET)
			h = hash_event(h, &b->events[i]);
	for (uint32_t i = 0; i < b->nedges && b->nedges < 5 && depth < 3; i++)
		ways += hash_block(f, b->edges[i].to, depth + 1);
	return mix(h, ways);
}

/* By insertion: stable, and edges are few but for large switches, which are sorted already. */
static void sort_edges(const struct function *f, struct block *b)
{
	for (uint32_t i = 1; i < b->nedges; i++) {
		struct edge e = b->edges[i];
		uint32_t j = i;

		for (; j; j--) {
			const struct edge *last = &b->edges[j - 1];
			int order = compare_guards(e.guard, last->guard);

			if (!order && e.to != last->to)
				order = hash_block(f, e.to, 0) < hash_block(f, last->to, 0) ? -1
											    : 1;
			if (order >= 0)
				break;
			b->edges[j] = *last;
		}
		b->edges[j] = e;
	}
}

/* Depth first from the entry: the first number is the entry's; what is not met goes. */
static bool order_blocks(struct normal *n)
{
	struct function *f = n->f;
	uint32_t *number = normal_array(f->nblocks, sizeof(*number)); /* from 1 */
	struct block *blocks = arena_array(n->arena, struct block, f->nblocks);
	VEC(uint32_t) stack = {};
	uint32_t count = 0;
	bool changed;

	vec_push(&stack, 0);
	while (stack.n) {
		uint32_t i = stack.v[--stack.n];
		struct block *b = &f->blocks[i];

		if (number[i])
			continue;
		number[i] = ++count;
		blocks[count - 1] = *b;
		sort_edges(f, b);
		for (uint32_t j = b->nedges; j--;)
			if (!number[b->edges[j].to])
				vec_push(&stack, b->edges[j].to);
	}
	for (uint32_t i = 0; i < count; i++)
		for (uint32_t j = 0; j < blocks[i].nedges; j++)
			blocks[i].edges[j].to = number[blocks[i].edges[j].to] - 1;
	changed = count < f->nblocks;
	f->blocks = blocks;
	f->nblocks = count;
	vec_free(&stack);
	free(number);
	return changed;
}

static bool only_computes(const struct block *b)
{
	for (uint32_t i = 0; i < b->nevents; i++)
		if (b->events[i].kind != EVENT_SET || b->events[i].place.line)
			return false;
	return true;
}

/* Tests with nothing between them have the place of the first: a parser may make one of them. */
void normal_places(struct normal *n)
{
	struct function *f = n->f;
	uint32_t *npreds = normal_preds(f);

	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (const struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			struct block *to = &f->blocks[e->to];

			if (b->nedges > 1 && to > b && npreds[e->to] == 1 && only_computes(to) &&
			    to->nedges > 1 && !e->nsets) {
				to->place = b->place;
				to->chain = b->chain;
			}
		}
	free(npreds);
}

void normal_arrange(struct normal *n)
{
	if (n->f->nblocks)
		order_blocks(n);
}

bool normal_flow(struct normal *n)
{
	struct function *f = n->f;
	bool changed = false;

	if (!f->nblocks)
		return false;
	changed |= normal_join(n);
	changed |= pass_empty(f);
	changed |= normal_copies(n);
	changed |= order_blocks(n); /* drops what is not reached before ways in are counted */
	changed |= merge_blocks(n);
	order_blocks(n);
	if (normal_relays(n)) {
		order_blocks(n);
		changed = true;
	}
	return changed;
}
