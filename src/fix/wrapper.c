// SPDX-License-Identifier: GPL-2.0-or-later
#include "wrapper.h"

#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

#define WIDTH 80 /* of a line, in columns */
#define TAB 8

static int no_type(const char *what, struct error *err)
{
	return error_set(err, EINVAL, "the type of %s is not known", what);
}

static bool lone_token(const struct csource *s, size_t first, size_t end)
{
	return next_code(s, first + 1, end) >= end;
}

/* The one word that stands there, or NULL. */
static const char *lone_word(const struct csource *s, size_t first, size_t end)
{
	if (!lone_token(s, first, end) || s->tokens.v[first].kind != TOKEN_WORD)
		return NULL;
	return token_text(s, first);
}

static const char *slice(const struct csource *s, size_t first, size_t end)
{
	size_t last = previous_code(s, end, first);

	return csource_slice(s, s->tokens.v[first].start, s->tokens.v[last].end);
}

static struct wrapper_param *param_of(struct wrapper *w, const char *name)
{
	for (size_t i = 0; i < w->nparams; i++)
		if (w->params[i].name == name)
			return &w->params[i];
	return NULL;
}

static int add_param(struct wrapper *w, const char *type, const char *name, const char *value,
		     struct error *err)
{
	const struct wrapper_param *p = param_of(w, name);

	if (p && p->value == value)
		return 0;
	if (p || w->nparams == sizeof(w->params) / sizeof(*w->params))
		return error_set(err, EINVAL, "the wrapper would take too much: %s", name);
	w->params[w->nparams++] = (struct wrapper_param){type, name, value};
	return 0;
}

/* The '&' at i is no operation of two values. */
static bool is_address(const struct csource *s, size_t i, size_t first)
{
	size_t before = previous_code(s, i, first);

	return token_is(s, i, "&") &&
	       (before == i || (s->tokens.v[before].kind == TOKEN_PUNCT &&
				!token_is(s, before, ")") && !token_is(s, before, "]")));
}

/* Locals of the caller that are named in [first, end) become parameters. */
static int take_locals(struct wrapper *w, const struct csource *s, const struct cfunction *f,
		       size_t first, size_t end, struct error *err)
{
	int ret = 0;

	for (size_t i = next_code(s, first, end); i < end && !ret; i = next_code(s, i + 1, end)) {
		size_t before = previous_code(s, i, first);
		const char *type, *name;

		if (s->tokens.v[i].kind != TOKEN_WORD ||
		    (before < i && (token_is(s, before, "->") || token_is(s, before, "."))))
			continue;
		name = token_text(s, i);
		ret = declared_local(s, f, i, name, &type, err);
		if (type && before < i && is_address(s, before, first))
			ret = error_set(err, EINVAL, "&%s would be that of a copy", name);
		if (!ret && type)
			ret = add_param(w, type, name, name, err);
	}
	return ret;
}

/* The last name in an expression: of x->y.z it is z. */
static const char *last_word(const struct csource *s, size_t first, size_t end)
{
	const char *word = "value";

	for (size_t i = first; i < end; i++)
		if (s->tokens.v[i].kind == TOKEN_WORD)
			word = token_text(s, i);
	return word;
}

static bool has_call(const struct csource *s, size_t first, size_t end)
{
	for (size_t i = first; i < end; i++)
		if (token_is(s, i, "("))
			return true;
	return false;
}

/* One argument: appends to text what stands for it in the wrapper. */
static int take_arg(struct wrapper *w, const struct csource *s, const struct cfunction *f,
		    size_t first, size_t end, const struct declared_param *p, struct buf *text,
		    struct error *err)
{
	const char *value = slice(s, first, end), *name;

	if (!p || lone_token(s, first, end)) {
		if (!p && has_call(s, first, end))
			return error_set(err, EINVAL, "%s would be evaluated in the wrapper",
					 value);
		buf_puts(text, value);
		return take_locals(w, s, f, first, end, err);
	}
	name = p->name ? p->name : last_word(s, first, end);
	buf_puts(text, name);
	return add_param(w, p->type, name, value, err);
}

static int take_args(struct wrapper *w, const struct csource *s, const struct cfunction *f,
		     const struct call_stmt *c, const struct declared *d, struct error *err)
{
	struct buf text = {};
	int ret = take_locals(w, s, f, c->callee, c->callee_end, err);

	buf_printf(&text, "%s(", slice(s, c->callee, c->callee_end));
	for (size_t i = 0; i < c->nargs && !ret; i++) {
		if (i)
			buf_puts(&text, ", ");
		ret = take_arg(w, s, f, c->args[i].first, c->args[i].end,
			       d && i < d->nparams ? &d->params[i] : NULL, &text, err);
	}
	buf_putc(&text, ')');
	w->call = intern(text.s);
	buf_free(&text);
	return ret;
}

int wrapper_make(const struct csource *s, const struct cfunction *f, const struct call_stmt *c,
		 const struct buf *declarations, struct wrapper *w, struct error *err)
{
	const char *callee = lone_word(s, c->callee, c->callee_end), *to;
	struct declared d;
	bool known = callee && declared_function(declarations, callee, &d);
	int ret;

	w->is_guessed = !known;
	if (c->target < c->target_end) {
		w->result = slice(s, c->target, c->target_end);
		to = lone_word(s, c->target, c->target_end);
		w->type = known ? d.type : NULL;
		if (!known && to) {
			ret = declared_local(s, f, c->target, to, &w->type, err);
			if (ret)
				return ret;
		}
		if (!w->type)
			return no_type(w->result, err);
	} else {
		w->type = "void";
	}
	return take_args(w, s, f, c, known ? &d : NULL, err);
}

/* ---- text ---- */

/* To the column, with tabs and blanks, on a new line. */
static void new_line(struct buf *b, size_t column)
{
	buf_putc(b, '\n');
	for (size_t i = 0; i < column / TAB; i++)
		buf_putc(b, '\t');
	for (size_t i = 0; i < column % TAB; i++)
		buf_putc(b, ' ');
}

/* HEAD(ITEM, ITEM): on one line, or as many below each other as it takes. */
static void listed(struct buf *b, const char *head, const char *const *items, size_t n,
		   size_t column, const char *none)
{
	size_t begin, at;

	buf_printf(b, "%s(%s", head, n ? "" : none);
	begin = at = columns(head, strlen(head), column) + 1;
	for (size_t i = 0; i < n; i++) {
		size_t width = strlen(items[i]) + 1; /* with a comma or parenthesis */

		if (i && at + 1 + width > WIDTH) {
			new_line(b, begin);
			at = begin;
		} else if (i) {
			buf_putc(b, ' ');
			at++;
		}
		buf_printf(b, "%s%s", items[i], i + 1 < n ? "," : "");
		at += width;
	}
	buf_putc(b, ')');
}

/* A pointer is const itself, and not what it points to. */
static const char *strict_type(const char *type)
{
	return ends(type, "*") ? intern_f("%sconst", type) : intern_f("const %s", type);
}

const char *wrapper_head(const char *head, const char *const *items, size_t n)
{
	struct buf b = {};
	const char *text;

	listed(&b, head, items, n, 0, "void");
	text = intern(b.s);
	buf_free(&b);
	return text;
}

const char *wrapper_definition(const struct wrapper *w, bool strict)
{
	const char *items[8], *text, *ret = "ret";
	bool is_void = !strcmp(w->type, "void");
	struct buf b = {};

	for (size_t i = 0; i < w->nparams; i++)
		items[i] = declaration(strict ? strict_type(w->params[i].type) : w->params[i].type,
				       w->params[i].name);
	listed(&b,
	       intern_f("%s%s %s", w->is_shared ? "" : "static ", w->attribute,
			declaration(w->type, w->name)),
	       items, w->nparams, 0, "void");
	for (size_t i = 0; i < w->nparams; i++)
		if (!strcmp(w->params[i].name, ret))
			ret = "result";
	buf_puts(&b, "\n{\n");
	if (!is_void)
		buf_printf(&b, "\t%s;\n\n", declaration(w->type, ret));
	buf_printf(&b, "\t%s();\n%s\t%s%s;\n%s\t%s();\n", w->inner[0],
		   w->around[0] ? intern_f("\n%s", indented(w->around[0], "", "\t")) : "",
		   is_void ? "" : intern_f("%s = ", ret), w->call,
		   w->around[1] ? intern_f("%s\n", indented(w->around[1], "", "\t")) : "",
		   w->inner[1]);
	if (!is_void)
		buf_printf(&b, "\n\treturn %s;\n", ret);
	buf_puts(&b, "}\n\n");
	text = intern(b.s);
	buf_free(&b);
	return text;
}

const char *wrapper_call(const struct wrapper *w, size_t column)
{
	const char *items[8], *text;
	struct buf b = {};

	for (size_t i = 0; i < w->nparams; i++)
		items[i] = w->params[i].value;
	listed(&b, w->result ? intern_f("%s = %s", w->result, w->name) : w->name, items, w->nparams,
	       column, "");
	buf_putc(&b, ';');
	text = intern(b.s);
	buf_free(&b);
	return text;
}
