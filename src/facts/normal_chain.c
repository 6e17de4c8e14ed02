// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Chains of one operation: x + y - 3 + z, or a | b | c.  A parser turns and groups
 * their parts as it likes; here what is added comes first, in one order, then what
 * is subtracted, and one constant last.
 */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "base/vec.h"
#include "constant.h"
#include "relation.h"

#define MAX_PARTS 24

struct part {
	struct operand o;
	bool minus;
	uint64_t hash;
	uint32_t at; /* of equal ones: as they are set */
};

struct chain_of {
	struct normal *n;
	uint32_t *uses; /* by local */
	struct block *b;
	struct vtype t;
	bool is_sum;
	enum set_op op;
	struct part part[MAX_PARTS];
	uint32_t nparts;
	uint64_t number; /* all constants */
	bool has_number;
	uint32_t inner[MAX_PARTS]; /* events that the last one is made of */
	uint32_t ninner;
	bool changed;
};

/* ---- parts ---- */

static bool is_link(const struct chain_of *c, enum set_op op)
{
	return c->is_sum ? op == SET_ADD || op == SET_SUB : op == c->op;
}

/* May what the operand reads be read where the chain ends? */
static bool can_wait(const struct chain_of *c, const struct event *e, const struct operand *o)
{
	return o->kind == OPERAND_CONST || normal_can_read(c->n, e, o);
}

/* The event of the block that gives the operand, for this alone; NULL: it is a part. */
static struct event *link_of(const struct chain_of *c, const struct event *e,
			     const struct operand *o)
{
	const struct vtype *own;
	struct event *inner;

	if (o->kind != OPERAND_LOCAL || o->mask || o->type.bits != c->t.bits ||
	    c->uses[o->local] != 1 || !normal_only_set(c->n, o->local))
		return NULL;
	own = &c->n->f->locals[o->local].type;
	inner = c->n->def[o->local];
	if (own->bits != c->t.bits || own->is_bool != c->t.is_bool || inner < c->b->events ||
	    inner >= e || !is_link(c, inner->set.op) || !can_wait(c, inner, &inner->set.a) ||
	    !can_wait(c, inner, &inner->set.b))
		return NULL;
	return inner;
}

static void add_number(struct chain_of *c, int64_t value, bool minus)
{
	uint64_t x = (uint64_t)value;

	if (!c->has_number)
		c->number = c->op == SET_AND ? UINT64_MAX : 0;
	c->has_number = true;
	if (c->is_sum)
		c->number += minus ? -x : x;
	else if (c->op == SET_AND)
		c->number &= x;
	else if (c->op == SET_OR)
		c->number |= x;
	else
		c->number ^= x;
}

static bool add_parts(struct chain_of *c, const struct event *e, bool minus)
{
	for (int side = 0; side < 2; side++) {
		const struct operand *o = side ? &e->set.b : &e->set.a;
		bool sign = minus != (side && e->set.op == SET_SUB);
		const struct event *inner = link_of(c, e, o);

		if (inner) {
			if (c->ninner == MAX_PARTS)
				return false;
			c->inner[c->ninner++] = (uint32_t)(inner - c->b->events);
			if (!add_parts(c, inner, sign))
				return false;
		} else if (o->kind == OPERAND_CONST) {
			add_number(c, normal_constant(o), sign);
		} else {
			struct part p = {.o = *o, .minus = sign, .hash = normal_hash(c->n, o, 0)};

			if (c->nparts == MAX_PARTS)
				return false;
			if (o->kind == OPERAND_LOCAL)
				p.at = c->n->at[o->local];
			c->part[c->nparts++] = p;
		}
	}
	return true;
}

static int rank_of(const struct part *p)
{
	return (p->minus ? 2 : 0) + (p->o.kind != OPERAND_LOCAL);
}

static bool is_behind(const struct part *a, const struct part *b)
{
	if (rank_of(a) != rank_of(b))
		return rank_of(a) > rank_of(b);
	return a->hash != b->hash ? a->hash > b->hash : a->at > b->at;
}

static void sort_parts(struct chain_of *c)
{
	for (uint32_t i = 1; i < c->nparts; i++) {
		struct part p = c->part[i];
		uint32_t k = i;

		for (; k && is_behind(&c->part[k - 1], &p); k--)
			c->part[k] = c->part[k - 1];
		c->part[k] = p;
	}
}

static bool same_part(const struct operand *a, const struct operand *b)
{
	return a->kind == OPERAND_LOCAL && b->kind == OPERAND_LOCAL && a->local == b->local &&
	       a->mask == b->mask && a->type.bits == b->type.bits &&
	       a->type.is_signed == b->type.is_signed;
}

/* x - x is nothing. */
static void cancel_parts(struct chain_of *c)
{
	for (uint32_t i = 0; i < c->nparts; i++)
		for (uint32_t k = i + 1; k < c->nparts; k++) {
			if (c->part[i].minus == c->part[k].minus ||
			    !same_part(&c->part[i].o, &c->part[k].o))
				continue;
			for (uint32_t m = k; m + 1 < c->nparts; m++)
				c->part[m] = c->part[m + 1];
			for (uint32_t m = i; m + 1 < c->nparts - 1; m++)
				c->part[m] = c->part[m + 1];
			c->nparts -= 2;
			cancel_parts(c);
			return;
		}
}

/* ---- the chain as it is to be ---- */

static struct operand number_of(const struct chain_of *c)
{
	struct vtype t = {.bits = c->t.bits, .is_signed = true};

	if (c->t.is_bool)
		t = c->t;
	return (struct operand){
		.kind = OPERAND_CONST, .type = t, .value = constant_wrap(c->number, t)};
}

static bool is_neutral(const struct chain_of *c)
{
	uint64_t all = low_bits(c->t.bits);

	return !c->has_number || (c->number & all) == (c->op == SET_AND ? all : 0);
}

/* The operands of the chain in order; the first may be the constant that others are taken from. */
static uint32_t list_parts(const struct chain_of *c, struct part *list)
{
	uint32_t n = 0;
	bool first = c->nparts && c->part[0].minus;

	if (first)
		list[n++] = (struct part){.o = number_of(c)};
	for (uint32_t i = 0; i < c->nparts; i++)
		list[n++] = c->part[i];
	if (!n || (!first && !is_neutral(c)))
		list[n++] = (struct part){.o = number_of(c)};
	return n;
}

static enum set_op op_of(const struct chain_of *c, const struct part *p)
{
	return !c->is_sum ? c->op : p->minus ? SET_SUB : SET_ADD;
}

static bool same_operand(const struct operand *a, const struct operand *b)
{
	return a->kind == OPERAND_CONST
		       ? b->kind == OPERAND_CONST && normal_constant(a) == normal_constant(b)
		       : same_part(a, b) || (a->kind == b->kind && a->kind != OPERAND_LOCAL);
}

/* Is the last event made of the list as it stands, whatever side each part is on? */
static bool is_right(const struct chain_of *c, const struct event *e, const struct part *list,
		     uint32_t n)
{
	for (uint32_t i = n - 1;; i--) {
		bool turned = !same_operand(&list[i].o, &e->set.b);
		const struct operand *rest = turned ? &e->set.b : &e->set.a;

		if (e->set.op != op_of(c, &list[i]) ||
		    (turned && (e->set.op == SET_SUB || !same_operand(&list[i].o, &e->set.a))))
			return false;
		if (i == 1)
			return same_operand(&list[0].o, rest);
		e = link_of(c, e, rest);
		if (!e)
			return false;
	}
}

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

/* Takes what the chain was made of away, and makes it anew where it ends. */
static void make(struct chain_of *c, uint32_t at, const struct part *list, uint32_t n)
{
	VEC(struct event) events = {};
	struct operand left = list[0].o;
	struct event last = c->b->events[at];
	uint32_t next = 0;

	qsort(c->inner, c->ninner, sizeof(*c->inner), by_number);
	for (uint32_t i = 0; i < at; i++) {
		if (next < c->ninner && c->inner[next] == i)
			next++;
		else
			vec_push(&events, c->b->events[i]);
	}
	for (uint32_t i = 1; i < n; i++) {
		struct event e = i + 1 < n ? c->b->events[c->inner[i - 1]] : last;

		e.set.op = op_of(c, &list[i]);
		e.set.a = left;
		e.set.b = list[i].o;
		left = e.set.dst;
		left.type = c->n->f->locals[e.set.dst.local].type;
		vec_push(&events, e);
	}
	if (n == 1) {
		last.set.op = SET_COPY;
		last.set.a = left;
		memset(&last.set.b, 0, sizeof(last.set.b));
		vec_push(&events, last);
	}
	for (uint32_t i = at + 1; i < c->b->nevents; i++)
		vec_push(&events, c->b->events[i]);
	c->b->nevents = (uint32_t)events.n;
	c->b->events = arena_copy(c->n->arena, events.v, events.n * sizeof(*events.v));
	vec_free(&events);
	c->changed = true;
}

/* ---- a function ---- */

static bool ends_chain(struct chain_of *c, const struct event *e)
{
	if (e->kind != EVENT_SET || e->set.dst.mask || e->set.op < SET_ADD || e->set.op > SET_XOR ||
	    !normal_only_set(c->n, e->set.dst.local))
		return false;
	c->t = c->n->f->locals[e->set.dst.local].type;
	c->op = e->set.op == SET_SUB ? SET_ADD : e->set.op;
	c->is_sum = c->op == SET_ADD;
	c->nparts = c->ninner = 0;
	c->has_number = false;
	c->number = 0;
	return c->t.bits && c->t.bits <= 64 && !(c->is_sum && c->t.is_bool);
}

/* Behind a change events stand elsewhere: false: look again. */
static bool order_block(struct chain_of *c, bool *taken)
{
	struct part list[MAX_PARTS + 2];

	for (uint32_t i = c->b->nevents; i--;) {
		struct event *e = &c->b->events[i];
		uint32_t n;

		if (!ends_chain(c, e) || taken[e->set.dst.local])
			continue;
		if (!add_parts(c, e, false) || !c->ninner)
			continue;
		for (uint32_t k = 0; k < c->ninner; k++)
			taken[c->b->events[c->inner[k]].set.dst.local] = true;
		sort_parts(c);
		if (c->is_sum)
			cancel_parts(c);
		n = list_parts(c, list);
		taken[e->set.dst.local] = true; /* once is enough */
		if (n > c->ninner + 2 || (n > 1 && is_right(c, e, list, n) && n == c->ninner + 2))
			continue;
		make(c, i, list, n);
		return false;
	}
	return true;
}

bool normal_chain(struct normal *n)
{
	struct chain_of c = {.n = n, .uses = normal_uses(n)};
	bool *taken = normal_array(n->room, sizeof(*taken));

	normal_define(n);
	for (uint32_t i = 0; i < n->f->nblocks; i++) {
		c.b = &n->f->blocks[i];
		while (!order_block(&c, taken))
			normal_define(n);
	}
	free(taken);
	free(c.uses);
	return c.changed;
}
