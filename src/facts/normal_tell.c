// SPDX-License-Identifier: GPL-2.0-or-later
/* One way to write a test of bits, once nothing else changes. */
#include "normal.h"

#include "constant.h"

/* Is x <= 7 as a test of bits: x & ~7 is 0. */
static void as_bits(struct guard *g, const struct vtype *own)
{
	uint64_t all = low_bits(g->a.type.bits), c = (uint64_t)g->b.value & all;

	if ((g->rel != GUARD_LE && g->rel != GUARD_GT) || g->a.kind != OPERAND_LOCAL || g->a.mask ||
	    g->b.kind != OPERAND_CONST || g->a.type.is_signed || g->a.type.is_bool ||
	    own->is_bool || !c || c & (c + 1) || c == all)
		return;
	if (own->bits < g->a.type.bits)
		all = low_bits(own->bits);
	if (c >= all)
		return;
	g->rel = g->rel == GUARD_LE ? GUARD_EQ : GUARD_NE;
	g->a.mask = all & ~c;
	g->b.value = 0;
}

/* What a mask cannot give no range asks for. */
static void clip_ranges(struct guard *g, const struct vtype *own)
{
	uint32_t kept = 0;

	if (g->rel != GUARD_IN || g->a.kind != OPERAND_LOCAL || !g->a.mask)
		return;
	for (uint32_t i = 0; i < g->nranges; i++) {
		if ((uint64_t)g->ranges[i].lo > g->a.mask)
			continue;
		g->ranges[kept] = g->ranges[i];
		if ((uint64_t)g->ranges[i].hi > g->a.mask)
			g->ranges[kept].hi = (int64_t)g->a.mask;
		kept++;
	}
	g->nranges = kept;
	if (own->bits && !(g->a.mask & ~low_bits(own->bits)))
		g->a.type = (struct vtype){.bits = own->bits};
}

void normal_tell(struct normal *n)
{
	for (struct block *b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++) {
			struct guard *g = b->edges[i].guard;

			if (!g || g->rel == GUARD_LABEL || g->a.kind != OPERAND_LOCAL)
				continue;
			as_bits(g, &n->f->locals[g->a.local].type);
			clip_ranges(g, &n->f->locals[g->a.local].type);
			if (g->a.mask && (g->rel == GUARD_EQ || g->rel == GUARD_NE) &&
			    g->b.kind == OPERAND_CONST && !normal_constant(&g->b) &&
			    !(g->a.mask & ~low_bits(n->f->locals[g->a.local].type.bits))) {
				g->a.type =
					(struct vtype){.bits = n->f->locals[g->a.local].type.bits};
				g->b.type = g->a.type;
			}
		}
}
