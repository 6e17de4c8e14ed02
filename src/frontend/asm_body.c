// SPDX-License-Identifier: GPL-2.0-or-later
/* The blocks of one function of assembled code. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "asm_flow.h"

/* The kernel's largest unit has some ten thousand instructions. */
#define MAX_STEPS ((size_t)4 << 20)

struct body {
	struct asm_flow *f;
	uint64_t entry;
	uint32_t stamp;
	VEC(uint64_t) leaders, todo;
	VEC(struct block) blocks;
	/* of the block in work */
	VEC(struct event) events;
	VEC(struct edge) edges;
};

static struct place place_of(const struct body *b, const struct asm_insn *i)
{
	struct place p = asm_lines_place(b->f->lines, i->address, b->f->source);
	uint64_t replaced = p.line ? NO_ADDRESS : asm_alts_replaced(b->f->alts, i->address);

	/* an assembler knows lines of sections that are marked as code */
	return replaced == NO_ADDRESS ? p : asm_lines_place(b->f->lines, replaced, b->f->source);
}

/* Is it a place in the code of this function?  The starts of others are not. */
static bool is_inside(const struct body *b, uint64_t address)
{
	return address < b->f->object->end && (!b->f->func_at[address] || address == b->entry) &&
	       asm_code_at(b->f->code, address);
}

/* Where control goes on to a place in here, a return address set by hand is for later. */
static bool is_linked_call(const struct body *b, const struct asm_insn *i)
{
	return i->has_link && (i->kind.is_indirect || !is_inside(b, i->target.address));
}

/* ---- what is reached ---- */

static void push_leader(struct body *b, uint64_t address)
{
	const struct asm_alt *alt;

	if (!is_inside(b, address) || b->f->cells[address].leader == b->stamp)
		return;
	b->f->cells[address].leader = b->stamp;
	vec_push(&b->leaders, address);
	vec_push(&b->todo, address);
	alt = asm_alts_at(b->f->alts, address);
	for (; alt && asm_alts_more(b->f->alts, alt, address); alt++)
		vec_push(&b->todo, alt->start);
}

static void push_targets(struct body *b, const struct asm_insn *i)
{
	if (i->kind.flow == FLOW_JUMP && !i->kind.is_indirect)
		push_leader(b, i->target.address);
	if (is_linked_call(b, i))
		push_leader(b, i->link.address);
}

static void walk(struct body *b, uint64_t address)
{
	uint64_t start = address;

	/* the starts of replacements come here before they are leaders */
	push_leader(b, address);
	while (is_inside(b, address)) {
		struct asm_cell *cell = &b->f->cells[address];
		const struct asm_insn *i = asm_code_at(b->f->code, address);

		if (cell->seen == b->stamp ||
		    (address != start && asm_alts_at(b->f->alts, address))) {
			push_leader(b, address);
			return;
		}
		cell->seen = b->stamp;
		b->f->steps++;
		push_targets(b, i);
		if (!asm_falls(i))
			return;
		address = asm_alts_land(b->f->alts, i->next);
		if (i->kind.is_conditional || address != i->next) {
			push_leader(b, address);
			return;
		}
	}
}

static int reach(struct body *b, struct error *err)
{
	push_leader(b, b->entry);
	while (b->todo.n) {
		walk(b, b->todo.v[--b->todo.n]);
		if (b->f->steps > MAX_STEPS)
			return error_set(err, E2BIG,
					 "its functions share more code than any source has");
	}
	return 0;
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

/* The entry first, the others by address; an entry that may be replaced has a block before it. */
static void number_blocks(struct body *b)
{
	uint32_t n = asm_alts_at(b->f->alts, b->entry) ? 1 : 0;

	qsort(b->leaders.v, b->leaders.n, sizeof(b->leaders.v[0]), compare);
	for (size_t k = 0; k < b->leaders.n; k++)
		if (b->leaders.v[k] == b->entry) {
			memmove(b->leaders.v + 1, b->leaders.v, k * sizeof(b->leaders.v[0]));
			b->leaders.v[0] = b->entry;
		}
	for (size_t k = 0; k < b->leaders.n; k++)
		b->f->cells[b->leaders.v[k]].block = n++;
	for (uint32_t k = 0; k < n; k++)
		vec_push(&b->blocks, (struct block){});
}

/* ---- events ---- */

static void add_call(struct body *b, const struct asm_insn *i, bool is_indirect,
		     const struct asm_target *to)
{
	struct event e = {.kind = EVENT_CALL, .place = place_of(b, i)};
	uint32_t n = to->address < b->f->object->end ? b->f->func_at[to->address] : 0;

	e.call.symbol = is_indirect ? NULL : to->symbol;
	if (!is_indirect && !e.call.symbol && n)
		e.call.symbol = b->f->funcs.v[n - 1].name;
	e.call.callee = e.call.symbol ? CALLEE_SYMBOL : CALLEE_POINTER;
	if (!e.call.symbol)
		e.call.pointer.kind = OPERAND_UNKNOWN;
	vec_push(&b->events, e);
}

static void add_return(struct body *b, const struct asm_insn *i)
{
	struct event e = {.kind = EVENT_RETURN, .place = place_of(b, i)};

	e.ret.value.kind = OPERAND_UNKNOWN;
	vec_push(&b->events, e);
}

static void add_text(struct body *b, const struct asm_insn *i)
{
	struct event e = {.kind = EVENT_ASM, .place = place_of(b, i)};

	if (!i->text)
		return;
	e.as.text = i->text;
	vec_push(&b->events, e);
}

/* ---- edges ---- */

/* The block is done: its events and edges go where the unit is. */
static void end_block(struct body *b, uint32_t n, const struct asm_insn *i)
{
	struct block *k = &b->blocks.v[n];

	k->place = place_of(b, i);
	k->nevents = (uint32_t)b->events.n;
	k->nedges = (uint32_t)b->edges.n;
	k->events = arena_copy(b->f->arena, b->events.v, b->events.n * sizeof(*k->events));
	k->edges = arena_copy(b->f->arena, b->edges.v, b->edges.n * sizeof(*k->edges));
	b->events.n = b->edges.n = 0;
}

static void add_edge(struct body *b, uint64_t address)
{
	const struct asm_alt *alt = asm_alts_at(b->f->alts, address);
	struct edge e = {.to = b->f->cells[address].block};

	vec_push(&b->edges, e);
	for (; alt && asm_alts_more(b->f->alts, alt, address); alt++) {
		e.to = is_inside(b, alt->start) ? b->f->cells[alt->start].block : e.to;
		vec_push(&b->edges, e);
	}
}

/* Nothing else follows. */
static void go(struct body *b, const struct asm_insn *i, bool is_indirect,
	       const struct asm_target *to)
{
	if (!is_indirect && is_inside(b, to->address)) {
		add_edge(b, to->address);
		return;
	}
	add_call(b, i, is_indirect, to);
	add_return(b, i);
}

static void go_on(struct body *b, const struct asm_insn *i)
{
	struct asm_target to = {asm_alts_land(b->f->alts, i->next), NULL};

	/* at the end of the section nothing follows */
	if (to.address < b->f->object->end && asm_code_at(b->f->code, to.address))
		go(b, i, false, &to);
}

/* What the branch does when it is taken. */
static void take(struct body *b, const struct asm_insn *i)
{
	switch (i->kind.flow) {
	case FLOW_RETURN:
		add_return(b, i);
		break;
	case FLOW_CALL:
		add_call(b, i, i->kind.is_indirect, &i->target);
		go_on(b, i);
		break;
	case FLOW_JUMP:
		if (!is_linked_call(b, i)) {
			go(b, i, i->kind.is_indirect, &i->target);
		} else {
			add_call(b, i, i->kind.is_indirect, &i->target);
			go(b, i, false, &i->link);
		}
		break;
	default:
		break;
	}
}

static uint32_t new_block(struct body *b)
{
	vec_push(&b->blocks, (struct block){});
	return (uint32_t)b->blocks.n - 1;
}

/* A branch that may be taken; what it does but to go elsewhere in here is a block of its own. */
static void branch(struct body *b, uint32_t n, const struct asm_insn *i)
{
	uint64_t next = asm_alts_land(b->f->alts, i->next);
	bool jumps = i->kind.flow == FLOW_JUMP && !i->kind.is_indirect && !i->has_link &&
		     is_inside(b, i->target.address);
	bool goes_on = is_inside(b, next);
	uint32_t taken = jumps ? 0 : new_block(b), missed = goes_on ? 0 : new_block(b);

	if (jumps)
		add_edge(b, i->target.address);
	else
		vec_push(&b->edges, (struct edge){.to = taken});
	if (goes_on)
		add_edge(b, next);
	else
		vec_push(&b->edges, (struct edge){.to = missed});
	end_block(b, n, i);
	if (!jumps) {
		take(b, i);
		end_block(b, taken, i);
	}
	if (!goes_on) {
		go_on(b, i);
		end_block(b, missed, i);
	}
}

static void fill_block(struct body *b, uint64_t address)
{
	uint32_t n = b->f->cells[address].block;
	const struct asm_insn *i, *slot;

	for (;;) {
		i = asm_code_at(b->f->code, address);
		add_text(b, i);
		slot = i->slot != NO_ADDRESS ? asm_code_at(b->f->code, i->slot) : NULL;
		if (slot)
			add_text(b, slot);
		if (i->kind.is_conditional) {
			branch(b, n, i);
			return;
		}
		if (i->kind.flow == FLOW_CALL)
			add_call(b, i, i->kind.is_indirect, &i->target);
		address = i->next;
		if (!asm_falls(i)) {
			take(b, i);
			break;
		}
		/* where it ends: at the next block, at another function, at a section's end */
		if (asm_alts_land(b->f->alts, address) != address || !is_inside(b, address) ||
		    b->f->cells[address].leader == b->stamp) {
			go_on(b, i);
			break;
		}
		if (b->f->cells[address].seen != b->stamp)
			die("a block goes where nothing was reached");
	}
	end_block(b, n, i);
}

int asm_flow_body(struct asm_flow *f, size_t n, struct function *out, struct error *err)
{
	struct body b = {.f = f, .entry = f->funcs.v[n].address, .stamp = (uint32_t)n + 1};
	int ret = reach(&b, err);

	if (!ret) {
		const struct asm_insn *entry = asm_code_at(f->code, b.entry);

		number_blocks(&b);
		if (f->cells[b.entry].block) {
			add_edge(&b, b.entry);
			end_block(&b, 0, entry);
		}
		for (size_t k = 0; k < b.leaders.n; k++)
			fill_block(&b, b.leaders.v[k]);
		out->place = place_of(&b, entry);
		out->nblocks = (uint32_t)b.blocks.n;
		out->blocks = arena_copy(f->arena, b.blocks.v, b.blocks.n * sizeof(struct block));
	}
	vec_free(&b.leaders);
	vec_free(&b.todo);
	vec_free(&b.blocks);
	vec_free(&b.events);
	vec_free(&b.edges);
	return ret;
}
