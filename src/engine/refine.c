// SPDX-License-Identifier: GPL-2.0-or-later
/* What a comparison may say of values, and what is left of them when it holds. */
#include "value_set.h"

/* Order means something only when no number of an unsigned type looks negative. */
static bool ordered(const struct value *v, const struct vtype *type)
{
	return type->is_signed || (v->n && v->r[0].lo >= 0);
}

bool value_may(const struct value *a, unsigned rel, const struct value *b, const struct vtype *type)
{
	int64_t alo, ahi, blo, bhi, c;

	if (!a || !b || a->kind != VALUE_SET || b->kind != VALUE_SET || !a->n || !b->n) {
		/* Functions and addresses are not 0, and that is all that is known. */
		if (a && (a->kind == VALUE_FUNCTION || a->kind == VALUE_ADDRESS) &&
		    value_is_const(b, &c) && !c)
			return rel != GUARD_EQ;
		return true;
	}
	alo = a->r[0].lo;
	ahi = a->r[a->n - 1].hi;
	blo = b->r[0].lo;
	bhi = b->r[b->n - 1].hi;
	switch (rel) {
	case GUARD_EQ:
		if ((a->known & b->known) & (a->bits ^ b->bits))
			return false;
		for (uint32_t i = 0; i < a->n; i++)
			for (uint32_t k = 0; k < b->n; k++)
				if (a->r[i].lo <= b->r[k].hi && b->r[k].lo <= a->r[i].hi)
					return true;
		return false;
	case GUARD_NE:
		return !(alo == ahi && blo == bhi && alo == blo);
	default:
		break;
	}
	if (!ordered(a, type) || !ordered(b, type))
		return true;
	switch (rel) {
	case GUARD_LT:
		return alo < bhi;
	case GUARD_LE:
		return alo <= bhi;
	case GUARD_GT:
		return ahi > blo;
	case GUARD_GE:
		return ahi >= blo;
	default:
		return true;
	}
}

const struct value *value_clip(struct values *t, const struct value *a, const struct range *r,
			       uint32_t n, bool outside, bool *empty)
{
	static const struct range all = {INT64_MIN, INT64_MAX};
	const struct range *from = &all;
	uint32_t nfrom = 1;
	struct set s;

	*empty = false;
	if (a && a->kind != VALUE_SET)
		return a;
	if (a) {
		from = a->r;
		nfrom = a->n;
	}
	set_init(&s);
	for (uint32_t i = 0; i < nfrom; i++) {
		int64_t lo = from[i].lo;
		bool rest = true;

		for (uint32_t k = 0; k < n && rest; k++) {
			if (r[k].hi < lo || r[k].lo > from[i].hi)
				continue;
			if (!outside) {
				if (!set_add(&s, r[k].lo > lo ? r[k].lo : lo,
					     r[k].hi < from[i].hi ? r[k].hi : from[i].hi))
					return a;
				continue;
			}
			if (r[k].lo > lo && !set_add(&s, lo, r[k].lo - 1))
				return a;
			rest = r[k].hi < from[i].hi;
			if (rest)
				lo = r[k].hi + 1;
		}
		if (outside && rest && !set_add(&s, lo, from[i].hi))
			return a;
	}
	if (!s.v.n) {
		*empty = true;
		return a;
	}
	if (s.v.n > MAX_INTERVALS)
		return a;
	if (a) {
		s.v.known = a->known;
		s.v.bits = a->bits;
	}
	return set_done(t, &s);
}

const struct value *value_meet(struct values *t, const struct value *a, const struct value *b,
			       bool *empty)
{
	const struct value *both;
	struct set s;

	*empty = false;
	if (!a || !b)
		return a ? a : b;
	if (a->kind != VALUE_SET || b->kind != VALUE_SET) {
		*empty = a->kind == VALUE_FUNCTION && b->kind == VALUE_FUNCTION && a != b;
		return a;
	}
	if ((a->bits ^ b->bits) & a->known & b->known) {
		*empty = true;
		return a;
	}
	both = value_clip(t, a, b->r, b->n, false, empty);
	if (!both || *empty)
		return *empty ? a : b;
	set_init(&s);
	for (uint32_t i = 0; i < both->n; i++)
		set_add(&s, both->r[i].lo, both->r[i].hi);
	s.v.known = a->known | b->known;
	s.v.bits = (a->bits & a->known) | (b->bits & b->known);
	return set_done(t, &s);
}

/* After (a & mask) REL c: the bits that this tells. */
static const struct value *refine_bits(struct values *t, const struct value *a, unsigned rel,
				       int64_t c, uint64_t mask, bool *empty)
{
	bool one = mask && !(mask & (mask - 1));
	struct set s;

	if ((uint64_t)c & ~mask) {
		*empty = rel == GUARD_EQ;
		return a;
	}
	if (rel == GUARD_NE && one)
		c = (int64_t)((uint64_t)c ^ mask);
	else if (rel != GUARD_EQ)
		return a;
	if (a && a->kind != VALUE_SET)
		return a;
	set_init(&s);
	if (!a)
		set_add(&s, INT64_MIN, INT64_MAX);
	for (uint32_t i = 0; a && i < a->n; i++) {
		if (a->r[i].lo == a->r[i].hi && ((uint64_t)a->r[i].lo & mask) != (uint64_t)c)
			continue;
		set_add(&s, a->r[i].lo, a->r[i].hi);
	}
	if (!s.v.n || (a && (a->known & mask) & (a->bits ^ (uint64_t)c))) {
		*empty = true;
		return a;
	}
	s.v.known = (a ? a->known : 0) | mask;
	s.v.bits = ((a ? a->bits : 0) & ~mask) | (uint64_t)c;
	return set_done(t, &s);
}

const struct value *value_refine(struct values *t, const struct value *a, unsigned rel,
				 const struct value *b, uint64_t mask, const struct vtype *type,
				 bool *empty)
{
	struct range r;
	int64_t c;

	*empty = false;
	if (!value_may(value_mask(t, a, mask), rel, b, type)) {
		*empty = true;
		return a;
	}
	if (!value_is_const(b, &c))
		return a;
	if (mask)
		return refine_bits(t, a, rel, c, mask, empty);
	switch (rel) {
	case GUARD_EQ:
	case GUARD_NE:
		r = (struct range){c, c};
		return value_clip(t, a, &r, 1, rel == GUARD_NE, empty);
	case GUARD_LT:
	case GUARD_LE:
		if (rel == GUARD_LT && c == INT64_MIN)
			return a;
		r = (struct range){INT64_MIN, rel == GUARD_LT ? c - 1 : c};
		break;
	case GUARD_GT:
	case GUARD_GE:
		if (rel == GUARD_GT && c == INT64_MAX)
			return a;
		r = (struct range){rel == GUARD_GT ? c + 1 : c, INT64_MAX};
		break;
	default:
		return a;
	}
	if (!type->is_signed) {
		/* Of 64 unsigned bits the upper half looks negative: say nothing there. */
		if (c < 0 || type->bits >= 64 || !type->bits)
			return a;
		if (r.lo < 0)
			r.lo = 0;
	}
	return value_clip(t, a, &r, 1, false, empty);
}
