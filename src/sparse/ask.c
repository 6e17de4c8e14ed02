// SPDX-License-Identifier: GPL-2.0-or-later
/* What lowering asks of a cursor: its type, what it refers to, which operator it is. */
#include "view.h"

#include "base/intern.h"
#include "base/str.h"

CXCursor clang_getNullCursor(void)
{
	return (CXCursor){};
}

int clang_Cursor_isNull(CXCursor c)
{
	return c.kind == CXCursor_Invalid;
}

unsigned int clang_equalCursors(CXCursor a, CXCursor b)
{
	return a.kind == b.kind && a.xdata == b.xdata && a.data[0] == b.data[0];
}

unsigned int clang_isExpression(enum CXCursorKind k)
{
	return k >= CXCursor_FirstExpr && k <= CXCursor_LastExpr;
}

unsigned int clang_isStatement(enum CXCursorKind k)
{
	return k >= CXCursor_FirstStmt && k <= CXCursor_LastStmt;
}

enum CXCursorKind clang_getCursorKind(CXCursor c)
{
	return c.kind;
}

static struct sp_symbol *object_type(CXCursor c, unsigned long *modifiers)
{
	struct expression *address = expression_in(c), *read = (struct expression *)c.data[2];
	struct sp_symbol *t;

	if (address->type == EXPR_SYMBOL)
		return address->sp_symbol;
	if (read && read->ctype) /* with what the record around says of its members */
		return read->ctype;
	if (c.data[1])
		return (struct sp_symbol *)c.data[1];
	t = strip_type(address->ctype);
	*modifiers = t ? t->ctype.modifiers : 0;
	return target_of(address);
}

CXType clang_getCursorType(CXCursor c)
{
	unsigned long modifiers = 0;
	struct sp_symbol *t = NULL;

	if (c.kind == CXCursor_StructDecl || c.kind == CXCursor_UnionDecl)
		t = symbol_in(c);
	else if (c.kind == CXCursor_FieldDecl || c.kind == CXCursor_VarDecl ||
		 c.kind == CXCursor_ParmDecl || c.kind == CXCursor_FunctionDecl)
		t = symbol_in(c);
	else if (c.xdata == VIEW_OBJECT || c.xdata == VIEW_NAME)
		t = object_type(c, &modifiers);
	else if (c.xdata == VIEW_FIRST)
		t = ((struct expression *)c.data[2])->ctype;
	else if (c.xdata == VIEW_INDEX)
		t = ssize_t_ctype;
	else if (c.xdata == VIEW_SUM)
		t = c.kind == CXCursor_UnaryOperator ? target_of(expression_in(c)->left)
						     : expression_in(c)->left->ctype;
	else if (clang_isExpression(c.kind))
		t = expression_in(c)->ctype;
	return type_of_symbol(t, modifiers);
}

static struct sp_symbol *called(struct expression *e)
{
	struct expression *fn = e->fn;

	while (fn->type == EXPR_PREOP && (fn->op == '*' || fn->op == '('))
		fn = fn->unop;
	return fn->type == EXPR_SYMBOL && is_function_symbol(fn->sp_symbol) ? fn->sp_symbol : NULL;
}

CXCursor clang_getCursorReferenced(CXCursor c)
{
	struct sp_symbol *record = NULL, *member;

	switch ((int)c.kind) {
	case CXCursor_DeclRefExpr:
		return cursor_of_symbol(expression_in(c)->sp_symbol);
	case CXCursor_CallExpr:
		return cursor_of_symbol(called(expression_in(c)));
	case CXCursor_MemberRefExpr:
		if (c.xdata == VIEW_PLAIN) { /* of a record that is a value */
			record = record_type(expression_in(c)->base->ctype);
			return cursor_of_field((struct sp_symbol *)c.data[1], record);
		}
		member = member_at(expression_in(c), NULL, NULL, &record);
		return cursor_of_field(member, record);
	default:
		return c;
	}
}

CXCursor clang_getCursorSemanticParent(CXCursor c)
{
	struct sp_symbol *record = (struct sp_symbol *)c.data[1];

	if (c.kind != CXCursor_FieldDecl || !record)
		return clang_getNullCursor();
	return make(record->type == SYM_UNION ? CXCursor_UnionDecl : CXCursor_StructDecl,
		    VIEW_PLAIN, record, NULL, NULL);
}

enum CXUnaryOperatorKind clang_getCursorUnaryOperatorKind(CXCursor c)
{
	const struct expression *e = expression_in(c);

	if (c.kind != CXCursor_UnaryOperator)
		return CXUnaryOperator_Invalid;
	if (c.xdata == VIEW_OBJECT || c.xdata == VIEW_SUM || c.xdata == VIEW_FIRST)
		return CXUnaryOperator_Deref;
	if (e->type == EXPR_SYMBOL || e->type == EXPR_BINOP)
		return CXUnaryOperator_AddrOf;
	switch (e->op) {
	case SPECIAL_INCREMENT:
		return e->type == EXPR_POSTOP ? CXUnaryOperator_PostInc : CXUnaryOperator_PreInc;
	case SPECIAL_DECREMENT:
		return e->type == EXPR_POSTOP ? CXUnaryOperator_PostDec : CXUnaryOperator_PreDec;
	case '-':
		return CXUnaryOperator_Minus;
	case '~':
		return CXUnaryOperator_Not;
	case '!':
		return CXUnaryOperator_LNot;
	default:
		return CXUnaryOperator_Plus;
	}
}

static enum CXBinaryOperatorKind operator_kind(int op)
{
	static const struct {
		int op;
		enum CXBinaryOperatorKind kind;
	} table[] = {
		{'*', CXBinaryOperator_Mul},
		{'/', CXBinaryOperator_Div},
		{'%', CXBinaryOperator_Rem},
		{'+', CXBinaryOperator_Add},
		{'-', CXBinaryOperator_Sub},
		{'&', CXBinaryOperator_And},
		{'|', CXBinaryOperator_Or},
		{'^', CXBinaryOperator_Xor},
		{'<', CXBinaryOperator_LT},
		{'>', CXBinaryOperator_GT},
		{'=', CXBinaryOperator_Assign},
		{',', CXBinaryOperator_Comma},
		{SPECIAL_LEFTSHIFT, CXBinaryOperator_Shl},
		{SPECIAL_RIGHTSHIFT, CXBinaryOperator_Shr},
		{SPECIAL_UNSIGNED_LT, CXBinaryOperator_LT},
		{SPECIAL_UNSIGNED_GT, CXBinaryOperator_GT},
		{SPECIAL_LTE, CXBinaryOperator_LE},
		{SPECIAL_GTE, CXBinaryOperator_GE},
		{SPECIAL_UNSIGNED_LTE, CXBinaryOperator_LE},
		{SPECIAL_UNSIGNED_GTE, CXBinaryOperator_GE},
		{SPECIAL_EQUAL, CXBinaryOperator_EQ},
		{SPECIAL_NOTEQUAL, CXBinaryOperator_NE},
		{SPECIAL_LOGICAL_AND, CXBinaryOperator_LAnd},
		{SPECIAL_LOGICAL_OR, CXBinaryOperator_LOr},
		{SPECIAL_MUL_ASSIGN, CXBinaryOperator_MulAssign},
		{SPECIAL_DIV_ASSIGN, CXBinaryOperator_DivAssign},
		{SPECIAL_MOD_ASSIGN, CXBinaryOperator_RemAssign},
		{SPECIAL_ADD_ASSIGN, CXBinaryOperator_AddAssign},
		{SPECIAL_SUB_ASSIGN, CXBinaryOperator_SubAssign},
		{SPECIAL_SHL_ASSIGN, CXBinaryOperator_ShlAssign},
		{SPECIAL_SHR_ASSIGN, CXBinaryOperator_ShrAssign},
		{SPECIAL_AND_ASSIGN, CXBinaryOperator_AndAssign},
		{SPECIAL_XOR_ASSIGN, CXBinaryOperator_XorAssign},
		{SPECIAL_OR_ASSIGN, CXBinaryOperator_OrAssign},
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		if (table[i].op == op)
			return table[i].kind;
	return CXBinaryOperator_Invalid;
}

enum CXBinaryOperatorKind clang_getCursorBinaryOperatorKind(CXCursor c)
{
	if (c.kind != CXCursor_BinaryOperator && c.kind != CXCursor_CompoundAssignOperator)
		return CXBinaryOperator_Invalid;
	if (expression_in(c)->type == EXPR_COMMA)
		return CXBinaryOperator_Comma;
	return operator_kind(expression_in(c)->op);
}

/* Labels of one name, each in a block of its own, are told apart. */
static const char *label_name(const struct sp_symbol *label)
{
	return intern_f("%.*s@%p", label->ident ? label->ident->len : 0,
			label->ident ? label->ident->name : "", (const void *)label);
}

CXString clang_getCursorSpelling(CXCursor c)
{
	const struct sp_symbol *s = symbol_in(c);

	if (c.kind == CXCursor_LabelRef)
		return (CXString){label_name(s)};
	if (c.kind == CXCursor_LabelStmt)
		return (CXString){label_name(statement_in(c)->label_identifier)};
	if (clang_isExpression(c.kind)) {
		if (c.kind != CXCursor_CallExpr)
			return (CXString){""};
		s = called(expression_in(c));
	}
	return (CXString){s && s->ident ? intern_n(s->ident->name, s->ident->len) : ""};
}

const char *clang_getCString(CXString s)
{
	return s.text;
}

void clang_disposeString(CXString s)
{
	(void)s;
}

int clang_Cursor_getNumArguments(CXCursor c)
{
	if (c.kind == CXCursor_FunctionDecl)
		return symbol_list_size(symbol_in(c)->ctype.base_type->arguments);
	return expression_list_size(expression_in(c)->args);
}

/* What counts bits has a sign in sparse's prototypes and none in GCC's. */
static struct expression *argument(struct expression *call, struct expression *arg)
{
	static const char *const counting[] = {"__builtin_clz", "__builtin_ctz",
					       "__builtin_popcount", "__builtin_parity", NULL};
	struct sp_symbol *fn = called(call), *from;

	if (!fn || !fn->builtin || arg->type != EXPR_IMPLIED_CAST ||
	    !starts_one_of(intern_n(fn->ident->name, fn->ident->len), counting))
		return arg;
	from = strip_type(arg->cast_expression->ctype);
	return from && arg->ctype && from->bit_size == arg->ctype->bit_size ? arg->cast_expression
									    : arg;
}

CXCursor clang_Cursor_getArgument(CXCursor c, unsigned int i)
{
	if (c.kind == CXCursor_FunctionDecl)
		return make(CXCursor_ParmDecl, VIEW_PLAIN,
			    ptr_list_nth(
				    (struct ptr_list *)symbol_in(c)->ctype.base_type->arguments, i),
			    NULL, NULL);
	return cursor_of_expression(argument(
		expression_in(c), ptr_list_nth((struct ptr_list *)expression_in(c)->args, (int)i)));
}

CXCursor clang_Cursor_getVarDeclInitializer(CXCursor c)
{
	return c.kind == CXCursor_VarDecl ? cursor_of_expression(symbol_in(c)->initializer)
					  : clang_getNullCursor();
}

enum CX_StorageClass clang_Cursor_getStorageClass(CXCursor c)
{
	unsigned long m = symbol_in(c)->ctype.modifiers;

	if (m & MOD_STATIC)
		return CX_SC_Static;
	if (m & MOD_EXTERN)
		return CX_SC_Extern;
	return m & MOD_REGISTER ? CX_SC_Register : CX_SC_None;
}

enum CXLinkageKind clang_getCursorLinkage(CXCursor c)
{
	const struct sp_symbol *s = symbol_in(c);

	if (is_local_symbol(s))
		return CXLinkage_NoLinkage;
	return s->ctype.modifiers & MOD_STATIC ? CXLinkage_Internal : CXLinkage_External;
}

unsigned int clang_Cursor_hasAttrs(CXCursor c)
{
	return symbol_in(c)->cleanup != NULL;
}

unsigned int clang_Cursor_isBitField(CXCursor c)
{
	return is_bitfield_type(symbol_in(c));
}

long long clang_Cursor_getOffsetOfField(CXCursor c)
{
	const struct sp_symbol *m = symbol_in(c);

	return (long long)m->offset * 8 + m->bit_offset;
}

unsigned int clang_Cursor_isAnonymousRecordDecl(CXCursor c)
{
	return !clang_Cursor_isNull(c) && c.data[1];
}

CXType clang_getCursorResultType(CXCursor c)
{
	return type_of_symbol(symbol_in(c)->ctype.base_type->ctype.base_type, 0);
}

long long clang_getEnumConstantDeclValue(CXCursor c)
{
	(void)c;
	return 0;
}
