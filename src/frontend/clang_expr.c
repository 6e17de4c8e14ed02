// SPDX-License-Identifier: GPL-2.0-or-later
/* Expressions: the value of each, and the events on the way to it. */
#include "clang_body.h"

#include "base/intern.h"

/* ---- what stands for another expression ---- */

/* __builtin_choose_expr() and "a ?: b" are not told by libclang but by how many parts they have. */
enum unexposed { UNEXPOSED_OTHER, UNEXPOSED_WRAPPER, UNEXPOSED_CHOOSE, UNEXPOSED_ELVIS };

static enum unexposed unexposed_kind(const struct kids *k)
{
	switch (k->n) {
	case 1: /* offsetof() may have one too, beside names of fields */
		return k->total == 1 ? UNEXPOSED_WRAPPER : UNEXPOSED_OTHER;
	case 3:
		return UNEXPOSED_CHOOSE;
	case 4:
		return UNEXPOSED_ELVIS;
	default:
		return UNEXPOSED_OTHER;
	}
}

static bool strip_step(struct body *b, CXCursor c, CXCursor *to)
{
	struct kids k;
	int64_t which;

	switch ((int)clang_getCursorKind(c)) {
	case CXCursor_ParenExpr:
		k = kids_of(b, c);
		*to = k.n ? k.v[0] : c;
		return k.n;
	case CXCursor_UnaryOperator:
		if (clang_getCursorUnaryOperatorKind(c) != CXUnaryOperator_Extension)
			return false;
		k = kids_of(b, c);
		*to = k.n ? k.v[0] : c;
		return k.n;
	case CXCursor_GenericSelectionExpr:
		return choice_of_generic(b, c, to);
	case CXCursor_UnexposedExpr:
		k = kids_of(b, c);
		if (unexposed_kind(&k) == UNEXPOSED_WRAPPER &&
		    is_same_type(clang_getCursorType(c), clang_getCursorType(k.v[0]))) {
			*to = k.v[0];
			return true;
		}
		if (unexposed_kind(&k) == UNEXPOSED_CHOOSE && constant_of(k.v[0], &which)) {
			*to = k.v[which ? 1 : 2];
			return true;
		}
		return false;
	default:
		return false;
	}
}

CXCursor strip_parens(struct body *b, CXCursor c)
{
	while (strip_step(b, c, &c))
		;
	return c;
}

bool is_conversion(struct body *b, CXCursor c, CXCursor *of)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct kids k;

	if (kind != CXCursor_CStyleCastExpr && kind != CXCursor_UnexposedExpr)
		return false;
	k = kids_of(b, c);
	if (!k.n || (kind == CXCursor_UnexposedExpr && k.total != 1))
		return false;
	*of = k.v[k.n - 1];
	return true;
}

CXCursor strip_casts(struct body *b, CXCursor c)
{
	CXCursor of;

	for (;; c = of) {
		CXType was;

		c = strip_parens(b, c);
		if (!is_conversion(b, c, &of) || !is_pointer_type(clang_getCursorType(c)))
			return c;
		was = clang_getCursorType(of);
		if (!is_pointer_type(was) && !is_array_type(was))
			return c;
	}
}

/* ---- leaves ---- */

bool constant_of(CXCursor c, int64_t *value)
{
	CXEvalResult r = clang_Cursor_Evaluate(c);
	bool is_int = r && clang_EvalResult_getKind(r) == CXEval_Int;

	if (is_int)
		*value = clang_EvalResult_isUnsignedInt(r)
				 ? (int64_t)clang_EvalResult_getAsUnsigned(r)
				 : clang_EvalResult_getAsLongLong(r);
	clang_EvalResult_dispose(r);
	return is_int;
}

static struct value constant_value(struct body *b, CXCursor c)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	int64_t value;

	if (constant_of(c, &value))
		return plain(const_operand(line_of_use(b->u, c, value), t));
	return t.bits ? plain(unknown_operand(t)) : unknown_value(t);
}

static struct value function_value(struct body *b, CXCursor decl, CXType type)
{
	struct operand o = {.kind = OPERAND_FUNC, .type = vtype_of(b->u, type)};

	o.symbol = symbol_of(b->u, decl)->name;
	return plain(o);
}

/* A number that is declared constant and has its value here. */
static bool is_fixed(CXCursor c, int64_t *value)
{
	CXCursor decl, init;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return false;
	decl = clang_getCursorReferenced(c);
	if (clang_getCursorKind(decl) != CXCursor_VarDecl ||
	    !is_const_type(clang_getCursorType(decl)) ||
	    is_volatile_type(clang_getCursorType(decl)) ||
	    !is_integer_type(clang_getCursorType(decl)) ||
	    clang_getCursorLinkage(decl) == CXLinkage_NoLinkage)
		return false;
	init = clang_Cursor_getVarDeclInitializer(decl);
	return !clang_Cursor_isNull(init) && constant_of(init, value);
}

static struct value load(struct body *b, CXCursor c)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	struct operand o;
	struct path *p;
	int64_t value;

	if (is_fixed(c, &value))
		return plain(const_operand(value, t));
	p = path_of(b, c);
	if (!p)
		return plain(unknown_operand(t));
	/* a parameter that is written as an array is not read, but handed on */
	if (is_array_type(clang_getCursorType(c)) && p->root == ROOT_LOCAL && p->nsteps == 1 &&
	    p->steps[0].kind == STEP_DEREF)
		return plain(local_operand(b, p->local));
	if (p->root == ROOT_LOCAL && !p->nsteps && b->locals.v[p->local].type.bits)
		return plain(local_operand(b, p->local));
	o = path_operand(OPERAND_PATH, p, p->type);
	/* a volatile read is one, whether or not the value is used */
	if (p->is_volatile)
		o = as_operand(b, plain(o), c);
	/* a bit-field is as wide as what it is read as only after a conversion */
	return p->type.bits && p->type.bits != t.bits ? convert_value(b, plain(o), t, c) : plain(o);
}

static struct value reference_value(struct body *b, CXCursor c)
{
	CXCursor decl = clang_getCursorReferenced(c);

	switch ((int)clang_getCursorKind(decl)) {
	case CXCursor_EnumConstantDecl:
		return plain(const_operand(clang_getEnumConstantDeclValue(decl),
					   vtype_of(b->u, clang_getCursorType(c))));
	case CXCursor_FunctionDecl:
		return function_value(b, decl, clang_getCursorType(c));
	default:
		return load(b, c);
	}
}

/* ---- casts ---- */

/* __func__ is a string with a step around it that changes nothing. */
static bool is_function_name(struct body *b, CXCursor c)
{
	struct kids k;

	while (clang_getCursorKind(c) == CXCursor_ParenExpr) {
		k = kids_of(b, c);
		if (!k.n)
			return false;
		c = k.v[0];
	}
	if (clang_getCursorKind(c) != CXCursor_UnexposedExpr)
		return false;
	k = kids_of(b, c);
	return k.total == 1 && clang_getCursorKind(k.v[0]) == CXCursor_StringLiteral &&
	       is_same_type(clang_getCursorType(c), clang_getCursorType(k.v[0]));
}

static bool is_logical(struct body *b, CXCursor c)
{
	enum CXBinaryOperatorKind k;

	c = strip_parens(b, c);
	if (clang_getCursorKind(c) != CXCursor_BinaryOperator)
		return false;
	k = clang_getCursorBinaryOperatorKind(c);
	return k == CXBinaryOperator_LAnd || k == CXBinaryOperator_LOr;
}

/* ((T *)&object)->first, of which GCC's parser makes &object where it wants an address. */
static bool is_first_of_fixed(struct body *b, CXCursor c, CXCursor *object)
{
	CXCursor base;
	struct kids k;

	if (clang_getCursorKind(c) != CXCursor_MemberRefExpr ||
	    clang_Cursor_getOffsetOfField(clang_getCursorReferenced(c)))
		return false;
	k = kids_of(b, c);
	base = k.n ? strip_parens(b, k.v[0]) : c;
	if (clang_getCursorKind(base) != CXCursor_CStyleCastExpr)
		return false;
	base = strip_casts(b, base);
	if (clang_getCursorKind(base) != CXCursor_UnaryOperator ||
	    clang_getCursorUnaryOperatorKind(base) != CXUnaryOperator_AddrOf)
		return false;
	k = kids_of(b, base);
	*object = k.n ? strip_parens(b, k.v[0]) : base;
	return clang_getCursorKind(*object) == CXCursor_DeclRefExpr;
}

/* (long)(x = 0), which GCC's parser knows; without a conversion it reads x again. */
static bool is_constant_assigned(struct body *b, CXCursor c, int64_t *n)
{
	struct kids k;

	c = strip_parens(b, c);
	if (clang_getCursorKind(c) != CXCursor_BinaryOperator ||
	    clang_getCursorBinaryOperatorKind(c) != CXBinaryOperator_Assign)
		return false;
	k = kids_of(b, c);
	return k.n == 2 && constant_of(k.v[1], n);
}

/* The address of an array's first element. */
static struct value decayed_value(struct body *b, CXCursor from, struct vtype t)
{
	struct path *p;
	CXCursor object;

	if (is_function_name(b, from)) {
		p = arena_new(&b->u->arena, struct path);
		p->root = ROOT_GLOBAL;
		p->symbol = intern_f("%s.__func__", b->fn->name);
		return plain(path_operand(OPERAND_ADDR, p, t));
	}
	from = strip_parens(b, from);
	if (clang_getCursorKind(from) == CXCursor_StringLiteral)
		return plain(unknown_operand(t));
	if (is_first_of_fixed(b, from, &object))
		return address_of(b, object, t);
	return address_of(b, from, t);
}

static struct value cast_value(struct body *b, CXCursor c, CXCursor from)
{
	CXType type = clang_getCursorType(c), was = clang_getCursorType(from);
	struct vtype t = vtype_of(b->u, type);
	struct value v;
	int64_t n;

	if (clang_getCanonicalType(type).kind == CXType_Void) {
		effect_of(b, from);
		return unknown_value(t);
	}
	/* what is made of an array for a parameter that is written as one is a pointer */
	if (is_array_type(was) && is_array_type(type))
		t = (struct vtype){.bits = (uint8_t)b->u->pointer_bits,
				   .is_pointer = true,
				   .record = vtype_of(b->u, pointee(type)).record};
	if (is_array_type(was) && t.is_pointer)
		return decayed_value(b, from, t);
	if (is_integer_type(type) && is_integer_type(was) &&
	    clang_getCursorKind(strip_parens(b, from)) == CXCursor_ConditionalOperator)
		return choice_value(b, strip_parens(b, from), &t, true);
	if (is_integer_type(type) && is_integer_type(was) && is_constant_assigned(b, from, &n)) {
		effect_of(b, from);
		v = plain(const_operand(n, vtype_of(b->u, was)));
		return convert_value(b, v, t, c);
	}
	v = value_of(b, from);
	if (t.is_bool && is_logical(b, from)) { /* a number that is 0 or 1 */
		v = plain(as_operand(b, v, from));
		convert_operand(b, &v.a, t);
		v.type = t;
		return v;
	}
	if (!t.bits && !v.type.bits) /* of a record to itself */
		return v;
	return convert_value(b, v, t, c);
}

static struct value unexposed_value(struct body *b, CXCursor c)
{
	struct kids k = kids_of(b, c);

	switch (unexposed_kind(&k)) {
	case UNEXPOSED_WRAPPER:
		return cast_value(b, c, k.v[0]);
	case UNEXPOSED_ELVIS:
		return elvis_value(b, c, &k);
	default:
		/* offsetof() has its parts as children, and is a number */
		return constant_value(b, c);
	}
}

/* ---- all ---- */

/* A computed goto may lead there. */
static void take_label(struct body *b, CXCursor c)
{
	struct kids k = all_kids(b, c);

	for (size_t i = 0; i < k.n; i++)
		if (clang_getCursorKind(k.v[i]) == CXCursor_LabelRef)
			label_taken(b, take_string(clang_getCursorSpelling(k.v[i])));
}

static enum CXChildVisitResult take(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(c) != CXCursor_AddrLabelExpr)
		return CXChildVisit_Recurse;
	take_label(data, c);
	return CXChildVisit_Continue;
}

void take_labels(struct body *b, CXCursor init)
{
	take(init, init, b);
	clang_visitChildren(init, take, b);
}

static struct value label_address(struct body *b, CXCursor c)
{
	take_label(b, c);
	return plain(unknown_operand(vtype_of(b->u, clang_getCursorType(c))));
}

static struct value literal_value(struct body *b, CXCursor c)
{
	struct path *p = path_of(b, c);
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));

	return plain(path_operand(OPERAND_PATH, p, t));
}

static struct value any_value(struct body *b, CXCursor c)
{
	struct kids k;

	switch ((int)clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		return reference_value(b, c);
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		return load(b, c);
	case CXCursor_CallExpr:
		return call_value(b, c, true);
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		return binary_value(b, c, true);
	case CXCursor_UnaryOperator:
		return unary_value(b, c, true);
	case CXCursor_ConditionalOperator:
		return choice_value(b, c, NULL, true);
	case CXCursor_StmtExpr:
		return statement_value(b, c, true);
	case CXCursor_CStyleCastExpr:
		k = kids_of(b, c);
		return k.n ? cast_value(b, c, k.v[k.n - 1]) : constant_value(b, c);
	case CXCursor_CompoundLiteralExpr:
		return literal_value(b, c);
	case CXCursor_UnexposedExpr:
		return unexposed_value(b, c);
	case CXCursor_AddrLabelExpr:
		return label_address(b, c);
	default: /* literals, sizeof */
		return constant_value(b, c);
	}
}

struct value value_of(struct body *b, CXCursor c)
{
	struct moved test = b->test;
	struct value v = {};

	if (b->dead)
		return plain(unknown_operand(vtype_of(b->u, clang_getCursorType(c))));
	/* what is inside is no test of the statement's */
	b->test.place.line = 0;
	if (enter(b, c))
		v = any_value(b, strip_parens(b, c));
	leave(b);
	b->test = test;
	return v;
}

struct operand operand_of(struct body *b, CXCursor c)
{
	return as_operand(b, value_of(b, c), c);
}

static bool is_volatile_lvalue(CXCursor c)
{
	return is_volatile_expression(c);
}

/* Nobody wants what is there, but to read it, or to come there, may do something. */
static void effect_of_place(struct body *b, CXCursor c)
{
	struct kids k;

	if (is_volatile_lvalue(c)) {
		value_of(b, c);
		return;
	}
	k = kids_of(b, c);
	for (size_t i = 0; i < k.n; i++)
		effect_of(b, k.v[i]);
}

void effect_of(struct body *b, CXCursor c)
{
	struct kids k;

	if (b->dead)
		return;
	if (!enter(b, c)) {
		leave(b);
		return;
	}
	c = strip_parens(b, c);
	b->test.place.line = 0;
	switch ((int)clang_getCursorKind(c)) {
	case CXCursor_CallExpr:
		call_value(b, c, false);
		break;
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
		binary_value(b, c, false);
		break;
	case CXCursor_UnaryOperator:
		unary_value(b, c, false);
		break;
	case CXCursor_ConditionalOperator:
		choice_value(b, c, NULL, false);
		break;
	case CXCursor_StmtExpr:
		statement_value(b, c, false);
		break;
	case CXCursor_UnexposedExpr:
	case CXCursor_CStyleCastExpr:
		k = kids_of(b, c);
		if (k.n == 4)
			value_of(b, c);
		else if (k.n && (k.total == 1 || clang_getCursorKind(c) == CXCursor_CStyleCastExpr))
			effect_of(b, k.v[k.n - 1]);
		break;
	case CXCursor_DeclRefExpr:
	case CXCursor_MemberRefExpr:
	case CXCursor_ArraySubscriptExpr:
		effect_of_place(b, c);
		break;
	default:
		break;
	}
	leave(b);
}
