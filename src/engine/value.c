// SPDX-License-Identifier: GPL-2.0-or-later
#include "value.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

struct values {
	struct arena arena;
	const struct value **slots;
	size_t size, used;
};

struct values *values_new(void)
{
	struct values *t = calloc(1, sizeof(*t));

	if (!t)
		die("out of memory");
	arena_init(&t->arena);
	return t;
}

void values_free(struct values *t)
{
	if (!t)
		return;
	arena_free(&t->arena);
	free(t->slots);
	free(t);
}

static size_t value_size(const struct value *v)
{
	return sizeof(*v) + (v->kind == VALUE_SET ? v->n * sizeof(struct range) : 0);
}

static uint64_t hash(const void *p, size_t n)
{
	const unsigned char *c = p;
	uint64_t h = 0xcbf29ce484222325ull;

	for (size_t i = 0; i < n; i++)
		h = (h ^ c[i]) * 0x100000001b3ull;
	return h ^ h >> 29;
}

static const struct value **find(struct values *t, const struct value *v)
{
	size_t n = value_size(v), i = hash(v, n) & (t->size - 1);

	while (t->slots[i] && (value_size(t->slots[i]) != n || memcmp(t->slots[i], v, n)))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void grow(struct values *t)
{
	const struct value **old = t->slots;
	size_t n = t->size;

	t->size = n ? 2 * n : 1024;
	t->slots = calloc(t->size, sizeof(*t->slots));
	if (!t->slots)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*find(t, old[i]) = old[i];
	free(old);
}

/* v must have been cleared with memset before it was filled: its padding counts. */
static const struct value *cons(struct values *t, const struct value *v)
{
	const struct value **slot;

	if (2 * (t->used + 1) > t->size)
		grow(t);
	slot = find(t, v);
	if (!*slot) {
		*slot = arena_copy(&t->arena, v, value_size(v));
		t->used++;
	}
	return *slot;
}

/* A set under construction. */
struct set {
	struct value v;
	struct range r[2 * MAX_INTERVALS + 2];
};

static void set_init(struct set *s)
{
	memset(s, 0, sizeof(*s));
	s->v.kind = VALUE_SET;
}

/* Puts a range in its place, joined with those that it meets. */
static bool set_add(struct set *s, int64_t lo, int64_t hi)
{
	uint32_t i = 0, k;

	while (i < s->v.n && s->r[i].hi < lo)
		i++;
	for (k = i; k < s->v.n && s->r[k].lo <= hi; k++) {
		lo = s->r[k].lo < lo ? s->r[k].lo : lo;
		hi = s->r[k].hi > hi ? s->r[k].hi : hi;
	}
	if (i == k && s->v.n == 2 * MAX_INTERVALS)
		return false;
	memmove(&s->r[i + 1], &s->r[k], (s->v.n - k) * sizeof(*s->r));
	s->r[i] = (struct range){lo, hi};
	s->v.n = s->v.n - (k - i) + 1;
	memset(&s->r[s->v.n], 0, sizeof(*s->r));
	return true;
}

static const struct value *set_done(struct values *t, struct set *s)
{
	struct {
		struct value v;
		struct range r[MAX_INTERVALS];
	} out;

	if (s->v.n > MAX_INTERVALS)
		return NULL;
	if (s->v.n == 1 && s->r[0].lo == INT64_MIN && s->r[0].hi == INT64_MAX && !s->v.known)
		return NULL;
	if (s->v.n == 1 && s->r[0].lo == s->r[0].hi) {
		s->v.known = UINT64_MAX;
		s->v.bits = (uint64_t)s->r[0].lo;
	}
	memset(&out, 0, sizeof(out));
	out.v = s->v;
	memcpy(out.v.r, s->r, s->v.n * sizeof(*s->r));
	return cons(t, &out.v);
}

const struct value *value_range(struct values *t, int64_t lo, int64_t hi)
{
	struct set s;

	set_init(&s);
	set_add(&s, lo, hi);
	return set_done(t, &s);
}

const struct value *value_const(struct values *t, int64_t v)
{
	return value_range(t, v, v);
}

const struct value *value_bits(struct values *t, uint64_t known, uint64_t bits)
{
	struct set s;

	set_init(&s);
	set_add(&s, INT64_MIN, INT64_MAX);
	s.v.known = known;
	s.v.bits = bits & known;
	return set_done(t, &s);
}

const struct value *value_saved(struct values *t, const struct state *s, varmask mask,
				enum saved_status status, unsigned depth, const void *event)
{
	struct value v;

	memset(&v, 0, sizeof(v));
	v.kind = VALUE_SAVED;
	v.saved.values = s->values & state_nibbles(mask);
	v.saved.assumed = s->assumed & mask;
	v.saved.poison = s->poison & mask;
	v.mask = mask;
	v.status = status;
	v.depth = (uint16_t)depth;
	v.event = event;
	return cons(t, &v);
}

const struct value *value_with_status(struct values *t, const struct value *v,
				      enum saved_status status)
{
	return value_saved(t, &v->saved, v->mask, status, v->depth, v->event);
}

const struct value *value_function(struct values *t, const char *symbol)
{
	struct value v;

	memset(&v, 0, sizeof(v));
	v.kind = VALUE_FUNCTION;
	v.symbol = symbol;
	return cons(t, &v);
}

const struct value *value_address(struct values *t, uint32_t cell)
{
	struct value v;

	memset(&v, 0, sizeof(v));
	v.kind = VALUE_ADDRESS;
	v.cell = cell;
	return cons(t, &v);
}

const struct value *value_event(struct values *t, const void *event)
{
	struct value v;

	memset(&v, 0, sizeof(v));
	v.kind = VALUE_EVENT;
	v.event = event;
	return cons(t, &v);
}

const struct value *value_alias(struct values *t, uint32_t cell)
{
	struct value v;

	memset(&v, 0, sizeof(v));
	v.kind = VALUE_ALIAS;
	v.cell = cell;
	return cons(t, &v);
}

bool value_is_const(const struct value *v, int64_t *out)
{
	if (!v || v->kind != VALUE_SET || v->n != 1 || v->r[0].lo != v->r[0].hi)
		return false;
	*out = v->r[0].lo;
	return true;
}

const struct value *value_union(struct values *t, const struct value *a, const struct value *b)
{
	struct set s;

	if (a == b)
		return a;
	if (!a || !b || a->kind != VALUE_SET || b->kind != VALUE_SET)
		return NULL;
	set_init(&s);
	s.v.known = a->known & b->known & ~(a->bits ^ b->bits);
	s.v.bits = a->bits & s.v.known;
	for (uint32_t i = 0; i < a->n; i++)
		if (!set_add(&s, a->r[i].lo, a->r[i].hi))
			return NULL;
	for (uint32_t i = 0; i < b->n; i++)
		if (!set_add(&s, b->r[i].lo, b->r[i].hi))
			return NULL;
	return set_done(t, &s);
}

/* A number as the type holds it. */
static int64_t wrap(int64_t v, const struct vtype *type)
{
	unsigned bits = type->is_bool ? 1 : type->bits;
	uint64_t u = (uint64_t)v;

	if (!bits || bits >= 64)
		return v;
	u &= (1ull << bits) - 1;
	if (type->is_signed && bits > 1 && u >> (bits - 1))
		u |= ~((1ull << bits) - 1);
	return (int64_t)u;
}

static bool apply_const(enum set_op op, int64_t a, int64_t b, int64_t *out)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	switch (op) {
	case SET_ADD:
		*out = (int64_t)(x + y);
		return true;
	case SET_SUB:
		*out = (int64_t)(x - y);
		return true;
	case SET_AND:
		*out = (int64_t)(x & y);
		return true;
	case SET_OR:
		*out = (int64_t)(x | y);
		return true;
	case SET_XOR:
		*out = (int64_t)(x ^ y);
		return true;
	case SET_SHL:
		*out = (int64_t)(y < 64 ? x << y : 0);
		return true;
	case SET_SHR:
		*out = y < 64 ? a >> y : 0;
		return true;
	case SET_EQ:
		*out = a == b;
		return true;
	case SET_NE:
		*out = a != b;
		return true;
	case SET_LT:
		*out = a < b;
		return true;
	case SET_LE:
		*out = a <= b;
		return true;
	case SET_GT:
		*out = a > b;
		return true;
	case SET_GE:
		*out = a >= b;
		return true;
	default:
		return false;
	}
}

static const struct value *apply_not(struct values *t, const struct vtype *type,
				     const struct value *a)
{
	int64_t v;

	if (type->is_bool) {
		const struct value *zero = value_const(t, 0);
		bool may0 = value_may(a, GUARD_EQ, zero, type);
		bool may1 = value_may(a, GUARD_NE, zero, type);

		return may0 && may1 ? value_range(t, 0, 1) : value_const(t, may0);
	}
	return value_is_const(a, &v) ? value_const(t, wrap(~v, type)) : NULL;
}

/* The comparisons of enum set_op, as those of enum guard_rel. */
static unsigned rel_of(enum set_op op)
{
	return (unsigned)op - SET_EQ + GUARD_EQ;
}

const struct value *value_apply(struct values *t, enum set_op op, const struct vtype *type,
				const struct value *a, const struct value *b)
{
	int64_t x, y, r;

	if (op == SET_COPY)
		return a;
	if (op == SET_NOT)
		return apply_not(t, type, a);
	if (op >= SET_EQ && op <= SET_GE) {
		bool yes = value_may(a, rel_of(op), b, type);
		bool no = value_may(a, guard_negate(rel_of(op)), b, type);

		return yes && no ? value_range(t, 0, 1) : value_const(t, yes);
	}
	if (op == SET_NEG && value_is_const(a, &x))
		return value_const(t, wrap((int64_t)(0 - (uint64_t)x), type));
	if (value_is_const(a, &x) && value_is_const(b, &y) && apply_const(op, x, y, &r))
		return value_const(t, wrap(r, type));
	if (op == SET_AND && value_is_const(b, &y))
		return y ? value_mask(t, a, (uint64_t)y) : b; /* a mask of 0 means none */
	/* x | bit has that bit, whatever x is; so x | 4 is not 0. */
	if (op == SET_OR && value_is_const(b, &y) && (!a || a->kind == VALUE_SET)) {
		struct set s;

		set_init(&s);
		set_add(&s, INT64_MIN, INT64_MAX);
		s.v.known = (a ? a->known : 0) | (uint64_t)y;
		s.v.bits = (a ? a->bits : 0) | (uint64_t)y;
		return set_done(t, &s);
	}
	return NULL;
}

const struct value *value_mask(struct values *t, const struct value *v, uint64_t mask)
{
	struct set s;

	if (!mask)
		return v;
	if (v && v->kind != VALUE_SET)
		return NULL;
	set_init(&s);
	/* Each lone number exactly; of anything wider only the bits. */
	for (uint32_t i = 0; v && i < v->n; i++)
		if (v->r[i].hi - (v->r[i].lo + 0ull) < 4) {
			for (int64_t k = v->r[i].lo;; k++) {
				int64_t m = (int64_t)((uint64_t)k & mask);

				if (!set_add(&s, m, m))
					return NULL;
				if (k == v->r[i].hi)
					break;
			}
		} else {
			s.v.n = 0;
			break;
		}
	if (!s.v.n) {
		set_init(&s);
		if (mask <= INT64_MAX)
			set_add(&s, 0, (int64_t)mask);
		else
			set_add(&s, INT64_MIN, INT64_MAX);
	}
	s.v.known = (v ? v->known : 0) | ~mask;
	s.v.bits = (v ? v->bits : 0) & mask;
	if (s.v.known == UINT64_MAX) {
		s.v.n = 0;
		set_add(&s, (int64_t)s.v.bits, (int64_t)s.v.bits);
	}
	return set_done(t, &s);
}

const struct value *value_forget(struct values *t, const struct value *v, uint64_t mask)
{
	return v && v->kind == VALUE_SET ? value_bits(t, v->known & ~mask, v->bits) : NULL;
}

unsigned guard_negate(unsigned rel)
{
	static const unsigned char not [] = {
		[GUARD_EQ] = GUARD_NE,	   [GUARD_NE] = GUARD_EQ,     [GUARD_LT] = GUARD_GE,
		[GUARD_LE] = GUARD_GT,	   [GUARD_GT] = GUARD_LE,     [GUARD_GE] = GUARD_LT,
		[GUARD_IN] = GUARD_NOT_IN, [GUARD_NOT_IN] = GUARD_IN, [GUARD_LABEL] = GUARD_LABEL,
	};

	return not [rel];
}

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
			       uint32_t n, bool outside, const struct vtype *type, bool *empty)
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
	(void)type;
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
	both = value_clip(t, a, b->r, b->n, false, NULL, empty);
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
		return value_clip(t, a, &r, 1, rel == GUARD_NE, type, empty);
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
	return value_clip(t, a, &r, 1, false, type, empty);
}
