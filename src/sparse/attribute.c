// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Attributes that sparse's parser skips: sections, aliases, how a function is
 * inlined.  The parser asks a keyword's own function to read its attribute, so
 * ours stands in its place, and hangs what it read where sparse keeps a
 * variable's cleanup function, which goes with the declaration.
 */
#include "tree.h"

#include <string.h>

#include <scope.h>

#include "base/intern.h"

static const char *const names[MARKS][2] = {
	[MARK_SECTION] = {"section", "__section__"},
	[MARK_ALIAS] = {"alias", "__alias__"},
	[MARK_WEAK] = {"weak", "__weak__"},
	[MARK_USED] = {"used", "__used__"},
	[MARK_ALWAYS_INLINE] = {"always_inline", "__always_inline__"},
	[MARK_NOINLINE] = {"noinline", "__noinline__"},
	[MARK_CLEANUP] = {"cleanup", "__cleanup__"},
};

static bool has_aliases;

static enum mark_kind kind_named(const struct ident *id)
{
	for (int k = 0; k < MARKS; k++)
		for (int i = 0; i < 2; i++)
			if (strlen(names[k][i]) == id->len &&
			    !memcmp(names[k][i], id->name, id->len))
				return (enum mark_kind)k;
	return MARKS;
}

static bool is_op(const struct token *t, unsigned int op)
{
	return t->pos.type == TOKEN_SPECIAL && t->special == op;
}

/* Marks of a declaration hang on each other by their left sides; the kind is in op. */
static struct token *read_mark(struct token *token, struct sp_symbol *attr, struct decl_state *ctx)
{
	struct expression *arg = NULL, *mark = alloc_expression(token->pos, EXPR_COMMA);

	mark->op = (int)kind_named(attr->ident);
	if (is_op(token, '('))
		token = parens_expression(token, &arg, "in attribute");
	mark->left = ctx->cleanup;
	mark->right = arg;
	ctx->cleanup = mark;
	has_aliases |= mark->op == MARK_ALIAS;
	return token;
}

/*
 * sparse says that this is a constant whatever its argument, and puts a number
 * in its place as soon as something asks: what only an optimiser knows is no
 * number here.
 */
static int evaluate_constant_p(struct expression *e)
{
	const struct expression *arg = first_expression(e->args);

	e->ctype = &int_ctype;
	if (arg && (arg->flags & CEF_ICE))
		e->flags |= CEF_SET_ICE;
	return 1;
}

void attributes_watch_constants(void)
{
	static struct symbol_op op;
	struct sp_symbol *s = lookup_symbol(built_in_ident("__builtin_constant_p"), NS_SYMBOL);

	if (!s || !s->op)
		return;
	op = *s->op;
	op.evaluate = evaluate_constant_p;
	s->op = &op;
}

static struct symbol_op mark_op = {.attribute = read_mark};

/* ---- vectors ---- */

/* To sparse one is a record of its numbers. */
static long long vector_bytes;
static struct ident *vector_ident;

static struct sp_symbol *to_vector(struct sp_symbol *base)
{
	struct sp_symbol *v = alloc_symbol(base->pos, SYM_STRUCT);
	struct sp_symbol *array = alloc_symbol(base->pos, SYM_ARRAY);
	struct sp_symbol *member = alloc_symbol(base->pos, SYM_NODE);
	long long size;

	examine_symbol_type(base);
	size = base->bit_size > 0 ? bits_to_bytes(base->bit_size) : 1;
	array->ctype.base_type = base;
	array->array_size = alloc_const_expression(base->pos, (int)(vector_bytes / size));
	member->ident = vector_ident;
	member->ctype.base_type = array;
	/* add_symbol() looks at the list's first element for its type, and there is none */
	__add_ptr_list((struct ptr_list **)&v->symbol_list, member);
	v->ctype.alignment = (unsigned long)vector_bytes;
	v->endpos = v->pos;
	return v;
}

bool is_vector(const struct sp_symbol *record)
{
	const struct sp_symbol *first = first_symbol(record->symbol_list);

	return first && first->ident && first->ident == vector_ident;
}

static struct token *read_vector(struct token *token, struct sp_symbol *attr,
				 struct decl_state *ctx)
{
	static struct symbol_op to_vector_op = {.to_mode = to_vector};
	struct expression *arg = NULL;

	(void)attr;
	if (is_op(token, '('))
		token = parens_expression(token, &arg, "in attribute");
	vector_bytes = arg ? const_expression_value(arg) : 0;
	if (vector_bytes > 0)
		ctx->mode = &to_vector_op;
	return token;
}

static struct symbol_op vector_op = {.attribute = read_vector};

static void watch(const char *name, struct symbol_op *op)
{
	struct sp_symbol *s = create_symbol(0, name, SYM_KEYWORD, NS_KEYWORD);

	s->ident->keyword = 1;
	s->op = op;
}

void attributes_watch(void)
{
	for (int k = 0; k < MARKS; k++)
		for (int i = 0; i < 2; i++)
			watch(names[k][i], &mark_op);
	vector_ident = built_in_ident("a vector");
	watch("vector_size", &vector_op);
	watch("__vector_size__", &vector_op);
}

static const char *text_of(const struct expression *e)
{
	while (e && e->type == EXPR_PREOP)
		e = e->unop;
	if (e && e->type == EXPR_STRING)
		return intern_n(e->string->data, e->string->length ? e->string->length - 1 : 0);
	if (e && e->type == EXPR_SYMBOL && e->symbol_name)
		return intern_n(e->symbol_name->name, e->symbol_name->len);
	return "";
}

const char *attribute_of(const struct sp_symbol *s, enum mark_kind kind)
{
	for (const struct expression *m = s->cleanup; m && m->type == EXPR_COMMA; m = m->left)
		if (m->op == (int)kind)
			return text_of(m->right);
	return NULL;
}

static void find_aliases(struct sp_symbol_vec *found, struct scope *scope)
{
	struct sp_symbol *s;

	FOR_EACH_PTR(scope->symbols, s)
	{
		if (s->namespace == NS_SYMBOL && attribute_of(s, MARK_ALIAS))
			vec_push(found, s);
	}
	END_FOR_EACH_PTR(s);
}

/* The attribute may stand before there is a name: so all that is declared is gone through. */
void attributes_aliases(struct sp_symbol_vec *found)
{
	if (!has_aliases)
		return;
	find_aliases(found, global_scope);
	find_aliases(found, file_scope);
}
