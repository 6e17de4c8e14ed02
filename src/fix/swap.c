// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What stands next to where a state is entered or left, on the wrong side of it:
 * the two statements change places.
 */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "plan.h"

struct swap {
	const struct plan_input *in;
	struct error *err;
	struct arena arena;
	struct csource src;
	struct cfunction f;
	struct stmt *at, *end; /* what is moved, and what it is moved past */
	struct call_stmt call;
};

static int reason(struct swap *x, const char *why)
{
	return error_set(x->err, EINVAL, "%s:%u: %s", x->in->file, x->in->line, why);
}

/* The innermost statement that begins in the line; NULL: none does. */
static struct stmt *begins_in(const struct csource *s, struct stmt *st, uint32_t line)
{
	struct stmt *found = NULL;

	for (size_t i = 0; i < st->nchildren && !found; i++)
		found = begins_in(s, st->children[i], line);
	return found ? found : s->tokens.v[st->first].line == line ? st : NULL;
}

static struct stmt *neighbour(const struct stmt *st, int step)
{
	const struct stmt *block = st->parent;

	if (!block || block->kind != STMT_BLOCK || (step < 0 && !st->number) ||
	    st->number + (size_t)step >= block->nchildren)
		return NULL;
	return block->children[st->number + (size_t)step];
}

/* Behind what enters, or before what leaves. */
static struct stmt *wrong_side(const struct swap *x)
{
	const struct recipe *r = x->in->recipe;
	struct stmt *before = neighbour(x->at, -1), *behind = neighbour(x->at, 1);

	if (before && stmt_calls(&x->src, before, r->inner[0]))
		return before;
	return behind && stmt_calls(&x->src, behind, r->inner[1]) ? behind : NULL;
}

/* It stores to nothing that is named, and what it calls is called by its name alone. */
static bool can_move(const struct swap *x)
{
	const struct call_stmt *c = &x->call;

	if (c->target < c->target_end || next_code(&x->src, c->callee + 1, c->open) != c->open)
		return false;
	for (size_t i = c->open + 1; i < c->close; i++)
		if (token_is(&x->src, i, "(") || token_is(&x->src, i, "=") ||
		    token_is(&x->src, i, "++") || token_is(&x->src, i, "--"))
			return false;
	return true;
}

static int open_swap(struct swap *x)
{
	const struct plan_input *in = x->in;
	int ret = plan_read_function(in, NULL, in->file, in->function, &x->src, &x->arena, &x->f,
				     x->err);

	if (ret)
		return ret;
	x->at = in->line ? begins_in(&x->src, x->f.body, in->line) : NULL;
	x->end = x->at ? wrong_side(x) : NULL;
	if (!x->end)
		return reason(x, "it does not stand next to where the state is entered or left");
	if (!stmt_call(&x->src, x->at, &x->call) || !can_move(x))
		return reason(x, "it is no call that can be moved as it is");
	return 0;
}

static void close_swap(struct swap *x)
{
	csource_free(&x->src);
	arena_free(&x->arena);
}

bool swap_applies(const struct plan_input *in)
{
	struct error none;
	struct swap x = {.in = in, .err = &none};
	bool applies = !open_swap(&x);

	close_swap(&x);
	return applies;
}

/* The lines of a statement, with a comment right above it. */
static int lines_of(struct swap *x, const struct stmt *st, size_t *start, size_t *end)
{
	const struct csource *s = &x->src;
	size_t first = st->first, at = stmt_end(s, st);

	if (s->tokens.v[first - 1].kind == TOKEN_COMMENT &&
	    line_start(s, s->tokens.v[first - 1].start) >
		    line_start(s, s->tokens.v[first - 2].end - 1))
		first--;
	*start = line_start(s, s->tokens.v[first].start);
	*end = line_end(s, at);
	if (*start + strlen(indentation(s, *start)) != s->tokens.v[first].start ||
	    s->text.s[at] != '\n' ||
	    (st->last + 1 < s->tokens.n && s->tokens.v[st->last + 1].kind == TOKEN_DIRECTIVE) ||
	    s->tokens.v[first - 1].kind == TOKEN_DIRECTIVE)
		return reason(x, "it shares its line, or is conditional");
	return 0;
}

static void note(const struct swap *x, struct plan *plan, const char *what, const struct stmt *st)
{
	vec_push(&plan->places,
		 (struct plan_place){
			 what, x->in->file, x->src.tokens.v[st->first].line,
			 csource_slice(&x->src, stmt_start(&x->src, st), stmt_end(&x->src, st))});
}

/*
 * Its lines for the new place.  What ends the outer state waits for interrupts
 * that came meanwhile, which the inner one kept out.
 */
static const char *moved(const struct swap *x, size_t start, size_t end)
{
	const struct recipe *r = x->in->recipe;
	const char *lines = csource_slice(&x->src, start, end);
	const char *window = recipe_text(r->windows, r->nwindows, x->in->arch);

	if (!r->outer[1] || !token_is(&x->src, x->call.callee, r->outer[1]) || !window || !*window)
		return lines;
	return intern_f("\n%s\n%s", indented(window, "", indentation(&x->src, start)), lines);
}

int plan_swap(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct recipe *r = in->recipe;
	struct swap x = {.in = in, .err = err};
	struct edit_vec edits = {};
	size_t at[2], end[2];
	const char *what;
	int ret = open_swap(&x);

	if (!ret)
		ret = lines_of(&x, x.at, &at[0], &at[1]);
	if (!ret)
		ret = lines_of(&x, x.end, &end[0], &end[1]);
	if (!ret) {
		what = token_text(&x.src, x.call.callee);
		note(&x, plan, "moved", x.at);
		note(&x, plan, x.end->number < x.at->number ? "enter" : "leave", x.end);
		edits_add(&edits, at[0], at[1], csource_slice(&x.src, end[0], end[1]));
		edits_add(&edits, end[0], end[1], moved(&x, at[0], at[1]));
		plan_patch(plan, plan_text(in, r->subject, what),
			   plan_message(in, r->message, what));
		ret = plan_change(plan, in->file, &x.src.text, &edits, err);
	}
	vec_free(&edits);
	close_swap(&x);
	return ret;
}
