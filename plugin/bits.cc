// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bit-fields.  GCC's parser folds "p->bit" in a condition, and several tests
 * of neighbours, into one masked test of the bytes around them:
 * "(BIT_FIELD_REF <*p, 8, 96> & 65) == 64", or of the whole record as a number:
 * "(VIEW_CONVERT_EXPR<long unsigned int>(*p) & 32) != 0".  Here it becomes what
 * was written.
 */
#include "lower.h"

struct search {
	lowering *l;
	gimple *load;
	HOST_WIDE_INT first, bits; /* what is read: position and number of bits */
	uint64_t mask, value;	   /* of what was read */
	uint64_t covered;	   /* the bits of mask that fields were found for */
	bool partial;		   /* a field was only covered in part */
	auto_vec<bit_test> *tests;
};

static uint64_t low_bits(HOST_WIDE_INT n)
{
	return n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

/* A field of width bits; a bool has one that counts, and more. */
static void add_leaf(search *s, tree ref, HOST_WIDE_INT at, HOST_WIDE_INT width)
{
	HOST_WIDE_INT shift = at - s->first;
	uint64_t counts = low_bits(TYPE_PRECISION(TREE_TYPE(ref))), mask;
	bit_test t = {};

	if (BYTES_BIG_ENDIAN)
		shift = s->bits - shift - width;
	if (shift < 0 || shift + width > s->bits)
		return;
	mask = s->mask >> shift & low_bits(width);
	if (!mask)
		return;
	t.a.kind = eqs::OPERAND_PATH;
	t.a.path = path_of(s->l, ref, s->load);
	if (!t.a.path)
		return;
	t.a.type = t.a.path->type;
	t.a.mask = (mask & counts) == counts ? 0 : mask;
	t.c = const_operand(s->l->b, s->value >> shift & mask, TREE_TYPE(ref));
	s->covered |= mask << shift;
	s->partial |= t.a.mask != 0;
	s->tests->safe_push(t);
}

static void search_type(search *s, tree ref, HOST_WIDE_INT at);

/* Members of a union overlap: the one whose fields fit the mask is meant, else the first. */
static void search_union(search *s, tree ref, HOST_WIDE_INT at)
{
	unsigned before = s->tests->length(), best = 0;
	uint64_t covered = s->covered;
	bool partial = s->partial, found = false;

	for (int pass = 0; pass < 2 && !found; pass++) {
		for (tree f = TYPE_FIELDS(TREE_TYPE(ref)); f && !found; f = DECL_CHAIN(f)) {
			if (TREE_CODE(f) != FIELD_DECL)
				continue;
			s->tests->truncate(before);
			s->covered = covered;
			s->partial = false;
			search_type(s, build3(COMPONENT_REF, TREE_TYPE(f), ref, f, NULL_TREE), at);
			best = s->tests->length();
			found = best > before && (pass || !s->partial);
		}
	}
	s->partial |= partial;
}

static void search_record(search *s, tree ref, HOST_WIDE_INT at)
{
	for (tree f = TYPE_FIELDS(TREE_TYPE(ref)); f; f = DECL_CHAIN(f)) {
		HOST_WIDE_INT start, size;

		if (TREE_CODE(f) != FIELD_DECL || !DECL_SIZE(f) ||
		    !tree_fits_shwi_p(DECL_SIZE(f)) || !tree_fits_shwi_p(DECL_FIELD_OFFSET(f)))
			continue;
		start = at + int_bit_position(f);
		size = tree_to_shwi(DECL_SIZE(f));
		if (start >= s->first + s->bits || start + size <= s->first)
			continue;
		search_type(s, build3(COMPONENT_REF, TREE_TYPE(f), ref, f, NULL_TREE), start);
	}
}

static void search_array(search *s, tree ref, HOST_WIDE_INT at)
{
	tree element = TREE_TYPE(TREE_TYPE(ref)), size = TYPE_SIZE(element);
	HOST_WIDE_INT bits = size && tree_fits_shwi_p(size) ? tree_to_shwi(size) : 0, i;

	if (bits <= 0)
		return;
	for (i = s->first < at ? 0 : (s->first - at) / bits; at + i * bits < s->first + s->bits;
	     i++)
		search_type(s,
			    build4(ARRAY_REF, element, ref, build_int_cst(sizetype, i), NULL_TREE,
				   NULL_TREE),
			    at + i * bits);
}

/* Finds the fields of ref, which lies at the bit at, that are read and tested. */
static void search_type(search *s, tree ref, HOST_WIDE_INT at)
{
	tree type = TREE_TYPE(ref);

	if (TREE_CODE(type) == UNION_TYPE)
		search_union(s, ref, at);
	else if (TREE_CODE(type) == RECORD_TYPE)
		search_record(s, ref, at);
	else if (TREE_CODE(type) == ARRAY_TYPE)
		search_array(s, ref, at);
	else if (INTEGRAL_TYPE_P(type) || POINTER_TYPE_P(type))
		add_leaf(s, ref, at,
			 TREE_CODE(ref) == COMPONENT_REF && DECL_BIT_FIELD(TREE_OPERAND(ref, 1))
				 ? TYPE_PRECISION(type)
				 : tree_to_shwi(TYPE_SIZE(type)));
}

/* Does it load bits, or a whole record as a number?  Of what, and which bits. */
static bool loads_bits(search *s, gimple *def, tree *of)
{
	tree rhs = gimple_assign_rhs1(def), size;

	if (gimple_has_volatile_ops(def))
		return false;
	if (gimple_assign_rhs_code(def) == BIT_FIELD_REF) {
		size = TREE_OPERAND(rhs, 1);
		if (!tree_fits_shwi_p(size) || !tree_fits_shwi_p(TREE_OPERAND(rhs, 2)))
			return false;
		s->first = tree_to_shwi(TREE_OPERAND(rhs, 2));
	} else {
		if (gimple_assign_rhs_code(def) != VIEW_CONVERT_EXPR ||
		    !RECORD_OR_UNION_TYPE_P(TREE_TYPE(TREE_OPERAND(rhs, 0))))
			return false;
		size = TYPE_SIZE(TREE_TYPE(rhs));
		if (!size || !tree_fits_shwi_p(size))
			return false;
	}
	s->bits = tree_to_shwi(size);
	*of = TREE_OPERAND(rhs, 0);
	return s->bits > 0 && s->bits <= 64;
}

/* The load of bits that the value is a part of, and which part of what. */
static gimple *bits_load(search *s, tree value, tree *of)
{
	s->mask = UINT64_MAX;
	while (TREE_CODE(value) == SSA_NAME && !is_named(value)) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (!is_gimple_assign(def))
			return NULL;
		if (loads_bits(s, def, of))
			return def;
		if (gimple_assign_rhs_code(def) == BIT_AND_EXPR &&
		    TREE_CODE(gimple_assign_rhs2(def)) == INTEGER_CST)
			s->mask &= TREE_INT_CST_LOW(gimple_assign_rhs2(def));
		else if (!is_conversion(def))
			return NULL;
		value = gimple_assign_rhs1(def);
	}
	return NULL;
}

/* "(signed char)byte < 0" is a test of its highest bit. */
static bool is_sign_test(enum tree_code code, tree lhs, tree rhs)
{
	return (code == LT_EXPR || code == GE_EXPR) && integer_zerop(rhs) &&
	       !TYPE_UNSIGNED(TREE_TYPE(lhs));
}

bool split_bit_test(lowering *l, enum tree_code *code, tree lhs, tree rhs, gimple *at,
		    auto_vec<bit_test> *tests)
{
	bool sign = is_sign_test(*code, lhs, rhs);
	search s = {};
	tree of;

	if (TREE_CODE(rhs) != INTEGER_CST || (!sign && *code != EQ_EXPR && *code != NE_EXPR))
		return false;
	s.l = l;
	s.load = bits_load(&s, lhs, &of);
	if (!s.load || !is_unchanged(s.load, at))
		return false;
	s.mask &= low_bits(s.bits);
	s.value = TREE_INT_CST_LOW(rhs) & low_bits(s.bits);
	if (sign) {
		if (TYPE_PRECISION(TREE_TYPE(lhs)) != s.bits)
			return false;
		s.mask &= (uint64_t)1 << (s.bits - 1);
	}
	s.tests = tests;
	search_type(&s, of, 0);
	if (!s.mask || s.covered != s.mask || (s.value & ~s.mask)) {
		tests->truncate(0);
		return false;
	}
	if (sign)
		*code = *code == LT_EXPR ? NE_EXPR : EQ_EXPR;
	return true;
}
