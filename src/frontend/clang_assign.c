// SPDX-License-Identifier: GPL-2.0-or-later
/* Assignments, and operators that change what they stand at. */
#include "clang_body.h"

/* GCC's order: the operands of what is stored, where it is stored to, then what is stored; but a
 * call's result goes right there. */
struct value assign_value(struct body *b, CXCursor c, const struct kids *k, bool wanted)
{
	bool is_call = clang_getCursorKind(strip_parens(b, k->v[1])) == CXCursor_CallExpr;
	bool is_record = is_record_type(clang_getCursorType(k->v[0]));
	struct value v = {};
	struct operand o;
	struct path *p;

	if (!is_call && !is_record)
		v = value_of(b, k->v[1]);
	p = path_of(b, k->v[0]);

	if (p && !p->type.bits &&
	    clang_getCursorKind(strip_parens(b, k->v[1])) == CXCursor_CompoundLiteralExpr) {
		struct kids literal = kids_of(b, strip_parens(b, k->v[1]));

		if (literal.n) {
			init_path(b, p, clang_getCursorType(k->v[0]), literal.v[literal.n - 1], c,
				  true);
			return plain(path_operand(OPERAND_PATH, p, p->type));
		}
	}
	if (is_call || is_record)
		v = value_of(b, k->v[1]);
	if (p && p->type.bits)
		v = convert_stored(b, v, p, k->v[0], c);
	if (p && !p->nsteps && p->root == ROOT_LOCAL && p->type.bits) {
		set_local(b, p->local, v, c);
		return plain(local_operand(b, p->local));
	}
	if (!p || !p->is_volatile || !wanted) {
		store_path(b, p, v, c);
		/* the value is what stands there now: GCC reads it again */
		return p ? plain(path_operand(OPERAND_PATH, p, p->type)) : unknown_value(v.type);
	}
	o = as_operand(b, v, c);
	store_path(b, p, plain(o), c);
	return plain(o);
}

/* p op= v, in one event; as three where the old value is read too. */
static struct value modify(struct body *b, struct path *p, enum set_op op, struct value v,
			   CXCursor c, bool wanted, bool old)
{
	struct operand to, before, after;
	struct event *e;

	if (!p)
		return unknown_value(v.type);
	to = path_operand(OPERAND_PATH, p, p->type);
	if (!p->nsteps && p->root == ROOT_LOCAL && p->type.bits) {
		before = local_operand(b, p->local);
		if (old && wanted)
			before = as_operand(b, plain(before), c);
		set_local(b, p->local, operation(b, op, plain(before), v, p->type, c), c);
		return plain(old ? before : local_operand(b, p->local));
	}
	if ((wanted && (old || p->is_volatile)) || op == SET_UNKNOWN || p->is_volatile) {
		before = as_operand(b, plain(to), c);
		after = as_operand(b,
				   op == SET_UNKNOWN
					   ? unknown_value(p->type)
					   : operation(b, op, plain(before), v, p->type, c),
				   c);
		store_path(b, p, plain(after), c);
		return plain(old ? before : after);
	}
	v = plain(as_operand(b, v, c));
	e = emit(b, c, EVENT_STORE);
	e->set.op = op;
	e->set.dst = e->set.a = to;
	e->set.b = v.a;
	return plain(to);
}

/* p = &p[n] */
static struct value step_pointer(struct body *b, struct path *p, struct step n,
				 struct vtype element, CXCursor c, bool wanted, bool old)
{
	struct operand before = path_value(b, p).a;
	struct path *to = p;

	if (wanted && old)
		before = as_operand(b, plain(before), c);
	if (before.kind == OPERAND_LOCAL && !p->nsteps)
		to = local_path(b, before.local);
	to = path_with(b, to, (struct step){.kind = STEP_DEREF}, element);
	to = path_with(b, to, n, element);
	store_path(b, p, plain(path_operand(OPERAND_ADDR, to, p->type)), c);
	if (old || (!p->nsteps && p->root == ROOT_LOCAL))
		return plain(old ? before : local_operand(b, p->local));
	return plain(path_operand(OPERAND_PATH, p, p->type));
}

static struct value modify_pointer(struct body *b, struct path *p, struct operand index, bool minus,
				   CXType type, CXCursor c, bool wanted, bool old)
{
	struct vtype t = p ? p->type : (struct vtype){.bits = 64, .is_pointer = true};
	CXType to = pointee(type);
	bool in_place = p && !(wanted && old) && (p->nsteps || p->root != ROOT_LOCAL);

	if (p && !in_place && !p->is_volatile && to.kind != CXType_Void) {
		struct step n = {.kind = STEP_INDEX, .index = minus ? -index.value : index.value};

		if (index.kind == OPERAND_LOCAL && !index.mask && !minus && element_size(type) > 1)
			n = (struct step){.kind = STEP_INDEX_LOCAL, .index = index.local};
		if (index.kind == OPERAND_CONST || n.kind == STEP_INDEX_LOCAL)
			return step_pointer(b, p, n, vtype_of(b->u, to), c, wanted, old);
	}
	return modify(b, p, SET_ADD, plain(bytes_of(b, index, element_size(type), minus, t, c)), c,
		      wanted, old);
}

/* p |= 0 is p = p, and p &= 0 is p = 0: GCC's parser folds both. */
static bool is_folded(const struct path *p, enum set_op op, const struct value *v,
		      struct value *folded)
{
	if (v->op != SET_COPY || v->is_cut || v->a.kind != OPERAND_CONST || v->a.value ||
	    p->is_volatile || p->type.is_bool ||
	    (op != SET_AND && op != SET_OR && op != SET_XOR && op != SET_ADD))
		return false;
	*folded = plain(const_operand(0, p->type));
	return true;
}

struct value compound_value(struct body *b, CXCursor c, const struct kids *k, bool wanted)
{
	enum set_op op = operator_of(clang_getCursorBinaryOperatorKind(c));
	CXType type = clang_getCursorType(k->v[0]);
	struct path *p = path_of(b, k->v[0]);
	struct value v, folded;

	if (is_pointer_type(type))
		return modify_pointer(b, p, operand_of(b, k->v[1]), op == SET_SUB, type, c, wanted,
				      false);
	v = value_of(b, k->v[1]);
	if (!p || !p->type.bits || !v.type.bits)
		op = SET_UNKNOWN;
	if (op == SET_UNKNOWN) {
		as_operand(b, v, c);
		return modify(b, p, op, plain(const_operand(0, v.type)), c, wanted, false);
	}
	if (op != SET_SHL && op != SET_SHR)
		v = convert_stored(b, v, p, k->v[0], c);
	if (op == SET_SUB && v.op == SET_COPY && !v.is_cut && v.a.kind == OPERAND_CONST) {
		op = SET_ADD;
		v = plain(const_operand((int64_t) - (uint64_t)v.a.value, v.type));
	}
	if (is_folded(p, op, &v, &folded)) {
		if (op != SET_AND)
			folded = plain(as_operand(b, path_value(b, p), c));
		store_path(b, p, folded, c);
		return folded;
	}
	return modify(b, p, op, v, c, wanted, false);
}

struct value step_value(struct body *b, CXCursor c, CXCursor lvalue, bool minus, bool old,
			bool wanted)
{
	CXType type = clang_getCursorType(lvalue);
	struct path *p = path_of(b, lvalue);
	struct vtype t = p ? p->type : vtype_of(b->u, type);

	if (is_pointer_type(type))
		return modify_pointer(b, p, const_operand(1, t), minus, type, c, wanted, old);
	return modify(b, p, t.bits ? SET_ADD : SET_UNKNOWN, plain(const_operand(minus ? -1 : 1, t)),
		      c, wanted, old);
}
