// SPDX-License-Identifier: GPL-2.0-or-later
/* Types and declarations of sparse's, as lowering asks for them. */
#include "tree.h"

struct sp_symbol *strip_type(struct sp_symbol *t)
{
	while (t && (t->type == SYM_NODE || t->type == SYM_TYPEOF || t->type == SYM_TYPEOF_UNQUAL ||
		     t->type == SYM_BITFIELD || t->type == SYM_RESTRICT || t->type == SYM_FOULED)) {
		if (t->type == SYM_TYPEOF || t->type == SYM_TYPEOF_UNQUAL)
			t = examine_symbol_type(t);
		else
			t = t->ctype.base_type;
	}
	return t;
}

struct sp_symbol *record_type(struct sp_symbol *t)
{
	t = strip_type(t);
	if (!t || (t->type != SYM_STRUCT && t->type != SYM_UNION))
		return NULL;
	return examine_symbol_type(t);
}

bool is_function_symbol(const struct sp_symbol *s)
{
	const struct sp_symbol *t = s ? strip_type((struct sp_symbol *)s) : NULL;

	return t && t->type == SYM_FN;
}

bool is_local_symbol(const struct sp_symbol *s)
{
	return !(s->ctype.modifiers & (MOD_STATIC | MOD_EXTERN | MOD_TOPLEVEL)) &&
	       !is_function_symbol(s);
}

const void *symbol_key(struct sp_symbol *s)
{
	bool is_inner = (s->ctype.modifiers & MOD_STATIC) && !(s->ctype.modifiers & MOD_TOPLEVEL) &&
			!is_function_symbol(s);

	return is_local_symbol(s) || is_inner || !s->ident ? (const void *)s : s->ident;
}

struct position start_of(struct expression *e)
{
	for (;;) {
		switch (e->type) {
		case EXPR_CALL:
			e = e->fn;
			continue;
		case EXPR_POSTOP:
			e = e->unop;
			continue;
		case EXPR_PREOP:
			if (e->op != '*' ||
			    (e->unop->type != EXPR_SYMBOL && !is_member_address(e->unop)))
				return e->pos;
			e = e->unop;
			continue;
		case EXPR_BINOP:
			if (!is_member_address(e))
				return e->pos;
			e = e->left;
			continue;
		default:
			return e->pos;
		}
	}
}

/* ---- types ---- */

static enum CXTypeKind kind_of(struct sp_symbol *t)
{
	if (!t)
		return CXType_Invalid;
	switch (t->type) {
	case SYM_PTR:
		return CXType_Pointer;
	case SYM_FN:
		return CXType_FunctionProto;
	case SYM_ARRAY:
		return CXType_ConstantArray;
	case SYM_STRUCT:
	case SYM_UNION:
		return CXType_Record;
	case SYM_ENUM:
		return CXType_Enum;
	case SYM_BASETYPE:
		if (t == &void_ctype)
			return CXType_Void;
		if (t == &bool_ctype)
			return CXType_Bool;
		if (t->ctype.base_type == &int_type)
			return CXType_Int;
		return t->ctype.base_type == &fp_type ? CXType_Double : CXType_Invalid;
	default:
		return CXType_Invalid;
	}
}

CXType type_of_symbol(struct sp_symbol *t, unsigned long modifiers)
{
	CXType type = {.symbol = t, .modifiers = modifiers};

	if (t == &lazy_ptr_ctype || t == &null_ctype)
		type.symbol = &ptr_ctype;
	type.kind = kind_of(strip_type(type.symbol));
	return type;
}

CXType clang_getCanonicalType(CXType t)
{
	return t;
}

CXType clang_getUnqualifiedType(CXType t)
{
	return t;
}

static bool same(struct sp_symbol *a, struct sp_symbol *b)
{
	for (int depth = 0; depth < 32; depth++) {
		a = strip_type(a);
		b = strip_type(b);
		if (a == b)
			return true;
		if (!a || !b || a->type != b->type ||
		    (a->type != SYM_PTR && a->type != SYM_ARRAY) ||
		    (a->type == SYM_ARRAY && a->bit_size != b->bit_size))
			return false;
		a = a->ctype.base_type;
		b = b->ctype.base_type;
	}
	return false;
}

unsigned int clang_equalTypes(CXType a, CXType b)
{
	return a.kind == b.kind && same(a.symbol, b.symbol);
}

long long clang_Type_getSizeOf(CXType t)
{
	struct sp_symbol *s = t.symbol;

	if (!s || t.kind == CXType_Void || t.kind == CXType_FunctionProto)
		return -1;
	if (t.kind == CXType_Bool)
		return bits_in_bool / bits_in_char;
	if (s->type == SYM_BITFIELD || (s->type == SYM_NODE && is_bitfield_type(s)))
		s = strip_type(s);
	s = examine_symbol_type(s) ? s : NULL;
	return s && s->bit_size >= 0 ? s->bit_size / bits_in_char : -1;
}

long long clang_getArraySize(CXType t)
{
	struct sp_symbol *a = strip_type(t.symbol), *element;

	if (!a || a->type != SYM_ARRAY)
		return -1;
	element = a->ctype.base_type;
	if (!element || element->bit_size <= 0 || ((struct sp_symbol *)t.symbol)->bit_size < 0)
		return -1;
	return ((struct sp_symbol *)t.symbol)->bit_size / element->bit_size;
}

/* A record without a name as a member without one is told by data[1]. */
static bool is_unnamed(struct sp_symbol *member, struct sp_symbol *record)
{
	return !member->ident && strip_type(member) == record;
}

CXCursor clang_getTypeDeclaration(CXType t)
{
	struct sp_symbol *r = record_type(t.symbol);
	CXCursor c = {.kind = CXCursor_StructDecl, .xdata = VIEW_PLAIN};

	if (!r)
		return clang_getNullCursor();
	if (r->type == SYM_UNION)
		c.kind = CXCursor_UnionDecl;
	c.data[0] = r;
	if (((struct sp_symbol *)t.symbol)->type == SYM_NODE && is_unnamed(t.symbol, r) &&
	    ((struct sp_symbol *)t.symbol)->namespace == NS_NONE)
		c.data[1] = t.symbol;
	return c;
}

unsigned int clang_Type_visitFields(CXType t, CXFieldVisitor visit, CXClientData data)
{
	struct sp_symbol *r = record_type(t.symbol), *m;

	if (!r)
		return 0;
	FOR_EACH_PTR(r->symbol_list, m)
	{
		if (visit(cursor_of_field(m, r), data) == CXVisit_Break)
			return 1;
	}
	END_FOR_EACH_PTR(m);
	return 0;
}
