// SPDX-License-Identifier: GPL-2.0-or-later
/* A unit: parsed by sparse, and what of it is needed lowered. */
#include "tree.h"

#include "frontend/clang_lower.h"

#include <errno.h>
#include <stdlib.h>

#include "base/intern.h"
#include "base/str.h"
#include "facts/source.h"
#include "place.h"
#include "unit.h"

const char *clang_version(void)
{
	return intern_f("sparse %s", sparse_version);
}

/* ---- options of the kernel ---- */

static const struct sp_symbol *macro_named(const char *name)
{
	for (const struct sp_symbol *s = built_in_ident(name)->symbols; s; s = s->next_id)
		if (s->namespace == NS_MACRO)
			return s->arglist ? NULL : s;
	return NULL;
}

/* The first word of what the macro stands for; NULL when there is no such macro. */
static const char *macro_value(const char *name)
{
	const struct sp_symbol *m = macro_named(name);
	const struct token *t = m ? m->expansion : NULL;

	if (!t)
		return NULL;
	switch (t->pos.type) {
	case TOKEN_NUMBER:
		return intern(t->number);
	case TOKEN_STRING:
		return intern_n(t->string->data, t->string->length ? t->string->length - 1 : 0);
	case TOKEN_IDENT:
	case TOKEN_ZERO_IDENT:
		return intern_n(t->ident->name, t->ident->len);
	default:
		return intern("");
	}
}

static void add_option(struct cunit *u, const char *name)
{
	struct option *o = &u->unit.options[u->unit.noptions];
	const char *value;
	size_t n;

	if (*name == '?') {
		n = strcspn(name, "=");
		if (!name[n] && !macro_mentions(name + 1))
			return;
		*o = (struct option){intern_n(name, n), intern("y")};
		u->unit.noptions++;
		return;
	}
	value = macro_value(intern_f("CONFIG_%s", name));
	if (!value && macro_named(intern_f("CONFIG_%s_MODULE", name)))
		value = "m";
	if (!value)
		return;
	*o = (struct option){name, intern(!strcmp(value, "1") ? "y" : value)};
	u->unit.noptions++;
}

static int read_options(struct cunit *u)
{
	struct name_list names = {};
	int ret = unit_option_names(u->u->options, &names, u->err);

	u->unit.options = arena_array(&u->arena, struct option, names.n);
	for (size_t i = 0; !ret && i < names.n; i++)
		add_option(u, names.v[i]);
	vec_free(&names);
	return ret;
}

/* ---- what is at the top ---- */

static void see(struct cunit *u, struct sp_symbol *s)
{
	bool is_static = s->ctype.modifiers & MOD_STATIC;

	if (!s->ident || s->namespace != NS_SYMBOL)
		return;
	if (is_function_symbol(s) ? !s->definition : !s->initializer)
		return;
	if (!is_function_symbol(s))
		vec_push(&u->objects, cursor_of_symbol(s));
	if (!is_static)
		symbol_need(u, symbol_of(u, cursor_of_symbol(s)));
	else if (attribute_of(s, MARK_USED))
		symbol_of(u, cursor_of_symbol(s));
}

static void need_alias(struct cunit *u, struct sp_symbol *s)
{
	struct symbol *alias = symbol_of(u, cursor_of_symbol(s));

	if (alias->alias)
		need_function(u, alias->alias);
	symbol_need(u, alias);
}

static void see_aliases(struct cunit *u)
{
	struct sp_symbol_vec found = {};

	attributes_aliases(&found);
	for (size_t i = 0; i < found.n; i++)
		if (is_function_symbol(found.v[i]))
			need_alias(u, found.v[i]);
	vec_free(&found);
}

/*
 * The types in the object or function.  Of an inline one sparse would make a
 * copy first, where labels of assembly are lost; nobody else needs the body as
 * it was.
 */
static void evaluate(struct sp_symbol *fn)
{
	struct expression *e = alloc_expression(fn->pos, EXPR_TYPE);
	struct sp_symbol *type = fn->ctype.base_type;

	if (is_function_symbol(fn) && type->inline_stmt && type->stmt != type->inline_stmt) {
		type->stmt = type->inline_stmt;
		fn->evaluated = 0;
	}
	e->sp_symbol = fn;
	evaluate_expression(e);
}

static void lower_needed(struct cunit *u)
{
	for (size_t i = 0; i < u->queue.n && !u->ret; i++) {
		struct symbol *s = u->queue.v[i];
		struct sp_symbol *sp = (struct sp_symbol *)s->decl.data[0];

		s->order = (uint32_t)i;
		if (s->decl.kind !=
		    CXCursor_CompoundLiteralExpr) /* the object around it has been */
			evaluate(sp);
		if (!s->is_function) {
			add_rows(u, s);
			continue;
		}
		cursor_function(sp);
		lower_function(u, s);
	}
}

/* ---- the unit's end ---- */

static int by_place(const void *a, const void *b)
{
	const struct function *f = a, *g = b;
	int files = strcmp(f->place.file ? f->place.file : "", g->place.file ? g->place.file : "");

	if (files)
		return files;
	if (f->place.line != g->place.line)
		return f->place.line < g->place.line ? -1 : 1;
	return strcmp(f->symbol, g->symbol);
}

static void finish(struct cunit *u)
{
	size_t n = u->functions.n;

	u->unit.functions = arena_copy(&u->arena, u->functions.v, n * sizeof(*u->functions.v));
	if (n)
		qsort(u->unit.functions, n, sizeof(*u->unit.functions), by_place);
	u->unit.nfunctions = (uint32_t)n;
	u->unit.nrows = (uint32_t)u->rows.n;
	u->unit.rows = arena_copy(&u->arena, u->rows.v, u->rows.n * sizeof(*u->rows.v));
	unit_references(u);
}

static void list_reads(struct buf *out)
{
	struct map seen = {};

	for (int i = 1; i < input_stream_nr; i++) {
		const char *name = input_streams[i].name;

		/* what sparse defines itself has a name and is no file */
		if (!name || input_streams[i].fd < 0 || map_get(&seen, intern(name), 0) ||
		    starts(name, "/proc/self/"))
			continue;
		map_put(&seen, intern(name), 0, (void *)name);
		buf_printf(out, "%s\n", name);
	}
	map_free(&seen);
}

int unit_lower(const struct clang_unit *unit, const char *source, struct symbol_list *list,
	       struct clang_facts *facts, struct error *err)
{
	struct cunit u = {.u = unit, .err = err};
	struct sp_symbol *s;

	memset(facts, 0, sizeof(*facts));
	arena_init(&u.arena);
	arena_init(&u.scratch);
	unit_begin(&u, source, "unknown", clang_version());
	u.pointer_bits = (uint8_t)bits_in_pointer;
	u.pushes = !strcmp(u.unit.arch, "x86");
	FOR_EACH_PTR(list, s)
	{
		see(&u, s);
	}
	END_FOR_EACH_PTR(s);
	see_aliases(&u);
	lower_needed(&u);
	if (!u.ret)
		u.ret = read_options(&u);
	if (!u.ret) {
		finish(&u);
		list_reads(&facts->reads);
		facts->arena = u.arena;
		facts->unit = u.unit;
		facts->unit.arena = &facts->arena;
	} else {
		arena_free(&u.arena);
	}
	unit_end(&u);
	return u.ret;
}
