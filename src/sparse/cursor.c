// SPDX-License-Identifier: GPL-2.0-or-later
/* Cursors: the kind of each part of the tree. */
#include "view.h"

#include <string.h>

#include "base/intern.h"

static struct sp_symbol *current;

void cursor_function(struct sp_symbol *fn)
{
	current = fn;
}

const char *cursor_function_name(void)
{
	return current ? intern_n(current->ident->name, current->ident->len) : "?";
}

/* ---- what lies at an address ---- */

static bool is_literal(const struct sp_symbol *s)
{
	return !s->ident && s->initializer;
}

/* Member access leaves the name where it was. */
static struct ident *member_name(const struct expression *e, const struct expression *address)
{
	return e && address->ctype == &lazy_ptr_ctype ? (struct ident *)e->op_value : NULL;
}

/* Is the array t read as its first element is? */
static bool is_first(struct sp_symbol *t, const struct expression *e)
{
	t = strip_type(t);
	return e && t && t->type == SYM_ARRAY && e->ctype && strip_type(e->ctype) != t;
}

static CXCursor cursor_of_variable(struct expression *address, struct expression *e)
{
	struct sp_symbol *s = address->sp_symbol;

	if (is_first(s, e))
		return make(CXCursor_UnaryOperator, VIEW_FIRST, address, NULL, e);
	if (s->string)
		return make(CXCursor_StringLiteral, VIEW_OBJECT, address, NULL, e);
	if (is_literal(s))
		return make(CXCursor_CompoundLiteralExpr, VIEW_OBJECT, address, NULL, e);
	return make(CXCursor_DeclRefExpr, VIEW_OBJECT, address, NULL, e);
}

CXCursor cursor_of_object(struct expression *address, struct expression *e)
{
	struct sp_symbol *s, *record = NULL, *target = target_of(address);
	struct ident *name = member_name(e, address);

	if (address->type == EXPR_SYMBOL)
		return cursor_of_variable(address, e);
	if (is_member_address(address)) {
		if (!name && !target && e)
			target = e->ctype;
		s = member_at(address, name, target, &record);
		if (s && is_first(s, e))
			return make(CXCursor_UnaryOperator, VIEW_FIRST, address, NULL, e);
		if (s)
			return make(CXCursor_MemberRefExpr, VIEW_OBJECT, address, s, e);
	}
	return make(CXCursor_UnaryOperator, VIEW_OBJECT, address, NULL, e);
}

/* Does the address stand for an array that decays? */
static bool is_decayed(struct expression *address)
{
	CXCursor object = cursor_of_object(address, NULL);
	struct sp_symbol *to = target_of(address), *t = NULL;

	if (object.kind == CXCursor_StringLiteral)
		return true;
	if (object.kind == CXCursor_MemberRefExpr)
		t = (struct sp_symbol *)object.data[1];
	else if (address->type == EXPR_SYMBOL)
		t = address->sp_symbol;
	t = strip_type(t);
	return t && t->type == SYM_ARRAY && strip_type(to) != t;
}

/* ---- kinds ---- */

/* (p - q) / size is what the difference of pointers becomes. */
static struct expression *difference(struct expression *e)
{
	struct expression *d = e->left;

	if (e->op == '/' && d->type == EXPR_BINOP && d->op == '-' && d->ctype == ssize_t_ctype &&
	    is_pointer(d->left->ctype) && is_pointer(d->right->ctype))
		return d;
	return NULL;
}

static CXCursor cursor_of_sum(struct expression *e)
{
	struct expression *d = difference(e);

	if (d)
		e = d;
	if (!is_member_address(e))
		return make(is_decayed_element(e) ? CXCursor_UnexposedExpr
						  : CXCursor_BinaryOperator,
			    VIEW_PLAIN, e, NULL, NULL);
	return make(is_decayed(e) ? CXCursor_UnexposedExpr : CXCursor_UnaryOperator, VIEW_PLAIN, e,
		    NULL, NULL);
}

static CXCursor cursor_of_address(struct expression *e)
{
	if (is_function_symbol(e->sp_symbol))
		return make(CXCursor_DeclRefExpr, VIEW_PLAIN, e, NULL, NULL);
	return make(is_decayed(e) ? CXCursor_UnexposedExpr : CXCursor_UnaryOperator, VIEW_PLAIN, e,
		    NULL, NULL);
}

static enum CXCursorKind kind_of(const struct expression *e)
{
	switch (e->type) {
	case EXPR_VALUE:
		return CXCursor_IntegerLiteral;
	case EXPR_FVALUE:
		return CXCursor_FloatingLiteral;
	case EXPR_STRING:
		return CXCursor_StringLiteral;
	case EXPR_COMPARE:
		if (e->left->type == EXPR_TYPE)
			return CXCursor_IntegerLiteral; /* are types compatible? */
		return is_truth_of(e) ? CXCursor_UnexposedExpr : CXCursor_BinaryOperator;
	case EXPR_LOGICAL:
	case EXPR_COMMA:
		return CXCursor_BinaryOperator;
	case EXPR_ASSIGNMENT:
		return e->op == '=' ? CXCursor_BinaryOperator : CXCursor_CompoundAssignOperator;
	case EXPR_PREOP:
	case EXPR_POSTOP:
		return CXCursor_UnaryOperator;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
		return CXCursor_CStyleCastExpr;
	case EXPR_IMPLIED_CAST:
		return CXCursor_UnexposedExpr;
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		return e->cond_true ? CXCursor_ConditionalOperator : CXCursor_UnexposedExpr;
	case EXPR_STATEMENT:
		return CXCursor_StmtExpr;
	case EXPR_CALL:
		return CXCursor_CallExpr;
	case EXPR_LABEL:
		return CXCursor_AddrLabelExpr;
	case EXPR_INITIALIZER:
		return CXCursor_InitListExpr;
	case EXPR_SLICE:
		return CXCursor_MemberRefExpr;
	default: /* what is a number, or nothing that facts tell */
		return CXCursor_UnaryExpr;
	}
}

CXCursor cursor_of_expression(struct expression *e)
{
	if (!e)
		return clang_getNullCursor();
	if (e->type == EXPR_SYMBOL && e->sp_symbol)
		return cursor_of_address(e);
	if (e->type == EXPR_PREOP && e->op == '*')
		return cursor_of_object(e->unop, e);
	if (e->type == EXPR_PREOP && e->op == '(')
		return cursor_of_expression(e->unop);
	if (e->type == EXPR_BINOP)
		return cursor_of_sum(e);
	if (e->type == EXPR_SLICE)
		return make(CXCursor_MemberRefExpr, VIEW_PLAIN, e, e->ctype, e);
	return make(kind_of(e), VIEW_PLAIN, e, NULL, NULL);
}

static enum CXCursorKind kind_of_statement(const struct statement *s)
{
	switch (s->type) {
	case STMT_DECLARATION:
		return CXCursor_DeclStmt;
	case STMT_COMPOUND:
		return CXCursor_CompoundStmt;
	case STMT_IF:
		return CXCursor_IfStmt;
	case STMT_RETURN:
		return CXCursor_ReturnStmt;
	case STMT_CASE:
		return s->case_expression ? CXCursor_CaseStmt : CXCursor_DefaultStmt;
	case STMT_SWITCH:
		return CXCursor_SwitchStmt;
	case STMT_ITERATOR:
		return s->iterator_post_condition ? CXCursor_DoStmt : CXCursor_ForStmt;
	case STMT_LABEL:
		return CXCursor_LabelStmt;
	case STMT_GOTO:
		if (!s->goto_label)
			return CXCursor_IndirectGotoStmt;
		if (s->goto_label->namespace != NS_ITERATOR)
			return CXCursor_GotoStmt;
		return s->goto_label->ident == &continue_ident ? CXCursor_ContinueStmt
							       : CXCursor_BreakStmt;
	case STMT_ASM:
		return CXCursor_GCCAsmStmt;
	default:
		return CXCursor_NullStmt;
	}
}

CXCursor cursor_of_statement(struct statement *s)
{
	if (!s)
		return clang_getNullCursor();
	if (s->type == STMT_EXPRESSION)
		return s->expression ? cursor_of_expression(s->expression)
				     : make(CXCursor_NullStmt, VIEW_PLAIN, s, NULL, NULL);
	return make(kind_of_statement(s), VIEW_PLAIN, s, NULL, NULL);
}

CXCursor cursor_of_symbol(struct sp_symbol *s)
{
	if (!s)
		return clang_getNullCursor();
	return make(is_function_symbol(s) ? CXCursor_FunctionDecl : CXCursor_VarDecl, VIEW_PLAIN, s,
		    NULL, NULL);
}

CXCursor cursor_of_field(struct sp_symbol *member, struct sp_symbol *record)
{
	return make(CXCursor_FieldDecl, VIEW_PLAIN, member, record, NULL);
}

bool is_function_name(const struct expression *address)
{
	const struct sp_symbol *s = address->sp_symbol;
	const struct string *text;

	if (address->type != EXPR_SYMBOL || !s->string || !current || !current->ident ||
	    s->initializer->type != EXPR_STRING)
		return false;
	text = s->initializer->string;
	return text->length == current->ident->len + 1U &&
	       !memcmp(text->data, current->ident->name, current->ident->len);
}
