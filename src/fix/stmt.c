// SPDX-License-Identifier: GPL-2.0-or-later
#include "stmt.h"

#include <errno.h>
#include <string.h>

#include "base/intern.h"

/* Deeper is no code that anybody reads. */
#define MAX_DEPTH 64

struct parser {
	const struct csource *s;
	struct arena *arena;
	size_t at, end; /* tokens */
	unsigned depth;
	struct error *err;
};

static int fail(const struct parser *p, const char *what)
{
	size_t i = p->at < p->s->tokens.n ? p->at : p->s->tokens.n - 1;

	return error_set(p->err, EINVAL, "line %u is not understood: %s", p->s->tokens.v[i].line,
			 what);
}

static bool at(const struct parser *p, const char *text)
{
	return p->at < p->end && token_is(p->s, p->at, text);
}

static void advance(struct parser *p)
{
	p->at = next_code(p->s, p->at + 1, p->end);
}

static int statement(struct parser *p, struct stmt *parent, struct stmt **out);

static struct stmt *new_stmt(struct parser *p, enum stmt_kind kind, struct stmt *parent)
{
	struct stmt *st = arena_new(p->arena, struct stmt);

	*st = (struct stmt){.kind = kind, .first = p->at, .parent = parent};
	return st;
}

VEC_TYPE(stmt_list, struct stmt *);

static void set_children(struct parser *p, struct stmt *st, struct stmt_list *list)
{
	st->nchildren = list->n;
	st->children = arena_copy(p->arena, list->v, list->n * sizeof(*list->v));
	for (size_t i = 0; i < list->n; i++)
		list->v[i]->number = i;
	vec_free(list);
}

static int block(struct parser *p, struct stmt *st)
{
	struct stmt_list list = {};
	struct stmt *child;
	int ret = 0;

	advance(p);
	while (!ret && p->at < p->end && !at(p, "}")) {
		ret = statement(p, st, &child);
		if (!ret)
			vec_push(&list, child);
	}
	set_children(p, st, &list);
	if (!ret && p->at >= p->end)
		ret = fail(p, "a brace is not closed");
	st->last = p->at;
	if (!ret)
		advance(p);
	return ret;
}

/* Goes on behind the parentheses that open here. */
static int parentheses(struct parser *p)
{
	size_t close = closing(p->s, p->at, p->end);

	if (!at(p, "(") || close >= p->end)
		return fail(p, "parentheses are expected");
	p->at = close;
	advance(p);
	return 0;
}

static int add_child(struct parser *p, struct stmt *st, struct stmt_list *list)
{
	struct stmt *child;
	int ret = statement(p, st, &child);

	if (!ret) {
		vec_push(list, child);
		st->last = child->last;
	}
	return ret;
}

/* if, for, while, switch, and macros that loop: a head, and what it governs. */
static int with_head(struct parser *p, struct stmt *st)
{
	struct stmt_list list = {};
	int ret;

	advance(p);
	ret = parentheses(p);
	if (!ret)
		ret = add_child(p, st, &list);
	if (!ret && st->kind == STMT_IF && at(p, "else")) {
		advance(p);
		ret = add_child(p, st, &list);
	}
	set_children(p, st, &list);
	return ret;
}

static int do_loop(struct parser *p, struct stmt *st)
{
	struct stmt_list list = {};
	int ret;

	advance(p);
	ret = add_child(p, st, &list);
	set_children(p, st, &list);
	if (!ret && !at(p, "while"))
		ret = fail(p, "do without while");
	if (!ret) {
		advance(p);
		ret = parentheses(p);
	}
	if (!ret && !at(p, ";"))
		ret = fail(p, "';' is expected");
	st->last = p->at;
	if (!ret)
		advance(p);
	return ret;
}

/* To the ';' that ends an expression, a declaration or a jump. */
static int simple(struct parser *p, struct stmt *st)
{
	while (p->at < p->end && !at(p, ";")) {
		if (at(p, "(") || at(p, "[") || at(p, "{"))
			p->at = closing(p->s, p->at, p->end);
		else if (at(p, "}"))
			break;
		if (p->at < p->end)
			advance(p);
	}
	if (!at(p, ";"))
		return fail(p, "';' is expected");
	st->last = p->at;
	advance(p);
	return 0;
}

static int label(struct parser *p, struct stmt *st)
{
	st->kind = STMT_LABEL;
	while (p->at < p->end && !at(p, ":") && !at(p, ";")) {
		if (at(p, "("))
			p->at = closing(p->s, p->at, p->end);
		/* case a ? b : c is nothing that anybody writes */
		if (p->at < p->end)
			advance(p);
	}
	if (!at(p, ":"))
		return fail(p, "':' is expected");
	st->last = p->at;
	advance(p);
	return 0;
}

/* A word, parentheses, and neither ';' nor an operator behind: a loop by a macro. */
static bool is_macro_loop(const struct parser *p)
{
	size_t open = next_code(p->s, p->at + 1, p->end), close;

	if (open >= p->end || !token_is(p->s, open, "("))
		return false;
	close = closing(p->s, open, p->end);
	if (close >= p->end)
		return false;
	close = next_code(p->s, close + 1, p->end);
	return close < p->end &&
	       (token_is(p->s, close, "{") || p->s->tokens.v[close].kind == TOKEN_WORD);
}

static bool is_label(const struct parser *p)
{
	size_t next = next_code(p->s, p->at + 1, p->end);

	return next < p->end && token_is(p->s, next, ":");
}

static int word(struct parser *p, struct stmt *st)
{
	static const struct {
		const char *name;
		enum stmt_kind kind;
		int (*parse)(struct parser *, struct stmt *);
	} keywords[] = {
		{"if", STMT_IF, with_head},	     {"for", STMT_LOOP, with_head},
		{"while", STMT_LOOP, with_head},     {"switch", STMT_SWITCH, with_head},
		{"do", STMT_LOOP, do_loop},	     {"case", STMT_LABEL, label},
		{"default", STMT_LABEL, label},	     {"return", STMT_RETURN, simple},
		{"goto", STMT_GOTO, simple},	     {"break", STMT_BREAK, simple},
		{"continue", STMT_CONTINUE, simple},
	};

	for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++)
		if (at(p, keywords[i].name)) {
			st->kind = keywords[i].kind;
			return keywords[i].parse(p, st);
		}
	if (is_label(p))
		return label(p, st);
	if (is_macro_loop(p) && !at(p, "asm") && !at(p, "__asm__") && !at(p, "__attribute__") &&
	    !at(p, "typeof") && !at(p, "__typeof__")) {
		st->kind = STMT_LOOP;
		return with_head(p, st);
	}
	return simple(p, st);
}

static int statement(struct parser *p, struct stmt *parent, struct stmt **out)
{
	struct stmt *st = new_stmt(p, STMT_SIMPLE, parent);
	int ret;

	*out = st;
	if (p->depth == MAX_DEPTH)
		return fail(p, "statements are nested too deep");
	p->depth++;
	if (at(p, "{")) {
		st->kind = STMT_BLOCK;
		ret = block(p, st);
	} else if (p->s->tokens.v[p->at].kind == TOKEN_WORD) {
		ret = word(p, st);
	} else {
		ret = simple(p, st);
	}
	p->depth--;
	return ret;
}

/* ---- functions ---- */

/* The first token of what the name at i is declared in: behind the last ';', '}' or directive. */
static size_t definition_start(const struct csource *s, size_t i)
{
	while (i > 0) {
		const struct token *t = &s->tokens.v[i - 1];

		if (t->kind == TOKEN_DIRECTIVE || t->kind == TOKEN_COMMENT ||
		    token_is(s, i - 1, ";") || token_is(s, i - 1, "}"))
			break;
		i--;
	}
	return i;
}

/* NAME ( PARAMETERS ) ATTRIBUTES { : the brace, or 0. */
static size_t body_of(const struct csource *s, size_t name, size_t *open, size_t *close)
{
	size_t n = s->tokens.n, i;

	*open = next_code(s, name + 1, n);
	if (*open >= n || !token_is(s, *open, "("))
		return 0;
	*close = closing(s, *open, n);
	if (*close >= n)
		return 0;
	/* words and their parentheses may stand between: __releases(x) */
	for (i = next_code(s, *close + 1, n); i < n; i = next_code(s, i + 1, n)) {
		if (token_is(s, i, "{"))
			return i;
		if (token_is(s, i, "("))
			i = closing(s, i, n);
		else if (s->tokens.v[i].kind != TOKEN_WORD)
			return 0;
	}
	return 0;
}

const char *cfunction_next(const struct csource *s, size_t *at)
{
	size_t n = s->tokens.n, open, close, body;

	for (size_t i = next_code(s, *at, n); i < n; i = next_code(s, i + 1, n)) {
		if (token_is(s, i, "{")) {
			i = closing(s, i, n);
			continue;
		}
		body = s->tokens.v[i].kind == TOKEN_WORD ? body_of(s, i, &open, &close) : 0;
		if (!body)
			continue;
		*at = closing(s, body, n) + 1;
		return token_text(s, i);
	}
	return NULL;
}

int cfunction_find(const struct csource *s, const char *name, uint32_t line, struct arena *arena,
		   struct cfunction *f, struct error *err)
{
	size_t depth_end = 0, found = 0;
	struct parser p = {.s = s, .arena = arena, .end = s->tokens.n, .err = err};

	for (size_t i = next_code(s, 0, p.end); i < p.end; i = next_code(s, i + 1, p.end)) {
		size_t open, close, body, last;

		if (token_is(s, i, "{")) {
			depth_end = closing(s, i, p.end);
			i = depth_end;
			continue;
		}
		if (!token_is(s, i, name))
			continue;
		body = body_of(s, i, &open, &close);
		if (!body)
			continue;
		last = closing(s, body, p.end);
		if (last >= p.end)
			return error_set(err, EINVAL, "the braces of %s do not close", name);
		if (line && (s->tokens.v[i].line > line || s->tokens.v[last].line < line)) {
			i = last;
			continue;
		}
		if (found++)
			return error_set(err, EINVAL, "there are several definitions of %s", name);
		*f = (struct cfunction){.name = intern(name),
					.first = definition_start(s, i),
					.name_token = i,
					.open = open,
					.close = close};
		p.at = body;
		i = last;
	}
	if (!found)
		return error_set(err, ENOENT, "no definition of %s is found in its file", name);
	return statement(&p, NULL, &f->body);
}

struct stmt *stmt_at(struct stmt *st, size_t token)
{
	if (token < st->first || token > st->last)
		return NULL;
	for (size_t i = 0; i < st->nchildren; i++) {
		struct stmt *in = stmt_at(st->children[i], token);

		if (in)
			return in;
	}
	return st;
}

struct stmt *stmt_at_place(const struct csource *s, struct stmt *body, uint32_t line,
			   uint32_t column)
{
	for (size_t i = body->first; i <= body->last; i++) {
		const struct token *t = &s->tokens.v[i];
		size_t at = t->start - line_start(s, t->start) + 1;

		if (t->line == line && t->end - t->start + at > column)
			return stmt_at(body, i);
	}
	return NULL;
}

static const struct stmt *find_way(const struct stmt *st, bool in_loop, bool in_switch,
				   const char **why)
{
	const struct stmt *found = NULL;

	in_loop = in_loop || st->kind == STMT_LOOP;
	in_switch = in_switch || st->kind == STMT_SWITCH;
	*why = "a way leaves between the two ends";
	if (st->kind == STMT_GOTO || st->kind == STMT_RETURN ||
	    (st->kind == STMT_BREAK && !in_loop && !in_switch) ||
	    (st->kind == STMT_CONTINUE && !in_loop))
		return st;
	if (st->kind == STMT_LABEL && !in_switch) {
		*why = "a way comes in between the two ends";
		return st;
	}
	for (size_t i = 0; i < st->nchildren && !found; i++)
		found = find_way(st->children[i], in_loop, in_switch, why);
	return found;
}

const struct stmt *stmt_way(const struct stmt *st, const char **why)
{
	return find_way(st, false, false, why);
}

/* ---- calls ---- */

/* Splits what stands between the parentheses at its commas. */
static bool split_args(const struct csource *s, struct call_stmt *c)
{
	size_t first = next_code(s, c->open + 1, c->close);

	if (first >= c->close)
		return true;
	for (size_t i = first;; i++) {
		if (i < c->close &&
		    (token_is(s, i, "(") || token_is(s, i, "[") || token_is(s, i, "{"))) {
			i = closing(s, i, c->close);
		} else if (i >= c->close || token_is(s, i, ",")) {
			if (c->nargs == sizeof(c->args) / sizeof(*c->args))
				return false;
			c->args[c->nargs].first = first;
			c->args[c->nargs++].end = i < c->close ? i : c->close;
			if (i >= c->close)
				return true;
			first = next_code(s, i + 1, c->close);
		}
	}
}

/* NAME, x->y.z, x[i].f: what is called, with no operator in it. */
static bool is_callee(const struct csource *s, size_t first, size_t end)
{
	for (size_t i = next_code(s, first, end); i < end; i = next_code(s, i + 1, end)) {
		if (token_is(s, i, "["))
			i = closing(s, i, end);
		else if (s->tokens.v[i].kind != TOKEN_WORD && !token_is(s, i, "->") &&
			 !token_is(s, i, "."))
			return false;
	}
	return s->tokens.v[first].kind == TOKEN_WORD;
}

bool stmt_call(const struct csource *s, const struct stmt *st, struct call_stmt *out)
{
	struct call_stmt c = {.target = st->first, .target_end = st->first, .callee = st->first};
	size_t last = previous_code(s, st->last, st->first);

	if (st->kind != STMT_SIMPLE || !token_is(s, st->last, ";") || !token_is(s, last, ")"))
		return false;
	/* the '=' outside of all parentheses, if there is one */
	for (size_t i = st->first; i < last; i++) {
		if (token_is(s, i, "(") || token_is(s, i, "[") || token_is(s, i, "{"))
			i = closing(s, i, st->last);
		else if (token_is(s, i, "=")) {
			if (c.target_end > c.target)
				return false;
			c.target_end = i;
			c.callee = next_code(s, i + 1, last);
		}
	}
	/* what the last parenthesis closes */
	for (size_t i = c.callee; i < last; i++) {
		if (!token_is(s, i, "(") && !token_is(s, i, "["))
			continue;
		c.close = closing(s, i, st->last);
		if (c.close == last && token_is(s, i, "(")) {
			c.open = i;
			break;
		}
		i = c.close;
	}
	if (!c.open || c.open == c.callee)
		return false;
	c.callee_end = c.open;
	if (!is_callee(s, c.callee, c.callee_end) || !split_args(s, &c))
		return false;
	*out = c;
	return true;
}

bool stmt_calls(const struct csource *s, const struct stmt *st, const char *name)
{
	struct call_stmt c;

	return stmt_call(s, st, &c) && c.target == c.target_end &&
	       next_code(s, c.callee + 1, c.open) == c.open && token_is(s, c.callee, name);
}

size_t stmt_start(const struct csource *s, const struct stmt *st)
{
	return s->tokens.v[st->first].start;
}

size_t stmt_end(const struct csource *s, const struct stmt *st)
{
	return s->tokens.v[st->last].end;
}
