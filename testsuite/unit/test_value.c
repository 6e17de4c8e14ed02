// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Sets of numbers against the numbers themselves: whatever an operation says,
 * each number that it is true of must be in it, and numbers that it can tell
 * apart must not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <cmocka.h>

#include "engine/cell.h"
#include "engine/value.h"

#include "base/intern.h"

/* Numbers below and above everything that is used here. */
#define LOW (-12)
#define HIGH 12

static const struct vtype s32 = {.bits = 32, .is_signed = true};
static const struct vtype u32 = {.bits = 32};
static const struct vtype boolean = {.bits = 1, .is_bool = true};

static bool contains(const struct value *v, int64_t n)
{
	if (!v)
		return true;
	if ((v->known & ((uint64_t)n ^ v->bits)) != 0)
		return false;
	for (uint32_t i = 0; i < v->n; i++)
		if (v->r[i].lo <= n && n <= v->r[i].hi)
			return true;
	return false;
}

static uint64_t seed = 1;

static int below(int n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (int)(((seed >> 33) * (uint64_t)n) >> 31);
}

/* One to three intervals, or NULL. */
static const struct value *some_value(struct values *t)
{
	const struct value *v = NULL;
	int n = below(4);

	for (int i = 0; i < n; i++) {
		int64_t lo = below(17) - 8;
		const struct value *r = value_range(t, lo, lo + below(3));

		v = v ? value_union(t, v, r) : r;
	}
	return v;
}

static bool compares(int64_t a, unsigned rel, int64_t b)
{
	switch (rel) {
	case GUARD_EQ:
		return a == b;
	case GUARD_NE:
		return a != b;
	case GUARD_LT:
		return a < b;
	case GUARD_LE:
		return a <= b;
	case GUARD_GT:
		return a > b;
	default:
		return a >= b;
	}
}

static void equal_values_are_one(void **state)
{
	struct values *t = values_new();
	const struct value *a = value_union(t, value_range(t, 1, 3), value_const(t, 7));
	const struct value *b = value_union(t, value_const(t, 7), value_range(t, 1, 3));
	const char *f = intern("f");
	int64_t n;

	(void)state;
	assert_ptr_equal(a, b);
	assert_ptr_equal(value_function(t, f), value_function(t, f));
	assert_ptr_not_equal(value_address(t, 1), value_alias(t, 1));
	assert_true(value_is_const(value_const(t, -5), &n));
	assert_int_equal(n, -5);
	assert_false(value_is_const(a, &n));
	assert_false(value_is_const(NULL, &n));
	assert_null(value_range(t, INT64_MIN, INT64_MAX)); /* says nothing */
	values_free(t);
}

static void unions(void **state)
{
	struct values *t = values_new();
	const struct value *v = NULL;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct value *a = some_value(t), *b = some_value(t),
				   *u = value_union(t, a, b);

		for (int64_t n = LOW; n <= HIGH; n++)
			if (contains(u, n) != (contains(a, n) || contains(b, n)) && u)
				fail_msg("%d: %lld", i, (long long)n);
	}
	/* More intervals than are kept is "unknown", not wrong. */
	for (int i = 0; i <= MAX_INTERVALS; i++) {
		if (i)
			assert_non_null(v);
		v = i ? value_union(t, v, value_const(t, 10 * i)) : value_const(t, 0);
	}
	assert_null(v);
	assert_null(value_union(t, value_const(t, 1), value_function(t, intern("f"))));
	values_free(t);
}

static void comparisons(void **state)
{
	struct values *t = values_new();

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct value *a = some_value(t), *b = some_value(t);
		unsigned rel = GUARD_EQ + (unsigned)below(6);
		bool may = value_may(a, rel, b, &s32), can = false;

		for (int64_t x = LOW; x <= HIGH; x++)
			for (int64_t y = LOW; y <= HIGH; y++)
				can |= contains(a, x) && contains(b, y) && compares(x, rel, y);
		if (can && !may)
			fail_msg("%d: it may be", i);
		if (a && b && may && !can)
			fail_msg("%d: it cannot be", i);
	}
	/* Of an unsigned type what looks negative is large: nothing is said of its order. */
	assert_true(value_may(value_const(t, -1), GUARD_GT, value_const(t, 5), &u32));
	/* Functions and addresses are not 0. */
	assert_false(value_may(value_function(t, intern("f")), GUARD_EQ, value_const(t, 0), &s32));
	assert_true(value_may(value_address(t, 3), GUARD_NE, value_const(t, 0), &s32));
	values_free(t);
}

static void refining(void **state)
{
	static const uint64_t masks[] = {0, 0, 0, 1, 2, 3, 4, 6};
	struct values *t = values_new();

	(void)state;
	for (int i = 0; i < 40000; i++) {
		const struct value *a = some_value(t), *r;
		uint64_t mask = masks[below(8)];
		unsigned rel = GUARD_EQ + (unsigned)below(mask ? 2 : 6);
		int64_t c = below(9) - (mask ? 0 : 4);
		bool empty, left = false;

		r = value_refine(t, a, rel, value_const(t, c), mask, &s32, &empty);
		for (int64_t n = LOW; n <= HIGH; n++) {
			bool holds = compares(mask ? (int64_t)((uint64_t)n & mask) : n, rel, c);

			left |= contains(a, n) && holds;
			if (contains(a, n) && holds && (empty || !contains(r, n)))
				fail_msg("%d: %lld is lost", i, (long long)n);
			if (!empty && contains(r, n) && !contains(a, n))
				fail_msg("%d: %lld was not there", i, (long long)n);
			if (!mask && !empty && contains(r, n) && !holds)
				fail_msg("%d: %lld was not taken out", i, (long long)n);
		}
		if (a && !mask && empty == left)
			fail_msg("%d: empty is wrong", i);
	}
	values_free(t);
}

static void clipping(void **state)
{
	static const struct range cases[] = {{-3, -1}, {2, 2}, {5, 7}};
	struct values *t = values_new();

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct value *a = some_value(t), *r;
		bool outside = below(2), empty;

		r = value_clip(t, a, cases, 3, outside, &empty);
		for (int64_t n = LOW; n <= HIGH; n++) {
			bool in = (n >= -3 && n <= -1) || n == 2 || (n >= 5 && n <= 7);
			bool want = contains(a, n) && in != outside;

			if (want != (!empty && contains(r, n)))
				fail_msg("%d: %lld", i, (long long)n);
		}
	}
	values_free(t);
}

static int64_t apply(enum set_op op, int64_t a, int64_t b)
{
	switch (op) {
	case SET_ADD:
		return (int32_t)(a + b);
	case SET_SUB:
		return (int32_t)(a - b);
	case SET_AND:
		return a & b;
	case SET_OR:
		return a | b;
	case SET_XOR:
		return a ^ b;
	case SET_EQ:
		return a == b;
	case SET_NE:
		return a != b;
	case SET_LT:
		return a < b;
	case SET_LE:
		return a <= b;
	case SET_GT:
		return a > b;
	case SET_GE:
		return a >= b;
	default:
		return a;
	}
}

static int64_t shifted(struct values *t, int64_t a, int64_t n, const struct vtype *type)
{
	int64_t v = INT64_MIN;

	value_is_const(value_apply(t, SET_SHR, type, value_const(t, a), value_const(t, n)), &v);
	return v;
}

static void computing(void **state)
{
	static const enum set_op ops[] = {SET_COPY, SET_ADD, SET_SUB, SET_AND, SET_OR, SET_XOR,
					  SET_EQ,   SET_NE,  SET_LT,  SET_LE,  SET_GT, SET_GE};
	struct values *t = values_new();
	const struct value *v;
	int64_t n;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		const struct value *a = some_value(t),
				   *b = below(2) ? some_value(t) : value_const(t, below(9) - 4);
		enum set_op op = ops[below(12)];
		const struct value *r = value_apply(t, op, &s32, a, b);

		for (int64_t x = LOW; x <= HIGH; x++)
			for (int64_t y = LOW; y <= HIGH; y++)
				if (contains(a, x) && contains(b, y) &&
				    !contains(r, apply(op, x, y)))
					fail_msg("%d: %lld %d %lld", i, (long long)x, op,
						 (long long)y);
	}
	/* as the type holds it */
	assert_true(value_is_const(value_apply(t, SET_ADD, &(struct vtype){.bits = 8},
					       value_const(t, 255), value_const(t, 1)),
				   &n));
	assert_int_equal(n, 0);
	assert_true(value_is_const(value_apply(t, SET_NOT, &boolean, value_const(t, 1), NULL), &n));
	assert_int_equal(n, 0);
	assert_true(value_is_const(value_apply(t, SET_NOT, &u32, value_const(t, 0), NULL), &n));
	assert_int_equal(n, UINT32_MAX);
	assert_int_equal(shifted(t, -1, 60, &(struct vtype){.bits = 64}), 15);
	assert_int_equal(shifted(t, -1, 60, &(struct vtype){.bits = 64, .is_signed = true}), -1);
	assert_int_equal(shifted(t, -1, 28, &u32), 15);
	assert_int_equal(shifted(t, -16, 2, &s32), -4);
	assert_int_equal(shifted(t, -1, 64, &(struct vtype){.bits = 64}), 0);
	/* x | 4 is not 0, whatever x is */
	assert_false(value_may(value_apply(t, SET_OR, &s32, NULL, value_const(t, 4)), GUARD_EQ,
			       value_const(t, 0), &s32));
	/* nor x | (y | 4), and both of two such keep what neither has */
	v = value_apply(t, SET_OR, &s32, NULL, value_const(t, 4));
	assert_false(value_may(value_apply(t, SET_OR, &s32, NULL, v), GUARD_EQ, value_const(t, 0),
			       &s32));
	v = value_apply(t, SET_OR, &s32, value_mask(t, NULL, 5), v);
	assert_false(value_may(value_mask(t, v, 4), GUARD_EQ, value_const(t, 0), &s32));
	assert_true(value_may(value_mask(t, v, 2), GUARD_EQ, value_const(t, 0), &s32));
	v = value_apply(t, SET_OR, &s32, value_mask(t, NULL, 1), value_mask(t, NULL, 4));
	assert_false(value_may(value_mask(t, v, 2), GUARD_NE, value_const(t, 0), &s32));
	assert_true(value_may(v, GUARD_EQ, value_const(t, 5), &s32));
	assert_true(value_may(v, GUARD_EQ, value_const(t, 0), &s32));
	values_free(t);
}

static void saved_flags(void **state)
{
	struct values *t = values_new();
	struct state st = {}, other;
	const struct value *v, *w;

	(void)state;
	state_set(&st, 0, 2);
	state_set(&st, 3, 1);
	other = st;
	state_set(&other, 3, 2);
	v = value_saved(t, &st, 1, SAVED_LIVE, 0, NULL);
	/* only what is saved counts */
	assert_ptr_equal(v, value_saved(t, &other, 1, SAVED_LIVE, 0, NULL));
	assert_ptr_not_equal(v, value_saved(t, &other, 9, SAVED_LIVE, 0, NULL));
	w = value_with_status(t, v, SAVED_RESTORED);
	assert_ptr_not_equal(v, w);
	assert_ptr_equal(v, value_with_status(t, w, SAVED_LIVE));
	assert_null(value_union(t, v, w));
	values_free(t);
}

static void cells(void **state)
{
	struct cells *t = cells_new();
	struct step steps[2] = {{.kind = STEP_DEREF},
				{.kind = STEP_FIELD, .record = intern("r"), .field = intern("f")}};
	struct path p = {.root = ROOT_LOCAL, .local = 3, .nsteps = 2, .steps = steps};
	uint32_t local = cell_local(t, 3), below, rest;

	(void)state;
	below = cell_path(t, &p);
	assert_int_equal(below, cell_extend(t, local, steps, 2));
	assert_true(cell_below(t, below, local, &rest));
	assert_int_equal(rest, 0);
	assert_true(cell_below(t, below, below, &rest));
	assert_int_equal(rest, 2);
	assert_false(cell_below(t, local, below, &rest));
	assert_false(cell_below(t, below, cell_local(t, 4), &rest));
	assert_int_equal(cell_root_local(t, below), 3);
	/* what does not belong to the root's kind tells no cells apart */
	p.root = ROOT_TYPE;
	rest = cell_path(t, &p);
	p.local = 9;
	assert_int_equal(rest, cell_path(t, &p));
	assert_int_equal(cell_root_local(t, rest), NO_LOCAL);
	p.is_volatile = true;
	assert_int_equal(cell_path(t, &p), NO_CELL);
	/* too long to name */
	below = local;
	for (int i = 0; i < 64; i++) {
		assert_int_not_equal(below, NO_CELL);
		below = cell_extend(t, below, steps, 1);
	}
	assert_int_equal(cell_extend(t, below, steps, 1), NO_CELL);
	cells_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(equal_values_are_one),
		cmocka_unit_test(unions),
		cmocka_unit_test(comparisons),
		cmocka_unit_test(refining),
		cmocka_unit_test(clipping),
		cmocka_unit_test(computing),
		cmocka_unit_test(saved_flags),
		cmocka_unit_test(cells),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return failed;
}
