// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Integers that expressions are.  sparse's own evaluation changes the tree,
 * and inlines functions on the way.
 */
#include "tree.h"

#include <string.h>

#include "base/intern.h"
#include "base/str.h"

static int64_t wrapped(uint64_t v, struct sp_symbol *t)
{
	int bits;

	t = strip_type(t);
	if (!t || t->type == SYM_PTR)
		bits = t ? bits_in_pointer : 64;
	else if (t == &bool_ctype)
		return v != 0;
	else
		bits = t->bit_size;
	if (bits <= 0 || bits >= 64)
		return (int64_t)v;
	v &= ((uint64_t)1 << bits) - 1;
	if (is_signed_type(t) && v >> (bits - 1))
		v |= ~(((uint64_t)1 << bits) - 1);
	return (int64_t)v;
}

static bool is_unsigned(struct sp_symbol *t)
{
	t = strip_type(t);
	return t && !is_signed_type(t);
}

/* __builtin_types_compatible_p() */
static bool compare_types(struct expression *e, int64_t *value)
{
	struct ctype a = {.base_type = e->left->sp_symbol}, b = {.base_type = e->right->sp_symbol};
	unsigned long ignored = MOD_QUALIFIER | MOD_ATOMIC | MOD_NODEREF | MOD_NOCAST;
	bool is_same;

	if (e->left->type != EXPR_TYPE || e->right->type != EXPR_TYPE)
		return false;
	is_same = !type_difference(&a, &b, ignored, ignored);
	*value = e->op == SPECIAL_EQUAL ? is_same : !is_same;
	return e->op == SPECIAL_EQUAL || e->op == SPECIAL_NOTEQUAL;
}

static bool compare(struct expression *e, int64_t *value)
{
	int64_t a, b;
	bool less;

	if (compare_types(e, value))
		return true;
	if (!expression_constant(e->left, &a) || !expression_constant(e->right, &b))
		return false;
	less = is_unsigned(e->left->ctype) ? (uint64_t)a < (uint64_t)b : a < b;
	switch (e->op) {
	case SPECIAL_EQUAL:
		*value = a == b;
		return true;
	case SPECIAL_NOTEQUAL:
		*value = a != b;
		return true;
	case '<':
	case SPECIAL_UNSIGNED_LT:
		*value = less;
		return true;
	case '>':
	case SPECIAL_UNSIGNED_GT:
		*value = !less && a != b;
		return true;
	case SPECIAL_LTE:
	case SPECIAL_UNSIGNED_LTE:
		*value = less || a == b;
		return true;
	case SPECIAL_GTE:
	case SPECIAL_UNSIGNED_GTE:
		*value = !less;
		return true;
	default:
		return false;
	}
}

static bool divide(int op, int64_t a, int64_t b, bool without_sign, uint64_t *v)
{
	if (!b || (!without_sign && b == -1))
		return false;
	if (without_sign)
		*v = op == '/' ? (uint64_t)a / (uint64_t)b : (uint64_t)a % (uint64_t)b;
	else
		*v = (uint64_t)(op == '/' ? a / b : a % b);
	return true;
}

static bool binary(struct expression *e, int64_t *value)
{
	bool without_sign = is_unsigned(e->ctype);
	int64_t a, b;
	uint64_t v;

	if (!expression_constant(e->left, &a) || !expression_constant(e->right, &b))
		return false;
	switch (e->op) {
	case '+':
		v = (uint64_t)a + (uint64_t)b;
		break;
	case '-':
		v = (uint64_t)a - (uint64_t)b;
		break;
	case '*':
		v = (uint64_t)a * (uint64_t)b;
		break;
	case '/':
	case '%':
		if (!divide(e->op, a, b, without_sign, &v))
			return false;
		break;
	case '&':
		v = (uint64_t)a & (uint64_t)b;
		break;
	case '|':
		v = (uint64_t)a | (uint64_t)b;
		break;
	case '^':
		v = (uint64_t)a ^ (uint64_t)b;
		break;
	case SPECIAL_LEFTSHIFT:
		v = b >= 0 && b < 64 ? (uint64_t)a << b : 0;
		break;
	case SPECIAL_RIGHTSHIFT:
		if (b < 0 || b > 63)
			return false;
		v = without_sign ? (uint64_t)a >> b : (uint64_t)(a >> b);
		break;
	default:
		return false;
	}
	*value = wrapped(v, e->ctype);
	return true;
}

static bool logical(struct expression *e, int64_t *value)
{
	bool and = e->op == SPECIAL_LOGICAL_AND;
	int64_t a;

	if (!expression_constant(e->left, &a))
		return false;
	if (!a == and) {
		*value = !and;
		return true;
	}
	if (!expression_constant(e->right, &a))
		return false;
	*value = a != 0;
	return true;
}

static bool choice(struct expression *e, int64_t *value)
{
	int64_t test;

	if (!expression_constant(e->conditional, &test))
		return false;
	if (test && !e->cond_true)
		*value = test;
	return (test && !e->cond_true) ||
	       expression_constant(test ? e->cond_true : e->cond_false, value);
}

static bool unary(struct expression *e, int64_t *value)
{
	int64_t a;

	if (e->op == '*' || e->op == '&' || !expression_constant(e->unop, &a))
		return false;
	switch (e->op) {
	case '(':
	case '+':
		*value = a;
		return true;
	case '-':
		*value = wrapped(-(uint64_t)a, e->ctype);
		return true;
	case '~':
		*value = wrapped(~(uint64_t)a, e->ctype);
		return true;
	case '!':
		*value = !a;
		return true;
	default:
		return false;
	}
}

/* ---- built-in functions that are numbers when their argument is one ---- */

static const char *builtin_name(struct expression *e)
{
	struct expression *fn = e->fn;
	const char *name;

	while (fn->type == EXPR_PREOP && fn->op == '*')
		fn = fn->unop;
	if (fn->type != EXPR_SYMBOL || !fn->sp_symbol || !fn->sp_symbol->ident)
		return NULL;
	name = intern_n(fn->sp_symbol->ident->name, fn->sp_symbol->ident->len);
	return starts(name, "__builtin_") ? name + strlen("__builtin_") : NULL;
}

static bool count_bits(const char *name, uint64_t v, unsigned int bits, int64_t *value)
{
	if (bits < 64)
		v &= ((uint64_t)1 << bits) - 1;
	if (starts(name, "ffs"))
		*value = __builtin_ffsll((long long)v);
	else if (starts(name, "popcount"))
		*value = __builtin_popcountll(v);
	else if (starts(name, "parity"))
		*value = __builtin_parityll(v);
	else if (v && starts(name, "clz"))
		*value = __builtin_clzll(v) - (64 - (int)bits);
	else if (v && starts(name, "ctz"))
		*value = __builtin_ctzll(v);
	else
		return false;
	return true;
}

static bool call(struct expression *e, int64_t *value)
{
	struct expression *arg = first_expression(e->args);
	const char *name = builtin_name(e);
	int64_t v;

	if (!name || !arg)
		return false;
	if (!strcmp(name, "constant_p")) {
		*value = expression_constant(arg, value);
		return *value;
	}
	if (!expression_constant(arg, &v))
		return false;
	*value = v;
	if (starts(name, "expect"))
		return true;
	if (!strcmp(name, "bswap16"))
		*value = __builtin_bswap16((uint16_t)v);
	else if (!strcmp(name, "bswap32"))
		*value = __builtin_bswap32((uint32_t)v);
	else if (!strcmp(name, "bswap64"))
		*value = (int64_t)__builtin_bswap64((uint64_t)v);
	else
		return arg->ctype->bit_size > 0 &&
		       count_bits(name, (uint64_t)v, (unsigned int)arg->ctype->bit_size, value);
	return true;
}

/* ---- all ---- */

bool expression_constant(struct expression *e, int64_t *value)
{
	struct expression *inner;

	if (!e || !e->ctype)
		return false;
	switch (e->type) {
	case EXPR_VALUE:
		*value = wrapped(e->value, e->ctype);
		return true;
	case EXPR_CAST:
	case EXPR_FORCE_CAST:
	case EXPR_IMPLIED_CAST:
		inner = e->cast_expression;
		if (!is_integral_type(e->ctype) || !expression_constant(inner, value))
			return false;
		*value = wrapped((uint64_t)*value, e->ctype);
		return true;
	case EXPR_COMPARE:
		return compare(e, value);
	case EXPR_BINOP:
		return !is_member_address(e) && binary(e, value);
	case EXPR_LOGICAL:
		return logical(e, value);
	case EXPR_CONDITIONAL:
	case EXPR_SELECT:
		return choice(e, value);
	case EXPR_PREOP:
		return unary(e, value);
	case EXPR_CALL:
		return call(e, value);
	default:
		return false;
	}
}

/* ---- as lowering asks ---- */

struct number {
	int64_t value;
	bool without_sign;
};

CXEvalResult clang_Cursor_Evaluate(CXCursor c)
{
	static struct number n; /* one is looked at before the next is asked for */
	struct expression *e = (struct expression *)c.data[0];

	if (!clang_isExpression(c.kind) || (c.xdata != VIEW_PLAIN && c.xdata != VIEW_INDEX) ||
	    !expression_constant(e, &n.value))
		return NULL;
	n.without_sign = is_unsigned(e->ctype);
	if (c.xdata == VIEW_INDEX) {
		n.value /= (int64_t)(uintptr_t)c.data[1];
		n.without_sign = false;
	}
	return &n;
}

CXEvalResultKind clang_EvalResult_getKind(CXEvalResult r)
{
	return r ? CXEval_Int : CXEval_UnExposed;
}

long long clang_EvalResult_getAsLongLong(CXEvalResult r)
{
	return r->value;
}

unsigned int clang_EvalResult_isUnsignedInt(CXEvalResult r)
{
	return r->without_sign;
}

unsigned long long clang_EvalResult_getAsUnsigned(CXEvalResult r)
{
	return (unsigned long long)r->value;
}

void clang_EvalResult_dispose(CXEvalResult r)
{
	(void)r;
}
