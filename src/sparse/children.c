// SPDX-License-Identifier: GPL-2.0-or-later
/* What each part of the tree consists of. */
#include "view.h"

struct visitor {
	CXCursor parent;
	CXCursorVisitor visit;
	CXClientData data;
	bool stopped;
};

static void child(struct visitor *v, CXCursor c)
{
	if (v->stopped || clang_Cursor_isNull(c))
		return;
	switch (v->visit(c, v->parent, v->data)) {
	case CXChildVisit_Break:
		v->stopped = true;
		break;
	case CXChildVisit_Recurse:
		v->stopped = clang_visitChildren(c, v->visit, v->data);
		break;
	default:
		break;
	}
}

static void child_expression(struct visitor *v, struct expression *e)
{
	child(v, cursor_of_expression(e));
}

/* The number of elements in what counts bytes. */
static CXCursor cursor_of_index(struct expression *index, struct sp_symbol *pointer)
{
	struct sp_symbol *to = strip_type(pointer);
	unsigned long size;

	to = to ? to->ctype.base_type : NULL;
	size = to && to->bit_size > 0 ? bits_to_bytes((unsigned int)to->bit_size) : 1;
	if (size <= 1)
		return cursor_of_expression(index);
	if (index->type == EXPR_BINOP && index->op == '*' && index->right->type == EXPR_VALUE &&
	    index->right->value == size)
		return cursor_of_expression(index->left);
	return make(CXCursor_IntegerLiteral, VIEW_INDEX, index, (void *)size, NULL);
}

static void children_of_binary(struct visitor *v, struct expression *e)
{
	struct expression *right = e->right;

	child_expression(v, e->left);
	if (e->type != EXPR_COMPARE && e->type != EXPR_LOGICAL && e->type != EXPR_COMMA &&
	    is_pointer(e->ctype) && e->op != '=') {
		child(v, cursor_of_index(right, e->left->ctype));
		return;
	}
	/* how far something is shifted loses its sign for nothing */
	if (e->op == SPECIAL_SHL_ASSIGN || e->op == SPECIAL_SHR_ASSIGN)
		while (right->type == EXPR_IMPLIED_CAST &&
		       right->cast_expression->ctype->bit_size >= bits_in_int)
			right = right->cast_expression;
	child_expression(v, right);
}

/* What is tested, without the conversion that makes it as wide as the 0. */
static struct expression *truth_of(struct expression *e)
{
	struct expression *x = e->left;

	return x->type == EXPR_IMPLIED_CAST ? x->cast_expression : x;
}

static void children_of_choice(struct visitor *v, struct expression *e)
{
	if (!e->cond_true) { /* the value twice, and the test of it */
		child_expression(v, e->conditional);
		child_expression(v, e->conditional);
		child_expression(v, e->conditional);
	} else {
		child_expression(v, e->conditional);
		child_expression(v, e->cond_true);
	}
	child_expression(v, e->cond_false);
}

static void children_of_decayed(struct visitor *v, struct expression *e)
{
	if (is_function_name(e))
		child(v, make(CXCursor_UnexposedExpr, VIEW_NAME, e, NULL, NULL));
	else
		child(v, cursor_of_object(e, NULL));
}

static void children_of_call(struct visitor *v, struct expression *e)
{
	struct expression *arg;

	child_expression(v, e->fn);
	FOR_EACH_PTR(e->args, arg)
	{
		child_expression(v, arg);
	}
	END_FOR_EACH_PTR(arg);
}

static void children_of_list(struct visitor *v, struct expression_list *list)
{
	struct expression *e;

	FOR_EACH_PTR(list, e)
	{
		child_expression(v, e->type == EXPR_POS ? e->init_expr : e);
	}
	END_FOR_EACH_PTR(e);
}

static void children_of_plain(struct visitor *v, struct expression *e)
{
	switch (e->type) {
	case EXPR_INITIALIZER:
		children_of_list(v, e->expr_list);
		break;
	case EXPR_SYMBOL:
		if (!is_function_symbol(e->sp_symbol))
			children_of_decayed(v, e);
		break;
	case EXPR_BINOP:
		if (is_member_address(e))
			child(v, cursor_of_object(e, NULL));
		else if (is_decayed_element(e))
			child(v, make(CXCursor_UnaryOperator, VIEW_SUM, e, NULL, NULL));
		else
			children_of_binary(v, e);
		break;
	case EXPR_COMPARE:
		if (is_truth_of(e)) {
			child_expression(v, truth_of(e));
			break;
		}
		/* fall through */
	case EXPR_LOGICAL:
	case EXPR_COMMA:
	case EXPR_ASSIGNMENT:
		children_of_binary(v, e);
		break;
	case EXPR_PREOP:
	case EXPR_POSTOP:
		child_expression(v, e->unop);
		break;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		child_expression(v, e->cast_expression);
		break;
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		children_of_choice(v, e);
		break;
	case EXPR_STATEMENT:
		child(v, cursor_of_statement(e->statement));
		break;
	case EXPR_CALL:
		children_of_call(v, e);
		break;
	case EXPR_LABEL:
		child(v, make(CXCursor_LabelRef, VIEW_LABEL, e->label_symbol, NULL, NULL));
		break;
	case EXPR_SLICE:
		child_expression(v, e->base);
		break;
	default:
		break;
	}
}

/* What a member or a pointer is looked at from: the object around, or the pointer. */
static CXCursor cursor_of_base(struct expression *base)
{
	if (base->ctype == &lazy_ptr_ctype)
		return cursor_of_object(base, NULL);
	return cursor_of_expression(base);
}

static void children_of_object(struct visitor *v, CXCursor c)
{
	struct expression *address = expression_in(c);

	if (c.kind == CXCursor_MemberRefExpr)
		child(v, cursor_of_base(address->left));
	else if (c.kind == CXCursor_CompoundLiteralExpr)
		child_expression(v, address->sp_symbol->initializer);
	else if (is_member_address(address)) /* of no member that is known */
		child(v, make(CXCursor_UnaryExpr, VIEW_PLAIN, address, NULL, NULL));
	else if (c.kind == CXCursor_UnaryOperator)
		child_expression(v, address);
}

static void children_of_loop(struct visitor *v, struct statement *s)
{
	if (s->iterator_post_condition) {
		child(v, cursor_of_statement(s->iterator_statement));
		child_expression(v, s->iterator_post_condition);
		return;
	}
	if (s->iterator_syms)
		child(v, make(CXCursor_DeclStmt, VIEW_SYMBOLS, s->iterator_syms, s, NULL));
	else
		child(v, cursor_of_statement(s->iterator_pre_statement));
	child_expression(v, s->iterator_pre_condition);
	child(v, cursor_of_statement(s->iterator_post_statement));
	child(v, cursor_of_statement(s->iterator_statement));
}

static void children_of_symbols(struct visitor *v, struct symbol_list *list)
{
	struct sp_symbol *s;

	FOR_EACH_PTR(list, s)
	{
		child(v, cursor_of_symbol(s));
	}
	END_FOR_EACH_PTR(s);
}

static void children_of_asm(struct visitor *v, struct asm_operand_list *list)
{
	struct asm_operand *o;

	FOR_EACH_PTR(list, o)
	{
		struct expression *e = o->expr;

		if (!o->is_memory || !e)
			child_expression(v, e);
		else if (e->type == EXPR_PREOP && e->op == '&') /* no lvalue */
			child_expression(v, e->unop);
		else
			child(v, cursor_of_object(e, NULL));
	}
	END_FOR_EACH_PTR(o);
}

static void children_of_statement(struct visitor *v, struct statement *s)
{
	struct statement *inner;

	switch (s->type) {
	case STMT_DECLARATION:
		children_of_symbols(v, s->declaration);
		break;
	case STMT_COMPOUND:
		FOR_EACH_PTR(s->stmts, inner)
		{
			child(v, cursor_of_statement(inner));
		}
		END_FOR_EACH_PTR(inner);
		break;
	case STMT_IF:
		child_expression(v, s->if_conditional);
		child(v, cursor_of_statement(s->if_true));
		child(v, cursor_of_statement(s->if_false));
		break;
	case STMT_RETURN:
		child_expression(v, s->ret_value);
		break;
	case STMT_CASE:
		child_expression(v, s->case_expression);
		child_expression(v, s->case_to);
		child(v, cursor_of_statement(s->case_statement));
		break;
	case STMT_SWITCH:
		child_expression(v, s->switch_expression);
		child(v, cursor_of_statement(s->switch_statement));
		break;
	case STMT_ITERATOR:
		children_of_loop(v, s);
		break;
	case STMT_LABEL:
		child(v, cursor_of_statement(s->label_statement));
		break;
	case STMT_GOTO:
		if (s->goto_label)
			child(v, make(CXCursor_LabelRef, VIEW_LABEL, s->goto_label, NULL, NULL));
		else
			child_expression(v, s->goto_expression);
		break;
	case STMT_ASM:
		children_of_asm(v, s->asm_outputs);
		children_of_asm(v, s->asm_inputs);
		break;
	default:
		break;
	}
}

unsigned int clang_visitChildren(CXCursor c, CXCursorVisitor visit, CXClientData data)
{
	struct visitor v = {.parent = c, .visit = visit, .data = data};

	if (c.kind == CXCursor_FunctionDecl)
		child(&v, cursor_of_statement(symbol_in(c)->ctype.base_type->stmt));
	else if (c.xdata == VIEW_SYMBOLS)
		children_of_symbols(&v, (struct symbol_list *)c.data[0]);
	else if (c.xdata == VIEW_FIRST)
		child(&v, cursor_of_object(expression_in(c), NULL));
	else if (c.xdata == VIEW_SUM && c.kind == CXCursor_UnaryOperator)
		child(&v, make(CXCursor_BinaryOperator, VIEW_SUM, c.data[0], NULL, NULL));
	else if (c.xdata == VIEW_SUM)
		children_of_binary(&v, expression_in(c));
	else if (c.xdata == VIEW_NAME)
		child(&v, cursor_of_object(expression_in(c), NULL));
	else if (clang_isStatement(c.kind))
		children_of_statement(&v, statement_in(c));
	else if (clang_isExpression(c.kind) && c.xdata == VIEW_OBJECT)
		children_of_object(&v, c);
	else if (clang_isExpression(c.kind) && c.xdata == VIEW_PLAIN)
		children_of_plain(&v, expression_in(c));
	return v.stopped;
}
