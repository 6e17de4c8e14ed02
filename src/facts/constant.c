// SPDX-License-Identifier: GPL-2.0-or-later
#include "constant.h"

#include "base/error.h"
#include "relation.h"

int64_t constant_wrap(uint64_t value, struct vtype type)
{
	unsigned int drop = type.bits && type.bits < 64 ? 64 - type.bits : 0;

	if (type.is_signed && !type.is_bool)
		return (int64_t)(value << drop) >> drop;
	return (int64_t)(value << drop >> drop);
}

static bool less(int64_t a, int64_t b, bool is_signed)
{
	return is_signed ? a < b : (uint64_t)a < (uint64_t)b;
}

bool constant_compare(enum guard_rel rel, int64_t a, int64_t b, bool is_signed)
{
	switch (rel) {
	case GUARD_EQ:
		return a == b;
	case GUARD_NE:
		return a != b;
	case GUARD_LT:
		return less(a, b, is_signed);
	case GUARD_LE:
		return !less(b, a, is_signed);
	case GUARD_GT:
		return less(b, a, is_signed);
	case GUARD_GE:
		return !less(a, b, is_signed);
	default:
		die("relation %d of two operands", rel);
	}
}

bool constant_fold(enum set_op op, int64_t a, int64_t b, struct vtype of, struct vtype to,
		   int64_t *value)
{
	uint64_t x = (uint64_t)a, y = (uint64_t)b;

	if (is_comparison(op)) {
		*value = constant_compare(relation_of(op), a, b, of.is_signed);
		return true;
	}
	if ((op == SET_SHL || op == SET_SHR) && y >= 64)
		return false;
	switch (op) {
	case SET_ADD:
		x += y;
		break;
	case SET_SUB:
		x -= y;
		break;
	case SET_AND:
		x &= y;
		break;
	case SET_OR:
		x |= y;
		break;
	case SET_XOR:
		x ^= y;
		break;
	case SET_SHL:
		x <<= y;
		break;
	case SET_SHR:
		x = of.is_signed ? (uint64_t)(a >> y) : x >> y;
		break;
	case SET_NOT:
		x = of.is_bool ? !x : ~x;
		break;
	case SET_NEG:
		x = -x;
		break;
	default:
		return false;
	}
	*value = constant_wrap(x, to);
	return true;
}
