// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Two states that are entered and left together around a run, taken apart: the
 * outer one stays where both were, the inner one goes into a wrapper of the run.
 * Interrupts that were on in between are let in elsewhere: before and behind, or
 * in a window between the two leaves.
 */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "plan.h"
#include "split.h"
#include "words.h"

int split_reason(struct split *x, const struct stmt *at, const char *why)
{
	if (at)
		return error_set(x->err, EINVAL, "%s:%u: %s", x->in->file,
				 x->src.tokens.v[at->first].line, why);
	return error_set(x->err, EINVAL, "%s: %s", x->in->file, why);
}

bool split_calls_one(const struct split *x, const struct stmt *st, const char *const *names,
		     size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (stmt_calls(&x->src, st, names[i]))
			return true;
	return false;
}

static bool is_enter(const struct split *x, const struct stmt *st)
{
	return split_calls_one(x, st, x->r->enter, x->r->nenter);
}

static bool is_leave(const struct split *x, const struct stmt *st)
{
	return split_calls_one(x, st, x->r->leave, x->r->nleave) ||
	       split_calls_one(x, st, x->r->leave_any, x->r->nleave_any);
}

bool split_is_mask(const struct split *x, const struct stmt *st)
{
	return stmt_calls(&x->src, st, x->r->mask);
}

bool split_is_unmask(const struct split *x, const struct stmt *st)
{
	return stmt_calls(&x->src, st, x->r->unmask);
}

bool split_is_end(const struct split *x, const struct stmt *st)
{
	return is_enter(x, st) || is_leave(x, st);
}

/* ---- what belongs together ---- */

static int find_ends(struct split *x, struct stmt *st)
{
	struct stmt **to = is_enter(x, st) ? &x->enter : is_leave(x, st) ? &x->leave : NULL;
	int ret = 0;

	if (to && *to)
		return split_reason(x, st,
				    "it enters or leaves at several places, which do not pair");
	if (to)
		*to = st;
	for (size_t i = 0; i < st->nchildren && !ret; i++)
		ret = find_ends(x, st->children[i]);
	return ret;
}

/*
 * Does a call in the arguments come to the symbol, before or beside the statement's
 * own call?  gcc gives all of them one place.
 */
static bool is_in_arguments(const struct split *x, const char *symbol)
{
	bool has_calls = false, is_named = false;

	for (size_t i = x->call.open + 1; i < x->call.close; i++) {
		has_calls = has_calls || token_is(&x->src, i, "(");
		is_named = is_named || (symbol && token_is(&x->src, i, symbol));
	}
	/* through a pointer nothing may be called in the arguments at all: wrapper_make() */
	if (next_code(&x->src, x->call.callee + 1, x->call.open) < x->call.open)
		return false;
	return has_calls && symbol && (is_named || !token_is(&x->src, x->call.callee, symbol));
}

static int find_run(struct split *x)
{
	const struct reached *r;

	vec_for_each (r, x->in->runs) {
		struct stmt *st = stmt_at_place(&x->src, x->f.body, r->place.line, r->place.column);

		if (!st || st->first < x->enter->last || st->last > x->leave->first)
			continue;
		if (x->run && x->run != st)
			return split_reason(x, st, "the guest is run at several places");
		if (!stmt_call(&x->src, st, &x->call))
			return split_reason(x, st, "the run is part of a larger expression");
		if (is_in_arguments(x, r->symbol))
			return split_reason(x, st, "the run is an argument of another call");
		x->run = st;
	}
	if (!x->run)
		return split_reason(x, x->enter, "no call that runs the guest is known behind it");
	for (x->top = x->run; x->top->parent != x->enter->parent; x->top = x->top->parent)
		;
	return 0;
}

/* Nothing comes in or goes out between the two ends other than from one to the other. */
static int check_between(struct split *x)
{
	const struct stmt *jump = NULL;
	const char *why;
	int ret = 0;

	if (x->enter->parent != x->leave->parent || x->enter->parent->kind != STMT_BLOCK ||
	    x->enter->number > x->leave->number)
		return split_reason(x, x->leave,
				    "the two ends are not in one block, in this order");
	for (size_t i = x->enter->number + 1; i < x->leave->number && !jump; i++)
		jump = stmt_way(x->enter->parent->children[i], &why);
	if (jump)
		ret = split_reason(x, jump, why);
	for (size_t i = x->enter->first; i < x->leave->last && !ret; i++)
		if (x->src.tokens.v[i].kind == TOKEN_DIRECTIVE)
			ret = split_reason(x, x->enter,
					   "a part up to the other end is conditional");
	return ret;
}

/* Interrupts are switched in the block itself alone. */
static int check_switches(struct split *x, const struct stmt *st)
{
	int ret = 0;

	for (size_t i = 0; i < st->nchildren && !ret; i++)
		ret = split_is_mask(x, st->children[i]) || split_is_unmask(x, st->children[i])
			      ? split_reason(x, st->children[i],
					     "interrupts are switched on some ways only")
			      : check_switches(x, st->children[i]);
	return ret;
}

/* Where interrupts are switched between the two ends, before and behind the run. */
static int find_switches(struct split *x)
{
	for (size_t i = x->enter->number + 1; i < x->leave->number; i++) {
		struct stmt *st = x->enter->parent->children[i];
		bool behind = i > x->top->number;
		struct stmt **to = split_is_mask(x, st)	    ? &x->mask[behind]
				   : split_is_unmask(x, st) ? &x->unmask[behind]
							    : NULL;
		int ret = check_switches(x, st);

		if (ret)
			return ret;
		if (to && *to)
			return split_reason(x, st, "interrupts are switched several times");
		if (to)
			*to = st;
	}
	return 0;
}

/* ---- edits ---- */

void split_note(struct split *x, const char *what, size_t token, size_t end_token)
{
	const struct csource *s = &x->src;

	vec_push(&x->plan->places, (struct plan_place){what, x->in->file, s->tokens.v[token].line,
						       csource_slice(s, s->tokens.v[token].start,
								     s->tokens.v[end_token].end)});
}

static void note(struct split *x, const char *what, const struct stmt *st)
{
	split_note(x, what, st->first, st->last);
}

void split_replace(struct split *x, size_t start, size_t end, const char *text)
{
	const struct csource *s = &x->src;

	/* one empty line is left of two */
	if (!*text && start && line_start(s, start - 1) == start - 1 && line_end(s, end) == end + 1)
		end++;
	vec_push(&x->gone, (struct edit){.start = start, .end = end});
	edits_add(&x->edits, start, end, text);
}

size_t split_comment_start(const struct split *x, const struct stmt *st)
{
	const struct csource *s = &x->src;

	if (!st->first || s->tokens.v[st->first - 1].kind != TOKEN_COMMENT)
		return stmt_start(s, st);
	/* what stands behind another statement is that one's */
	return begins_line(s, s->tokens.v[st->first - 1].start) ? s->tokens.v[st->first - 1].start
								: stmt_start(s, st);
}

bool split_shares_line(const struct split *x, const struct stmt *st)
{
	const struct csource *s = &x->src;
	size_t next = next_code(s, st->last + 1, s->tokens.n);

	return !begins_line(s, stmt_start(s, st)) ||
	       (next < s->tokens.n && !begins_line(s, s->tokens.v[next].start));
}

size_t split_column(const struct split *x, size_t byte)
{
	const char *blanks = indentation(&x->src, byte);

	return columns(blanks, strlen(blanks), 0);
}

static void rename_call(struct split *x, const struct stmt *st, const char *name)
{
	const struct token *t = &x->src.tokens.v[st->first];

	edits_add(&x->edits, t->start, t->end, name);
}

const char *split_indented(const struct split *x, const struct stmt *st, const char *text)
{
	return indented(text, "", indentation(&x->src, stmt_start(&x->src, st)));
}

const char *split_window(const struct split *x)
{
	const char *text = recipe_text(x->r->windows, x->r->nwindows, x->in->arch);

	return text && *text ? plan_text(x->in, text, x->w.result) : NULL;
}

static void replace_run(struct split *x)
{
	const struct csource *s = &x->src;
	size_t start = stmt_start(s, x->run);

	edits_add(&x->edits, start, stmt_end(s, x->run),
		  wrapper_call(&x->w, split_column(x, start)));
}

size_t split_wrapper_place(const struct split *x)
{
	return line_start(&x->src, x->src.tokens.v[function_first(&x->src, &x->f)].start);
}

static void add_wrapper(struct split *x)
{
	size_t at = split_wrapper_place(x);

	if (!x->w.is_shared)
		edits_add(&x->edits, at, at, wrapper_definition(&x->w, false));
}

/* ---- the three shapes ---- */

/* The window is right behind the run, and not where interrupts would come on. */
static bool is_early(const struct split *x)
{
	for (size_t i = 0; i < x->r->nearly; i++)
		if (!strcmp(x->r->early[i], x->in->arch))
			return true;
	return false;
}

/* Interrupts stay off from end to end, or have their window behind the run already. */
static int stay_off(struct split *x)
{
	const char *text = x->unmask[1] ? NULL : split_window(x);
	const struct stmt *at = is_early(x) ? x->run : x->leave;
	const struct csource *s = &x->src;
	size_t byte;
	int ret;

	/* of an end that does for both nothing says it */
	if (!x->mask[1] && !split_calls_one(x, x->leave, x->r->leave, x->r->nleave))
		return split_reason(x, x->leave, "whether interrupts are off here is not known");
	rename_call(x, x->enter, x->r->outer[0]);
	rename_call(x, x->leave, x->r->outer[1]);
	if (!text)
		return 0;
	if (at == x->run && x->run != x->top)
		return split_reason(x, x->run, "the window would be in a branch");
	ret = split_check_window(x);
	if (ret)
		return ret;
	byte = at == x->run ? line_end(s, stmt_end(s, at)) : line_start(s, stmt_start(s, at));
	text = split_indented(x, at, text);
	edits_add(&x->edits, byte, byte,
		  at == x->run ? intern_f("\n%s", text) : intern_f("%s\n", text));
	return 0;
}

/* The statement, with the comment before it when that speaks of what goes, becomes the text. */
static int replace_with_comment(struct split *x, const struct stmt *st, bool always,
				const char *text)
{
	const struct csource *s = &x->src;
	size_t start = split_comment_start(x, st);
	const char *comment = csource_slice(s, start, stmt_start(s, st));

	if (split_shares_line(x, st))
		return split_reason(x, st, "it shares its line");

	if (start < stmt_start(s, st) && (always || split_words(x, comment) != comment))
		split_comment(x, st->first - 1);
	else
		start = stmt_start(s, st);
	split_replace(x, line_start(s, start), line_end(s, stmt_end(s, st)), text);
	return 0;
}

/* Interrupts come on between the run and the end: a window, the end, and then for good. */
static int come_on(struct split *x)
{
	const struct csource *s = &x->src;
	const struct stmt *on = x->unmask[1];
	const char *text = split_window(x), *blanks = indentation(s, stmt_start(s, on));
	struct buf b = {};
	int ret;

	rename_call(x, x->enter, x->r->outer[0]);
	note(x, "unmask", on);
	if (text)
		buf_printf(&b, "%s\n", split_indented(x, on, text));
	buf_printf(&b, "%s%s();\n\n%s%s();\n", blanks, x->r->outer[1], blanks, x->r->unmask);
	/* what the old window was for, the new one's comment says */
	ret = replace_with_comment(x, on, text, intern(b.s));
	buf_free(&b);
	return ret ? ret : replace_with_comment(x, x->leave, false, "");
}

/* Reads the file, and finds the function and its two ends. */
static int open_split(struct split *x)
{
	const struct plan_input *in = x->in;
	int ret = plan_read_function(in, x->plan, in->file, in->function, &x->src, &x->arena, &x->f,
				     x->err);

	if (!ret)
		ret = find_ends(x, x->f.body);
	if (!ret && (!x->enter || !x->leave))
		ret = split_reason(
			x, NULL,
			intern_f("%s() does not both enter and leave by itself", in->function));
	return ret;
}

static void close_split(struct split *x)
{
	vec_free(&x->edits);
	vec_free(&x->gone);
	csource_free(&x->src);
	arena_free(&x->arena);
}

bool split_applies(const struct plan_input *in)
{
	struct error none;
	struct split x = {.in = in, .r = in->recipe, .err = &none};

	open_split(&x);
	close_split(&x);
	return x.enter && x.leave;
}

int plan_split(const struct plan_input *in, struct plan *plan, struct error *err)
{
	struct split x = {.in = in, .r = in->recipe, .plan = plan, .err = err};
	int ret = open_split(&x);

	if (!ret)
		ret = check_between(&x);
	if (!ret)
		ret = find_run(&x);
	if (!ret)
		ret = find_switches(&x);
	if (!ret)
		ret = split_name(&x);
	if (!ret)
		ret = wrapper_make(&x.src, &x.f, &x.call, in->declarations, &x.w, err);
	if (!ret) {
		note(&x, "enter", x.enter);
		note(&x, "run", x.run);
		note(&x, "leave", x.leave);
		if (!x.unmask[0] && !x.mask[0] && !x.mask[1] == !x.unmask[1])
			ret = stay_off(&x);
		else if (!x.unmask[0] && !x.mask[0] && x.unmask[1])
			ret = come_on(&x);
		else if (x.unmask[0] && x.mask[1] && !x.mask[0] && !x.unmask[1])
			ret = split_closer(&x);
		else
			ret = split_reason(&x, x.enter,
					   "interrupts are switched in a way that is not "
					   "understood up to the other end");
	}
	if (!ret)
		ret = split_share(&x);
	if (!ret) {
		replace_run(&x);
		split_mend_comments(&x);
		add_wrapper(&x);
		ret = split_patches(&x);
	}
	close_split(&x);
	return ret;
}
