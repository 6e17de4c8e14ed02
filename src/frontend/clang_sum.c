// SPDX-License-Identifier: GPL-2.0-or-later
/* Sums and differences of pointers. */
#include "clang_body.h"

long long element_size(CXType pointer)
{
	long long n = size_of(pointee(pointer));

	return n ? n : 1;
}

/* index elements, in bytes */
struct operand bytes_of(struct body *b, struct operand index, long long size, bool minus,
			struct vtype pointer, CXCursor at)
{
	struct vtype t = {.bits = pointer.bits, .is_signed = true};
	struct value v;

	if (index.kind == OPERAND_CONST) {
		uint64_t bytes = (uint64_t)index.value * (uint64_t)size;

		return const_operand((int64_t)(minus ? -bytes : bytes), t);
	}
	t.is_signed = false;
	v = size == 1 ? convert_value(b, plain(index), t, at) : unknown_value(t);
	if (minus)
		v = operation(b, SET_NEG, v, plain(const_operand(0, t)), t, at);
	return as_operand(b, v, at);
}

/* Is base + bytes an element of what base points to? */
static bool is_element(CXType base, long long size, const struct operand *index)
{
	long long own = clang_Type_getSizeOf(pointee(base));
	CXType to = pointee(base);

	if (own <= 0 || to.kind == CXType_Void || to.kind == CXType_FunctionProto)
		return false;
	if (index->kind == OPERAND_CONST)
		return (int64_t)((uint64_t)index->value * (uint64_t)size) % own == 0;
	return own == size;
}

struct value pointer_sum(struct body *b, CXCursor c, const struct kids *k, bool minus)
{
	bool left = !is_integer_type(clang_getCursorType(k->v[0]));
	CXCursor pointer = k->v[!left], base = strip_casts(b, pointer);
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	long long size = element_size(clang_getCursorType(pointer));
	CXType type = clang_getCursorType(base);
	struct value v = {.op = SET_ADD, .type = t};
	struct operand index;
	struct path *p;

	if (is_array_type(type) || (is_pointer_type(type) && !is_from_number(b, base))) {
		/* looked at twice where it is no element; its own side effects are rare */
		int64_t n;
		bool is_const = constant_of(k->v[left], &n);

		index = is_const ? const_operand(n, t) : unknown_operand(t);
		if (is_array_type(type) || (is_element(type, size, &index) && !minus) ||
		    (is_const && is_element(type, size, &index))) {
			p = path_of_pointer(b, c);
			if (p)
				return plain(path_operand(OPERAND_ADDR, p, t));
		}
	}
	/* a number that is made a pointer is added to the other: that comes first */
	if (is_from_number(b, base))
		index = operand_of(b, k->v[left]);
	v.a = operand_of(b, base);
	if (!is_from_number(b, base))
		index = operand_of(b, k->v[left]);
	v.b = bytes_of(b, index, size, minus, t, c);
	if (v.a.kind == OPERAND_CONST && v.b.kind == OPERAND_CONST)
		return plain(
			const_operand((int64_t)((uint64_t)v.a.value + (uint64_t)v.b.value), t));
	if (v.b.kind == OPERAND_CONST && !v.b.value)
		return plain(v.a);
	return v;
}

bool is_sum_of_bytes(struct body *b, const struct kids *k)
{
	CXCursor base = strip_parens(b, k->v[0]);
	struct operand index = unknown_operand((struct vtype){});
	struct kids inner;
	int64_t n;

	if (clang_getCursorKind(base) == CXCursor_UnexposedExpr) {
		inner = kids_of(b, base);
		if (inner.n == 1 && is_array_type(clang_getCursorType(inner.v[0])))
			return false;
	}
	if (!is_pointer_type(clang_getCursorType(base)))
		return false;
	if (constant_of(k->v[1], &n))
		index = const_operand(n, (struct vtype){.bits = 64, .is_signed = true});
	n = element_size(clang_getCursorType(base));
	base = strip_casts(b, base);
	return is_pointer_type(clang_getCursorType(base)) &&
	       (is_from_number(b, base) || !is_element(clang_getCursorType(base), n, &index));
}

struct value pointer_difference(struct body *b, CXCursor c, const struct kids *k)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	struct value x = plain(operand_of(b, k->v[0])), y = plain(operand_of(b, k->v[1]));

	if (element_size(clang_getCursorType(k->v[0])) != 1)
		return unknown_value(t);
	return operation(b, SET_SUB, x, y, t, c);
}
