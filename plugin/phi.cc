// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * PHIs: what an edge sets.  All of a block's PHIs happen at once, and the sets
 * are read one after the other: where one would overwrite what a later one
 * reads, all the new values go through locals of their own.
 */
#include "lower.h"

typedef auto_vec<eqs::event> set_list;

static bool path_reads(const eqs::path *p, uint32_t local)
{
	if (p->root == eqs::ROOT_LOCAL && p->local == local)
		return true;
	for (unsigned i = 0; i < p->nsteps; i++)
		if (p->steps[i].kind == eqs::STEP_INDEX_LOCAL && p->steps[i].index == local)
			return true;
	return false;
}

static bool is_overwritten(lowering *l, uint32_t local)
{
	return local < l->phi_round_of.length() && l->phi_round_of[local] == l->phi_round;
}

static bool reads_overwritten(lowering *l, const set_list &sets, const eqs::operand *o)
{
	if (o->kind == eqs::OPERAND_LOCAL)
		return is_overwritten(l, o->local);
	if (o->kind == eqs::OPERAND_PATH || o->kind == eqs::OPERAND_ADDR)
		for (unsigned i = 0; i < sets.length(); i++)
			if (path_reads(o->path, sets[i].set.dst.local))
				return true;
	return false;
}

static void mark_overwritten(lowering *l, uint32_t local)
{
	while (l->phi_round_of.length() <= local)
		l->phi_round_of.safe_push(0);
	l->phi_round_of[local] = l->phi_round;
}

/* First every new value into a local of its own, then these where they belong. */
static void through_copies(lowering *l, set_list *sets)
{
	for (unsigned i = 0, n = sets->length(); i < n; i++) {
		eqs::event second = (*sets)[i];
		uint32_t copy = new_local(l, l->locals[second.set.dst.local].type);

		(*sets)[i].set.dst.local = copy;
		second.set.op = eqs::SET_COPY;
		second.set.a = second.set.dst;
		second.set.a.local = copy;
		sets->safe_push(second);
	}
}

static eqs::event set_of(lowering *l, gphi *phi, edge e)
{
	eqs::event s = {};

	s.kind = eqs::EVENT_SET;
	s.set.dst = local_operand(l, gimple_phi_result(phi));
	s.set.a = operand_of(l, gimple_phi_arg_def(phi, e->dest_idx), NULL);
	if (s.set.a.kind == eqs::OPERAND_UNKNOWN) {
		s.set.op = eqs::SET_UNKNOWN;
		s.set.a = {};
	}
	place_of(l->b, gimple_phi_arg_location(phi, e->dest_idx), &s.place, &s.chain);
	return s;
}

void phi_sets(lowering *l, edge e, eqs::edge *out)
{
	bool conflict = false;
	set_list sets;

	l->phi_round++;
	for (gphi_iterator pi = gsi_start_phis(e->dest); !gsi_end_p(pi); gsi_next(&pi)) {
		tree result = gimple_phi_result(pi.phi());
		eqs::event s;

		if (virtual_operand_p(result) || has_zero_uses(result))
			continue;
		s = set_of(l, pi.phi(), e);
		if (s.set.a.kind == eqs::OPERAND_LOCAL && s.set.a.local == s.set.dst.local)
			continue; /* it keeps its value */
		conflict |= reads_overwritten(l, sets, &s.set.a);
		mark_overwritten(l, s.set.dst.local);
		sets.safe_push(s);
	}
	if (conflict)
		through_copies(l, &sets);
	out->nsets = sets.length();
	out->sets = arena_list(l->b, sets);
}
