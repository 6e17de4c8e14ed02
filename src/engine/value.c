// SPDX-License-Identifier: GPL-2.0-or-later
#include "value_set.h"

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

void set_init(struct set *s)
{
	memset(s, 0, sizeof(*s));
	s->v.kind = VALUE_SET;
}

bool set_add(struct set *s, int64_t lo, int64_t hi)
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

const struct value *set_done(struct values *t, struct set *s)
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

/* A right shift of what the type holds: an unsigned one brings in zeroes. */
static int64_t shift_right(int64_t a, uint64_t n, const struct vtype *type)
{
	a = wrap(a, type);
	if (n >= 64)
		return 0;
	return type->is_signed ? a >> n : (int64_t)((uint64_t)a >> n);
}

static bool apply_const(enum set_op op, const struct vtype *type, int64_t a, int64_t b,
			int64_t *out)
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
		*out = shift_right(a, y, type);
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

/* x | bit has that bit, whatever x is; so x | 4 is not 0. */
static const struct value *apply_or(struct values *t, const struct value *a, const struct value *b)
{
	struct set s;

	if ((a && a->kind != VALUE_SET) || (b && b->kind != VALUE_SET))
		return NULL;
	set_init(&s);
	set_add(&s, INT64_MIN, INT64_MAX);
	s.v.bits = (a ? a->known & a->bits : 0) | (b ? b->known & b->bits : 0);
	s.v.known = s.v.bits | (a && b ? a->known & b->known : 0);
	return set_done(t, &s);
}

const struct value *value_apply(struct values *t, enum set_op op, const struct vtype *type,
				const struct value *a, const struct value *b)
{
	int64_t x, y, r;

	if (op == SET_COPY)
		return a;
	if (op == SET_NOT)
		return apply_not(t, type, a);
	if (is_comparison(op)) {
		bool yes = value_may(a, relation_of(op), b, type);
		bool no = value_may(a, guard_negate(relation_of(op)), b, type);

		return yes && no ? value_range(t, 0, 1) : value_const(t, yes);
	}
	if (op == SET_NEG && value_is_const(a, &x))
		return value_const(t, wrap((int64_t)(0 - (uint64_t)x), type));
	if (value_is_const(a, &x) && value_is_const(b, &y) && apply_const(op, type, x, y, &r))
		return value_const(t, wrap(r, type));
	if (op == SET_AND && value_is_const(b, &y))
		return y ? value_mask(t, a, (uint64_t)y) : b; /* a mask of 0 means none */
	if (op == SET_OR)
		return apply_or(t, a, b);
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
