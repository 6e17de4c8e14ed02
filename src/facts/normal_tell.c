// SPDX-License-Identifier: GPL-2.0-or-later
/* One way to write a test of bits, once nothing else changes. */
#include "normal_type.h"

#include "constant.h"

/* A mask that takes nothing away is none; one of the lowest 8, 16 or 32 bits is a type. */
static void read_plain(const struct normal *n, struct operand *o)
{
	const struct vtype *own;
	unsigned int bits = 8;

	if (o->kind != OPERAND_LOCAL || !o->mask || !o->type.bits || o->type.bits > 64)
		return;
	own = &n->f->locals[o->local].type;
	if (own->bits && own->bits < o->type.bits && !own->is_signed &&
	    o->mask & low_bits(own->bits))
		o->mask &= low_bits(own->bits);
	while (bits < 64 && low_bits(bits) != o->mask)
		bits *= 2;
	if (low_bits(bits) == o->mask && bits <= own->bits) {
		o->type = (struct vtype){.bits = (uint8_t)bits};
		o->mask = 0;
	} else if (own->bits && own->bits <= 64 && !(o->mask & ~low_bits(own->bits))) {
		o->type = (struct vtype){.bits = own->bits};
	}
}

/* Is x <= 7 as a test of bits: x & ~7 is 0. */
static void ask_bits(struct guard *g, const struct vtype *own)
{
	uint64_t all = low_bits(g->a.type.bits), c;

	if (g->rel == GUARD_IN && g->nranges == 1 && !g->ranges[0].lo) {
		g->rel = g->ranges[0].hi ? GUARD_LE : GUARD_EQ;
		g->b = (struct operand){
			.kind = OPERAND_CONST, .type = g->a.type, .value = g->ranges[0].hi};
		g->nranges = 0;
	}
	if ((g->rel != GUARD_LE && g->rel != GUARD_GT) || g->b.kind != OPERAND_CONST ||
	    g->a.type.is_signed || own->is_bool || (g->a.mask && g->a.mask & (g->a.mask + 1)))
		return;
	if (own->bits < g->a.type.bits)
		all = low_bits(own->bits);
	if (g->a.mask)
		all &= g->a.mask;
	c = (uint64_t)g->b.value;
	if (!c || c & (c + 1) || c >= all)
		return;
	g->rel = g->rel == GUARD_LE ? GUARD_EQ : GUARD_NE;
	g->a.mask = all & ~c;
	g->b.value = 0;
}

/* What a mask cannot give no range asks for. */
static void clip_ranges(struct guard *g)
{
	uint64_t most = g->a.mask ? g->a.mask : low_bits(g->a.type.bits);
	uint32_t kept = 0;

	if (!g->nranges || (uint64_t)g->ranges[0].lo > most)
		return;
	for (uint32_t i = 0; i < g->nranges; i++) {
		if ((uint64_t)g->ranges[i].lo > most)
			continue;
		g->ranges[kept] = g->ranges[i];
		if ((uint64_t)g->ranges[i].hi > most)
			g->ranges[kept].hi = (int64_t)most;
		kept++;
	}
	g->nranges = kept;
}

static void tell(const struct normal *n, struct guard *g)
{
	const struct vtype *own = &n->f->locals[g->a.local].type;
	struct operand a = g->a, b = g->b;

	if (a.type.is_bool || a.type.is_pointer || b.type.is_bool || b.mask ||
	    (g->rel != GUARD_IN && a.type.bits != b.type.bits && b.kind == OPERAND_CONST))
		return;
	if (g->rel == GUARD_IN) {
		if (g->a.mask)
			clip_ranges(g);
		read_plain(n, &a);
		if (!type_fits_ranges(g, a.type))
			return; /* none of them can be, and says so as it is */
		g->a = a;
		ask_bits(g, own);
	} else if (g->b.kind == OPERAND_CONST) {
		ask_bits(g, own);
		if (g->rel == GUARD_EQ || g->rel == GUARD_NE)
			read_plain(n, &g->a);
		if (g->a.mask || a.mask)
			g->b.type = g->a.type;
	} else {
		read_plain(n, &a);
		read_plain(n, &b);
		/* what is read as less than an int has no sign that matters */
		if (a.type.bits == b.type.bits || (a.type.bits < 32 && b.type.bits < 32)) {
			g->a = a;
			g->b = b;
		}
	}
}

/* Of as many bits: all that the local has, or without a sign. */
static void read_unsigned(const struct normal *n, struct operand *o)
{
	const struct vtype *own = &n->f->locals[o->local].type;
	struct vtype t = {.bits = o->type.bits};

	o->type = !o->mask && own->bits == t.bits ? *own : t;
}

/* With a mask on one side: whether both are the same does not depend on a sign. */
static void ask_unsigned(const struct normal *n, struct guard *g)
{
	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || !g->a.mask == !g->b.mask ||
	    g->b.kind != OPERAND_LOCAL || g->a.type.bits != g->b.type.bits)
		return;
	read_unsigned(n, &g->a);
	read_unsigned(n, &g->b);
}

void normal_tell(struct normal *n)
{
	for (struct block *b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard && b->edges[i].guard->rel != GUARD_LABEL &&
			    b->edges[i].guard->a.kind == OPERAND_LOCAL) {
				tell(n, b->edges[i].guard);
				ask_unsigned(n, b->edges[i].guard);
			}
}
