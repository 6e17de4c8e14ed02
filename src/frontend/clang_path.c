// SPDX-License-Identifier: GPL-2.0-or-later
/* Access paths: what an lvalue names, and what a pointer points to. */
#include "clang_body.h"

#include <string.h>

#define MAX_STEPS 32
#define MAX_LOADS 8 /* pointers that one path goes through */

struct walk {
	struct body *b;
	struct path p;
	struct step step[MAX_STEPS];
	uint32_t n;
	unsigned int loads;
	bool failed;
};

static void walk_lvalue(struct walk *w, CXCursor c);
static void walk_plain_pointer(struct walk *w, CXCursor c);
static void walk_pointer(struct walk *w, CXCursor c);

static void push(struct walk *w, struct step s)
{
	if (w->n == MAX_STEPS)
		w->failed = true;
	else
		w->step[w->n++] = s;
}

static void push_deref(struct walk *w)
{
	push(w, (struct step){.kind = STEP_DEREF});
}

static void push_any(struct walk *w)
{
	push(w, (struct step){.kind = STEP_INDEX_ANY});
}

static void push_index(struct walk *w, struct operand o)
{
	if (o.kind == OPERAND_CONST && !o.mask)
		push(w, (struct step){.kind = STEP_INDEX, .index = o.value});
	else if (o.kind == OPERAND_LOCAL && !o.mask)
		push(w, (struct step){.kind = STEP_INDEX_LOCAL, .index = o.local});
	else
		push_any(w);
}

static void push_field(struct walk *w, CXCursor field)
{
	const struct field_name *f = field_of(w->b->u, field);

	/* A member without a name adds nothing, but for a union's: that is where its members meet.
	 */
	if (!f->field)
		return;
	push(w, (struct step){.kind = STEP_FIELD, .record = f->record, .field = f->field});
}

static void root_local(struct walk *w, uint32_t local)
{
	w->p.root = ROOT_LOCAL;
	w->p.local = local;
}

static void root_path(struct walk *w, const struct path *p)
{
	w->p.root = p->root;
	w->p.local = p->local;
	w->p.symbol = p->symbol;
	for (uint32_t i = 0; i < p->nsteps; i++)
		push(w, p->steps[i]);
}

/* ---- pointers ---- */

long long size_of(CXType type)
{
	long long n;

	if (type.kind == CXType_Void || type.kind == CXType_FunctionProto ||
	    type.kind == CXType_FunctionNoProto)
		return 0;
	n = clang_Type_getSizeOf(type);
	return n > 0 ? n : 0;
}

/* What pointer base points to, index elements of size bytes further on. */
static void push_sum(struct walk *w, CXType base, long long size, struct operand index)
{
	long long own = size_of(pointee(base));

	if (index.kind == OPERAND_CONST) {
		long long bytes = (long long)((uint64_t)index.value * (uint64_t)(size ? size : 1));

		if (own && bytes % own == 0) {
			if (bytes)
				push(w, (struct step){.kind = STEP_INDEX, .index = bytes / own});
			return;
		}
		push_any(w);
		return;
	}
	if (own && own == size)
		push_index(w, index);
	else
		push_any(w);
}

static void push_pointer(struct walk *w, struct operand o)
{
	switch (o.kind) {
	case OPERAND_LOCAL:
		root_local(w, o.local);
		push_deref(w);
		break;
	case OPERAND_ADDR:
		root_path(w, o.path);
		break;
	default: /* a number that is used as an address: any object of its type */
		w->p.root = ROOT_TYPE;
	}
}

/* A pointer that an expression computes. */
static void walk_computed(struct walk *w, CXCursor c)
{
	struct body *b = w->b;
	struct value v = value_of(b, c);
	struct operand sum;

	if (v.op != SET_ADD || v.is_cut || !v.type.is_pointer || v.a.kind != OPERAND_LOCAL) {
		push_pointer(w, as_operand(b, v, c));
		return;
	}
	/* in bytes, by what the operand itself points to: that is not known any more */
	sum = v.b;
	push_pointer(w, v.a);
	if (sum.kind != OPERAND_CONST || sum.value)
		push_any(w);
}

static void walk_sum(struct walk *w, CXCursor c, const struct kids *k)
{
	bool left = !is_integer_type(clang_getCursorType(k->v[0]));
	CXCursor pointer = k->v[!left], base = strip_casts(w->b, pointer);
	bool is_array = is_array_type(clang_getCursorType(base));
	bool first = is_from_number(w->b, base);
	struct operand index;

	if (first)
		index = operand_of(w->b, k->v[left]);
	if (is_array)
		walk_lvalue(w, base);
	else
		walk_pointer(w, base);
	if (!first)
		index = operand_of(w->b, k->v[left]);
	if (clang_getCursorBinaryOperatorKind(c) == CXBinaryOperator_Sub) {
		if (index.kind == OPERAND_CONST)
			index.value = (int64_t) - (uint64_t)index.value;
		else
			index = unknown_operand(index.type);
	}
	if (is_array)
		push_index(w, index);
	else
		push_sum(w, clang_getCursorType(base),
			 size_of(pointee(clang_getCursorType(pointer))), index);
}

static bool is_lvalue_kind(enum CXCursorKind k)
{
	return k == CXCursor_DeclRefExpr || k == CXCursor_MemberRefExpr ||
	       k == CXCursor_ArraySubscriptExpr;
}

/* A pointer, or a number that is as wide and is used as one. */
static bool is_address_type(CXType type)
{
	return is_pointer_type(type) || is_integer_type(type);
}

/* (struct s *)p->number is read like a pointer. */
static CXCursor strip_number(struct body *b, CXCursor c)
{
	struct kids k;
	CXCursor of;

	if (clang_getCursorKind(c) != CXCursor_CStyleCastExpr ||
	    !is_pointer_type(clang_getCursorType(c)))
		return c;
	k = kids_of(b, c);
	if (!k.n)
		return c;
	of = strip_parens(b, k.v[k.n - 1]);
	if (!is_lvalue_kind(clang_getCursorKind(of)) || !is_integer_type(clang_getCursorType(of)) ||
	    clang_getCursorKind(clang_getCursorReferenced(of)) == CXCursor_EnumConstantDecl ||
	    vtype_of(b->u, clang_getCursorType(of)).bits != b->u->pointer_bits)
		return c;
	return of;
}

/* A parameter that is written as an array is a pointer. */
static bool is_array_parameter(CXCursor c)
{
	return clang_getCursorKind(c) == CXCursor_DeclRefExpr &&
	       clang_getCursorKind(clang_getCursorReferenced(c)) == CXCursor_ParmDecl &&
	       is_array_type(clang_getCursorType(c));
}

/* A pointer to a record that is used as one to its first member points to that. */
static void walk_pointer(struct walk *w, CXCursor c)
{
	CXCursor plain = strip_number(w->b, strip_casts(w->b, c)), way[MAX_LOADS];
	CXType to = clang_getCanonicalType(pointee(clang_getCursorType(c)));
	CXType own = clang_getCanonicalType(pointee(clang_getCursorType(plain)));
	unsigned int n = 0;

	if (to.kind == CXType_Record && own.kind == CXType_Record)
		n = first_members(own, to, way, MAX_LOADS);
	walk_plain_pointer(w, plain);
	for (unsigned int i = 0; i < n; i++)
		push_field(w, way[i]);
}

static void walk_plain_pointer(struct walk *w, CXCursor c)
{
	enum CXCursorKind k;
	struct kids kids;

	k = clang_getCursorKind(c);
	if (is_array_type(clang_getCursorType(c))) { /* it decays */
		walk_lvalue(w, c);
		if (!is_array_parameter(c))
			push(w, (struct step){.kind = STEP_INDEX});
		return;
	}
	if (k == CXCursor_UnaryOperator) {
		kids = kids_of(w->b, c);
		if (clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_AddrOf && kids.n) {
			walk_lvalue(w, kids.v[0]);
			return;
		}
		if (clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_Deref &&
		    !is_volatile_expression(c) && w->loads < MAX_LOADS) {
			w->loads++;
			walk_pointer(w, kids.v[0]);
			push_deref(w);
			return;
		}
	} else if (k == CXCursor_BinaryOperator) {
		enum CXBinaryOperatorKind op = clang_getCursorBinaryOperatorKind(c);

		kids = kids_of(w->b, c);
		if (kids.n == 2 && (op == CXBinaryOperator_Add || op == CXBinaryOperator_Sub) &&
		    is_pointer_type(clang_getCursorType(c))) {
			walk_sum(w, c, &kids);
			return;
		}
	} else if (is_lvalue_kind(k) && is_address_type(clang_getCursorType(c)) &&
		   !is_volatile_expression(c) && w->loads < MAX_LOADS) {
		w->loads++;
		walk_lvalue(w, c);
		push_deref(w);
		return;
	}
	walk_computed(w, c);
}

/* ---- lvalues ---- */

static void walk_declaration(struct walk *w, CXCursor c)
{
	CXCursor decl = clang_getCursorReferenced(c);
	enum CXCursorKind k = clang_getCursorKind(decl);

	if (k != CXCursor_VarDecl && k != CXCursor_ParmDecl) {
		w->failed = true;
	} else if (k == CXCursor_ParmDecl || (clang_getCursorLinkage(decl) == CXLinkage_NoLinkage &&
					      clang_Cursor_getStorageClass(decl) != CX_SC_Static)) {
		root_local(w, local_of(w->b, decl));
		if (is_array_parameter(c))
			push_deref(w);
	} else {
		w->p.root = ROOT_GLOBAL;
		w->p.symbol = symbol_of(w->b->u, decl)->name;
	}
}

/* libclang leaves steps through members without a name out. */
static void push_unnamed(struct walk *w, CXType base, CXCursor field)
{
	CXCursor way[MAX_LOADS];
	unsigned int n = unnamed_members(pointee(base), clang_getCursorSemanticParent(field), way,
					 MAX_LOADS);

	while (n)
		push_field(w, way[--n]);
}

static void walk_member(struct walk *w, CXCursor c)
{
	struct kids k = kids_of(w->b, c);
	CXCursor field = clang_getCursorReferenced(c);

	if (!k.n) {
		w->failed = true;
		return;
	}
	if (is_pointer_type(clang_getCursorType(k.v[0])) ||
	    is_array_type(clang_getCursorType(k.v[0])))
		walk_pointer(w, k.v[0]);
	else
		walk_lvalue(w, k.v[0]);
	push_unnamed(w, clang_getCursorType(k.v[0]), field);
	push_field(w, field);
}

static void walk_subscript(struct walk *w, CXCursor c)
{
	struct kids k = kids_of(w->b, c);
	struct operand index;
	CXCursor base;

	if (k.n != 2) {
		w->failed = true;
		return;
	}
	if (is_integer_type(clang_getCursorType(k.v[0]))) { /* 2[a] */
		CXCursor swap = k.v[0];

		k.v[0] = k.v[1];
		k.v[1] = swap;
	}
	base = strip_parens(w->b, k.v[0]);
	if (clang_getCursorKind(base) == CXCursor_UnexposedExpr) {
		struct kids inner = kids_of(w->b, base);

		if (inner.n == 1 && is_array_type(clang_getCursorType(inner.v[0])))
			base = inner.v[0];
	}
	if (is_array_type(clang_getCursorType(base))) {
		walk_lvalue(w, base);
		index = operand_of(w->b, k.v[1]);
		/* the first that a pointer points to is what it points to */
		if (!is_array_parameter(base) || index.kind != OPERAND_CONST || index.value)
			push_index(w, index);
		return;
	}
	base = strip_casts(w->b, base);
	walk_pointer(w, base);
	index = operand_of(w->b, k.v[1]);
	push_sum(w, clang_getCursorType(base),
		 size_of(pointee(clang_getCursorType(strip_parens(w->b, k.v[0])))), index);
}

/* A record that is a value: it gets a place of its own. */
static void walk_value(struct walk *w, CXCursor c)
{
	struct vtype t = vtype_of(w->b->u, clang_getCursorType(c));
	struct value v;
	uint32_t local;

	if (!t.record && !t.bits) {
		w->failed = true;
		effect_of(w->b, c);
		return;
	}
	v = value_of(w->b, c);
	if (v.op == SET_COPY && v.a.kind == OPERAND_PATH) {
		root_path(w, v.a.path);
		return;
	}
	local = new_variable(w->b, t);
	w->b->variables.v[local].in_memory = w->b->locals.v[local].in_memory = true;
	store_path(w->b, local_path(w->b, local), v, c);
	root_local(w, local);
}

static void walk_literal(struct walk *w, CXCursor c)
{
	struct kids k = kids_of(w->b, c);
	uint32_t local = new_variable(w->b, vtype_of(w->b->u, clang_getCursorType(c)));

	w->b->variables.v[local].in_memory = w->b->locals.v[local].in_memory = true;
	if (k.n)
		init_path(w->b, local_path(w->b, local), clang_getCursorType(c), k.v[k.n - 1], c,
			  false);
	root_local(w, local);
}

static void walk_lvalue(struct walk *w, CXCursor c)
{
	struct kids k;

	if (!enter(w->b, c)) {
		w->failed = true;
		return;
	}
	c = strip_parens(w->b, c);
	switch ((int)clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		walk_declaration(w, c);
		break;
	case CXCursor_MemberRefExpr:
		walk_member(w, c);
		break;
	case CXCursor_ArraySubscriptExpr:
		walk_subscript(w, c);
		break;
	case CXCursor_CompoundLiteralExpr:
		walk_literal(w, c);
		break;
	case CXCursor_UnaryOperator:
		k = kids_of(w->b, c);
		if (clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_Deref && k.n)
			walk_pointer(w, k.v[0]);
		else
			walk_value(w, c);
		break;
	case CXCursor_StringLiteral:
		w->failed = true;
		break;
	default:
		walk_value(w, c);
	}
	leave(w->b);
}

/* ---- results ---- */

/* The member that the lvalue is; NULL. */
static const struct field_name *member_of(struct body *b, CXCursor c)
{
	CXCursor field;

	c = strip_parens(b, c);
	if (clang_getCursorKind(c) != CXCursor_MemberRefExpr)
		return NULL;
	field = clang_getCursorReferenced(c);
	return clang_getCursorKind(field) == CXCursor_FieldDecl ? field_of(b->u, field) : NULL;
}

/* What a path to the lvalue gives: of a bit-field that many bits. */
static struct vtype lvalue_type(struct body *b, CXCursor c)
{
	const struct field_name *f = member_of(b, c);

	return f && f->is_bitfield ? f->type : vtype_of(b->u, clang_getCursorType(c));
}

struct value convert_stored(struct body *b, struct value v, const struct path *p, CXCursor lvalue,
			    CXCursor at)
{
	const struct field_name *f = member_of(b, lvalue);

	return f && f->is_bit ? lowest_bit(b, v, p->type, at) : convert_value(b, v, p->type, at);
}

static struct path *finish(struct walk *w, struct vtype type, bool is_vol)
{
	uint32_t first = 0;
	struct path *p;

	/* Without a root only a field can come first. */
	while (w->p.root == ROOT_TYPE && first < w->n && w->step[first].kind != STEP_FIELD)
		first++;
	if (w->failed || (w->p.root == ROOT_TYPE && first == w->n))
		return NULL;
	p = arena_new(&w->b->u->arena, struct path);
	*p = w->p;
	p->is_volatile = is_vol;
	p->type = type;
	p->nsteps = w->n - first;
	p->steps = arena_copy(&w->b->u->arena, w->step + first, p->nsteps * sizeof(*p->steps));
	return p;
}

struct path *path_of(struct body *b, CXCursor lvalue)
{
	struct walk w = {.b = b};

	walk_lvalue(&w, lvalue);
	return finish(&w, lvalue_type(b, lvalue), is_volatile_expression(lvalue));
}

struct path *path_of_pointer(struct body *b, CXCursor pointer)
{
	struct walk w = {.b = b};

	walk_pointer(&w, pointer);
	return finish(&w, vtype_of(b->u, pointee(clang_getCursorType(pointer))), false);
}
