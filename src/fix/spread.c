// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two states that are entered and left as a pair of helpers has it, but written
 * out, the inner one in wrappers of their own and the outer one's end in the
 * function that runs them: the helpers take the place of what is written out,
 * and the outer state is entered where it is left.
 */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "plan.h"
#include "words.h"

struct spread {
	const struct plan_input *in;
	const struct recipe *r;
	struct plan *plan;
	struct error *err;
	struct csource entry, exit; /* what is written out, as the recipe has it */
};

/* One function as it is edited. */
struct part {
	const char *file;
	struct arena arena;
	struct csource src;
	struct cfunction f;
	struct edit_vec edits;
	struct rename_vec words;
};

static int part_open(struct spread *x, struct part *p, const char *file, const char *function)
{
	*p = (struct part){.file = file};
	return plan_read_function(x->in, x->plan, file, function, &p->src, &p->arena, &p->f,
				  x->err);
}

static void part_close(struct part *p)
{
	csource_free(&p->src);
	arena_free(&p->arena);
	vec_free(&p->edits);
	vec_free(&p->words);
}

static int lex_text(const char *text, struct csource *s, struct error *err)
{
	struct buf copy = {};

	buf_puts(&copy, text);
	return csource_lex(s, &copy, err);
}

/* ---- what is written out ---- */

/* The last token of the text's when all of them stand here, with nothing between; 0: they do not.
 */
static size_t stands_at(const struct csource *s, size_t at, const struct csource *text)
{
	size_t end = at;

	for (size_t i = 0; i < text->tokens.n; i++, at++) {
		if (at >= s->tokens.n || !token_is(s, at, token_text(text, i)))
			return 0;
		end = at;
	}
	return end;
}

/* How often it stands in the function; where it does last is [first, last]. */
static size_t find_text(const struct part *p, const struct csource *text, size_t *first,
			size_t *last)
{
	size_t found = 0, end;

	for (size_t i = p->f.body->first; i < p->f.body->last; i++) {
		end = stands_at(&p->src, i, text);
		if (!end || stmt_at(p->f.body, i)->first != i)
			continue;
		*first = i;
		*last = end;
		found++;
	}
	return found;
}

static void note(struct spread *x, const struct part *p, const char *what, size_t first,
		 size_t last)
{
	const struct token *t = p->src.tokens.v;

	vec_push(&x->plan->places,
		 (struct plan_place){what, p->file, t[first].line,
				     csource_slice(&p->src, t[first].start, t[last].end)});
}

/* Comments speak of the helper, where they name a call that only this text has. */
static void rename_calls(struct part *p, const struct csource *text, const struct csource *other,
			 const char *now)
{
	for (size_t i = 0; i + 1 < text->tokens.n; i++)
		if (text->tokens.v[i].kind == TOKEN_WORD && token_is(text, i + 1, "(") &&
		    !has_word(other, token_text(text, i))) {
			const char *name = token_text(text, i);

			words_add(&p->words, &name, 1, now);
		}
}

static int replace_text(struct spread *x, struct part *p, const struct csource *text,
			const char *now, const char *what)
{
	size_t first, last, n = find_text(p, text, &first, &last);

	if (n != 1)
		return error_set(x->err, EINVAL, "%s: what %ss the state stands %zu times in %s()",
				 p->file, what, n, p->f.name);
	note(x, p, what, first, last);
	edits_add(&p->edits, p->src.tokens.v[first].start, p->src.tokens.v[last].end,
		  intern_f("%s();", now));
	return 0;
}

static void mend_comments(struct spread *x, struct part *p)
{
	for (size_t i = function_first(&p->src, &p->f); i < p->f.body->last; i++) {
		const struct token *t = &p->src.tokens.v[i];
		const char *old, *new;

		if (t->kind != TOKEN_COMMENT)
			continue;
		old = token_text(&p->src, i);
		new = words_replaced(&p->words, old);
		if (new == old)
			continue;
		note(x, p, "comment", i, i);
		words_doubt(&p->words, x->r, &p->src, i, p->file, x->plan);
		edits_add(&p->edits, t->start, t->end, words_in_comment(&p->src, i, new));
	}
}

static int change_wrapper(struct spread *x, const struct caller *c)
{
	struct part p;
	int ret = part_open(x, &p, c->file, c->function);

	rename_calls(&p, &x->entry, &x->exit, x->r->inner[0]);
	rename_calls(&p, &x->exit, &x->entry, x->r->inner[1]);
	if (!ret)
		ret = replace_text(x, &p, &x->entry, x->r->inner[0], "enter");
	if (!ret)
		ret = replace_text(x, &p, &x->exit, x->r->inner[1], "leave");
	if (!ret) {
		mend_comments(x, &p);
		ret = plan_change(x->plan, p.file, &p.src.text, &p.edits, x->err);
	}
	part_close(&p);
	return ret;
}

/* ---- the outer state ---- */

static struct stmt *find_call(const struct csource *s, struct stmt *st, const char *name)
{
	struct stmt *found = stmt_calls(s, st, name) ? st : NULL;

	for (size_t i = 0; i < st->nchildren && !found; i++)
		found = find_call(s, st->children[i], name);
	return found;
}

/* The one statement of the block of the end that comes to the run; NULL: another number. */
static struct stmt *find_run(const struct spread *x, const struct part *p, const struct stmt *end)
{
	const struct reached *r;
	struct stmt *run = NULL;

	vec_for_each (r, x->in->runs) {
		struct stmt *st = stmt_at_place(&p->src, p->f.body, r->place.line, r->place.column);

		while (st && st->parent != end->parent)
			st = st->parent;
		if (!st || (run && run != st))
			return NULL;
		run = st;
	}
	return run && run->number < end->number ? run : NULL;
}

static int change_caller(struct spread *x)
{
	const struct plan_input *in = x->in;
	const struct stmt *jump = NULL;
	struct stmt *run, *end;
	const struct token *t;
	struct part p;
	const char *why;
	size_t at;
	int ret = part_open(x, &p, in->file, in->function);

	if (ret)
		goto out;
	t = p.src.tokens.v;
	end = find_call(&p.src, p.f.body, x->r->outer_leave);
	run = end && end->parent ? find_run(x, &p, end) : NULL;
	if (!run || run->parent->kind != STMT_BLOCK) {
		ret = error_set(x->err, EINVAL, "%s: %s() does not run the guest once before %s()",
				p.file, p.f.name, x->r->outer_leave);
		goto out;
	}
	for (size_t i = run->number; i < end->number && !jump; i++)
		jump = stmt_way(run->parent->children[i], &why);
	if (jump) {
		ret = error_set(x->err, EINVAL, "%s:%u: %s", p.file, t[jump->first].line, why);
		goto out;
	}
	note(x, &p, "run", run->first, run->last);
	note(x, &p, "outer leave", end->first, end->last);
	/* above a comment that speaks of the run */
	at = run->first;
	while (t[at - 1].kind == TOKEN_COMMENT)
		at--;
	at = line_start(&p.src, t[at].start);
	edits_add(&p.edits, at, at,
		  intern_f("%s%s();\n\n", indentation(&p.src, stmt_start(&p.src, run)),
			   x->r->outer[0]));
	edits_add(&p.edits, t[end->first].start, t[end->first].end, x->r->outer[1]);
	words_add(&p.words, &x->r->outer_leave, 1, x->r->outer[1]);
	mend_comments(x, &p);
	ret = plan_change(x->plan, p.file, &p.src.text, &p.edits, x->err);
out:
	part_close(&p);
	return ret;
}

static int open_spread(struct spread *x)
{
	int ret = lex_text(x->r->written_out[0], &x->entry, x->err);

	return ret ? ret : lex_text(x->r->written_out[1], &x->exit, x->err);
}

static void close_spread(struct spread *x)
{
	csource_free(&x->entry);
	csource_free(&x->exit);
}

bool spread_applies(const struct plan_input *in)
{
	struct error none;
	struct spread x = {.in = in, .r = in->recipe, .err = &none};
	size_t first, last;
	struct part p = {};
	bool applies = !open_spread(&x) && !part_open(&x, &p, in->file, in->function) &&
		       (find_text(&p, &x.entry, &first, &last) ||
			find_call(&p.src, p.f.body, x.r->outer_leave));

	part_close(&p);
	close_spread(&x);
	return applies;
}

int plan_spread(const struct plan_input *in, struct plan *plan, struct error *err)
{
	struct spread x = {.in = in, .r = in->recipe, .plan = plan, .err = err};
	const struct caller *c;
	int ret = open_spread(&x);

	if (!ret)
		ret = plan_helpers(in, plan, err);
	if (!ret) {
		plan_patch(plan, plan_text(in, x.r->subject, NULL),
			   plan_message(in, x.r->message, NULL));
		/* its run is known by its line, so it is first */
		ret = change_caller(&x);
	}
	vec_for_each (c, in->wrappers)
		if (!ret)
			ret = change_wrapper(&x, c);
	close_spread(&x);
	return ret;
}
