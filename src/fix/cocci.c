// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A plan as a semantic patch, for who would rather read that: what changes in
 * each function, statement by statement, with literal expressions.  Comments are
 * left out: spatch loses or keeps them as it likes.
 */
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "plan.h"

/* A function as it is before, or after. */
struct side {
	const struct csource *s;
	struct arena arena;
	struct cfunction f;
};

struct cocci {
	struct side before, after;
	struct buf *out;
	VEC(const struct stmt *) gone; /* what the rules so far have changed */
	bool whole;		       /* all of the function's change could be said */
};

/* ---- statements as text ---- */

/* Tokens [first, end) that are code, with blanks between; interned. */
static const char *code(const struct csource *s, size_t first, size_t end)
{
	struct buf b = {};
	const char *text;

	for (size_t i = next_code(s, first, end); i < end; i = next_code(s, i + 1, end))
		buf_printf(&b, "%s%s", b.n ? " " : "", token_text(s, i));
	text = intern(b.s ? b.s : "");
	buf_free(&b);
	return text;
}

static const char *key(const struct side *x, const struct stmt *st)
{
	return code(x->s, st->first, st->last + 1);
}

/* What stands before its parts; all of one that has none. */
static const char *head(const struct side *x, const struct stmt *st)
{
	if (st->kind == STMT_SIMPLE || !st->nchildren)
		return key(x, st);
	return intern_f("%d %zu %s", st->kind, st->kind == STMT_BLOCK ? 0 : st->nchildren,
			code(x->s, st->first, st->children[0]->first));
}

/* Tokens [first, last] without comments, a mark before each line. */
static void put_lines(struct buf *out, const struct csource *s, size_t first, size_t last,
		      char mark)
{
	struct buf b = {};
	size_t at = s->tokens.v[first].start;
	const char *p;

	buf_puts(&b, indentation(s, at));
	for (size_t i = first; i <= last; i++) {
		const struct token *t = &s->tokens.v[i];

		buf_add(&b, s->text.s + at, t->start - at);
		if (t->kind != TOKEN_COMMENT)
			buf_add(&b, s->text.s + t->start, t->end - t->start);
		at = t->end;
	}
	for (p = b.s; *p;) {
		const char *end = strchrnul(p, '\n'), *stop = end;

		while (stop > p && (stop[-1] == ' ' || stop[-1] == '\t'))
			stop--;
		/* a sign at the begin of the line would be spatch's */
		if (stop > p)
			buf_printf(out, "%c%s%.*s\n", mark, *p == '\t' || *p == ' ' ? "" : " ",
				   (int)(stop - p), p);
		p = *end ? end + 1 : end;
	}
	buf_free(&b);
}

/* ---- where a piece stands once ---- */

/* How often statements [from, to) of the block stand in the other statement one after the other. */
static size_t count_piece(const struct side *x, const struct stmt *block, size_t from, size_t to,
			  const struct side *in, const struct stmt *st)
{
	size_t found = 0;

	for (size_t i = 0; i < st->nchildren; i++) {
		size_t k = from;

		while (k < to && i + k - from < st->nchildren &&
		       key(x, block->children[k]) == key(in, st->children[i + k - from]))
			k++;
		found += k == to;
		found += count_piece(x, block, from, to, in, st->children[i]);
	}
	return found;
}

/* A plain statement that stands there still, when the rules are applied one after the other. */
static bool is_anchor(const struct cocci *x, const struct stmt *block, size_t i)
{
	if (i >= block->nchildren ||
	    (block->children[i]->kind != STMT_SIMPLE && block->children[i]->kind != STMT_RETURN))
		return false;
	for (size_t k = 0; k < x->gone.n; k++)
		if (x->gone.v[k] == block->children[i])
			return false;
	return true;
}

/* Widens [*from, *to) until it names the one place; false: it cannot. */
static bool make_unique(const struct cocci *x, const struct stmt *block, bool removes, size_t *from,
			size_t *to)
{
	while (*from == *to ||
	       count_piece(&x->before, block, *from, *to, &x->before, x->before.f.body) != 1 ||
	       (removes &&
		count_piece(&x->before, block, *from, *to, &x->after, x->after.f.body))) {
		if (is_anchor(x, block, *to))
			++*to;
		else if (*from && is_anchor(x, block, *from - 1))
			--*from;
		else
			return false;
	}
	return true;
}

/* Statements [a[0], a[1]) of the block become [b[0], b[1]) of the other. */
static void put_piece(struct cocci *x, const struct stmt *old, const size_t a[2],
		      const struct stmt *new, const size_t b[2])
{
	size_t from = a[0], to = a[1];

	if (!make_unique(x, old, a[0] < a[1], &from, &to)) {
		x->whole = false;
		return;
	}
	buf_printf(x->out, "@@\n@@\n\n%s(...)\n{\n<+...\n", x->before.f.name);
	for (size_t i = from; i < to; i++) {
		const struct stmt *st = old->children[i];

		if (i == a[1])
			break;
		put_lines(x->out, x->before.s, st->first, st->last,
			  i >= a[0] && i < a[1] ? '-' : ' ');
	}
	for (size_t i = b[0]; i < b[1]; i++)
		put_lines(x->out, x->after.s, new->children[i]->first, new->children[i]->last, '+');
	for (size_t i = a[1]; i < to; i++)
		put_lines(x->out, x->before.s, old->children[i]->first, old->children[i]->last,
			  ' ');
	buf_puts(x->out, "...+>\n}\n\n");
	for (size_t i = a[0]; i < a[1]; i++)
		vec_push(&x->gone, old->children[i]);
}

/* ---- what differs ---- */

static void compare_blocks(struct cocci *x, const struct stmt *old, const struct stmt *new);

/* True when the parts were compared; false: the two differ as wholes. */
static bool compare_parts(struct cocci *x, const struct stmt *old, const struct stmt *new)
{
	if (old->kind == STMT_BLOCK) {
		compare_blocks(x, old, new);
		return true;
	}
	for (size_t i = 0; i < old->nchildren; i++)
		if (key(&x->before, old->children[i]) != key(&x->after, new->children[i]) &&
		    (old->children[i]->kind == STMT_SIMPLE ||
		     head(&x->before, old->children[i]) != head(&x->after, new->children[i])))
			return false;
	for (size_t i = 0; i < old->nchildren; i++)
		if (key(&x->before, old->children[i]) != key(&x->after, new->children[i]) &&
		    !compare_parts(x, old->children[i], new->children[i]))
			x->whole = false;
	return true;
}

/* The longest row of statements that both have: length[i][k] from i and k on. */
static size_t *common(struct cocci *x, const struct stmt *old, const struct stmt *new)
{
	size_t n = old->nchildren, m = new->nchildren;
	size_t *length = calloc((n + 1) * (m + 1), sizeof(*length));

	if (!length)
		die("out of memory");
	for (size_t i = n; i-- > 0;)
		for (size_t k = m; k-- > 0;) {
			size_t skip = length[(i + 1) * (m + 1) + k],
			       other = length[i * (m + 1) + k + 1];

			length[i * (m + 1) + k] = head(&x->before, old->children[i]) ==
								  head(&x->after, new->children[k])
							  ? length[(i + 1) * (m + 1) + k + 1] + 1
						  : skip > other ? skip
								 : other;
		}
	return length;
}

static void compare_blocks(struct cocci *x, const struct stmt *old, const struct stmt *new)
{
	size_t n = old->nchildren, m = new->nchildren, i = 0, k = 0;
	size_t *length = common(x, old, new);

	while (i < n || k < m) {
		size_t a[2] = {i, i}, b[2] = {k, k};

		/* what only one of them has */
		while ((i < n || k < m) &&
		       !(i < n && k < m &&
			 head(&x->before, old->children[i]) == head(&x->after, new->children[k])))
			if (k < m &&
			    (i == n || length[i * (m + 1) + k + 1] > length[(i + 1) * (m + 1) + k]))
				k++;
			else
				i++;
		a[1] = i;
		b[1] = k;
		if (a[0] < a[1] || b[0] < b[1])
			put_piece(x, old, a, new, b);
		if (i < n && k < m) {
			if (key(&x->before, old->children[i]) != key(&x->after, new->children[k]) &&
			    !compare_parts(x, old->children[i], new->children[k]))
				put_piece(x, old, (size_t[]){i, i + 1}, new, (size_t[]){k, k + 1});
			i++;
			k++;
		}
	}
	free(length);
}

/* ---- functions ---- */

static bool open_side(struct side *x, const struct csource *s, const char *name)
{
	struct error none;

	x->s = s;
	arena_init(&x->arena);
	return !cfunction_find(s, name, 0, &x->arena, &x->f, &none);
}

/* The same words before the body: no rule says that they change. */
static bool same_head(const struct side *a, const struct side *b)
{
	size_t i = next_code(a->s, a->f.first, a->f.close),
	       k = next_code(b->s, b->f.first, b->f.close);

	while (i < a->f.close && k < b->f.close && token_text(a->s, i) == token_text(b->s, k)) {
		i = next_code(a->s, i + 1, a->f.close);
		k = next_code(b->s, k + 1, b->f.close);
	}
	return i == a->f.close && k == b->f.close;
}

static void put_function(struct buf *out, const struct csource *old, const struct csource *new,
			 const char *name)
{
	struct cocci x = {.out = out, .whole = true};

	if (open_side(&x.before, old, name) && open_side(&x.after, new, name))
		compare_blocks(&x, x.before.f.body, x.after.f.body);
	else
		x.whole = false;
	x.whole = x.whole && same_head(&x.before, &x.after);
	if (!x.whole)
		buf_printf(out, "// Not all of what changes in %s() is said here.\n\n", name);
	vec_free(&x.gone);
	arena_free(&x.before.arena);
	arena_free(&x.after.arena);
}

/* A function that is new, above the next one that is not. */
static void put_new(struct buf *out, const struct csource *old, const struct csource *new,
		    const char *name, const char *next, const char *section)
{
	struct side x, above;
	bool known = open_side(&x, new, name);

	known = open_side(&above, old, next) && known;
	if (known) {
		buf_puts(out, "@@\n");
		if (section)
			buf_printf(out, "attribute name %s;\n", section);
		buf_puts(out, "@@\n\n");
		put_lines(out, new, x.f.first, x.f.body->last, '+');
		buf_puts(out, "+\n");
		put_lines(out, old, above.f.first, above.f.close, ' ');
		buf_puts(out, " {\n ...\n }\n\n");
	} else {
		buf_printf(out, "// %s() is new, and not said here.\n\n", name);
	}
	arena_free(&x.arena);
	arena_free(&above.arena);
}

static bool has_function(const struct csource *s, const char *name)
{
	struct side x;
	bool has = open_side(&x, s, name);

	arena_free(&x.arena);
	return has;
}

static void put_functions(struct buf *out, const struct csource *old, const struct csource *new,
			  const char *section)
{
	const char *name, *next;

	for (size_t at = 0; (name = cfunction_next(new, &at));) {
		size_t behind = at;

		if (has_function(old, name)) {
			put_function(out, old, new, name);
			continue;
		}
		next = cfunction_next(new, &behind);
		put_new(out, old, new, name, next ? next : "", section);
	}
}

int plan_cocci(const struct plan *plan, struct buf *out, struct error *err)
{
	const struct patch *p;
	const struct changed *c;
	int ret = 0;

	vec_for_each (p, &plan->patches)
		vec_for_each (c, &p->files) {
			struct csource old = {}, new = {};
			struct buf text = {};

			if (ret)
				break;
			buf_printf(out, "// %s: %s\n\n", c->file, p->subject);
			buf_add(&text, c->before.s, c->before.n);
			ret = csource_lex(&old, &text, err);
			buf_add(&text, c->after.s, c->after.n);
			if (!ret)
				ret = csource_lex(&new, &text, err);
			if (!ret && ends(c->file, ".c"))
				put_functions(out, &old, &new, plan->section);
			else if (!ret)
				buf_puts(out, "// A header is changed by the patch alone.\n\n");
			buf_free(&text);
			csource_free(&old);
			csource_free(&new);
		}
	return ret;
}
