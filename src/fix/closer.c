// SPDX-License-Identifier: GPL-2.0-or-later
/* Around the run alone: what enters and leaves moves next to it, and interrupts stay off between.
 */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "rules/recipe.h"
#include "split.h"

/* A call of a function with names for arguments: it can be moved past what does not call it. */
static bool is_plain_call(const struct split *x, const struct stmt *st)
{
	struct call_stmt c;

	if (!stmt_call(&x->src, st, &c) || c.target < c.target_end)
		return false;
	for (size_t i = 0; i < c.nargs; i++)
		if (next_code(&x->src, c.args[i].first + 1, c.args[i].end) < c.args[i].end)
			return false;
	return true;
}

/* Is the variable given another value in statements [first, last], or may be through a pointer? */
static bool is_set(const struct split *x, const struct stmt *block, size_t first, size_t last,
		   size_t name)
{
	static const char *const sets[] = {"=",	 "+=", "-=",  "*=",  "/=", "%=", "&=",
					   "|=", "^=", "<<=", ">>=", "++", "--", NULL};
	static const char *const before[] = {"&", "++", "--", NULL};
	const struct csource *s = &x->src;

	for (size_t i = block->children[first]->first; i < block->children[last]->last; i++) {
		size_t next = next_code(s, i + 1, s->tokens.n), back = previous_code(s, i, 0);

		if (!token_is(s, i, token_text(s, name)))
			continue;
		if (is_one_of(token_text(s, next), sets) || is_one_of(token_text(s, back), before))
			return true;
	}
	return false;
}

/* What is asked of a call that goes along past statements [first, last]. */
static const char *why_it_stays(struct split *x, const struct stmt *st, size_t first, size_t last)
{
	struct call_stmt c;

	/* those that may are known not to care what they are moved past */
	if (!split_calls_one(x, st, x->r->along, x->r->nalong))
		return "it would have to move with what enters or leaves";
	if (x->run != x->top)
		return "it would be called on some ways only";
	stmt_call(&x->src, st, &c);
	for (size_t i = 0; i < c.nargs; i++)
		if (is_set(x, x->enter->parent, first, last, c.args[i].first))
			return "its argument changes on the way to the run";
	return NULL;
}

/* Statements [first, last] move past [from, to]. */
static int check_group(struct split *x, size_t first, size_t last, size_t from, size_t to)
{
	for (size_t i = first; i <= last; i++) {
		const struct stmt *st = x->enter->parent->children[i];
		const char *why = NULL;

		if (!is_plain_call(x, st))
			why = "it would have to move with what enters or leaves";
		else if (!split_is_mask(x, st) && !split_is_unmask(x, st) && !split_is_end(x, st))
			why = why_it_stays(x, st, from, to);
		if (!why && split_shares_line(x, st))
			why = "it shares its line";
		if (why)
			return split_reason(x, st, why);
		if (split_check_wait(x, st, "it would be called elsewhere"))
			return -EINVAL;
	}
	for (size_t i = from; i <= to; i++)
		if (split_check_kept(x, x->enter->parent->children[i],
				     "interrupts would come on under a lock"))
			return -EINVAL;
	return 0;
}

/* The last that masks before the enter; NULL: something else is in between. */
static struct stmt *mask_before(const struct split *x)
{
	const struct stmt *block = x->enter->parent;

	for (size_t i = x->enter->number; i-- > 0;)
		if (split_is_mask(x, block->children[i]))
			return block->children[i];
		else if (!is_plain_call(x, block->children[i]))
			break;
	return NULL;
}

/* The lines [start, end) for the place of the run, and with the new names. */
static const char *moved(struct split *x, size_t start, size_t end, const char *blanks)
{
	const char *text;
	const struct token *t = x->src.tokens.v;

	for (size_t i = x->f.body->first; i < x->f.body->last; i++)
		if (t[i].kind == TOKEN_COMMENT && t[i].start >= start && t[i].end <= end)
			split_comment(x, i);
	text = split_words(x, csource_slice(&x->src, start, end));
	return indented(text, indentation(&x->src, start), blanks);
}

/* Braces where the run stands alone behind a condition. */
static int brace(struct split *x)
{
	const struct csource *s = &x->src;
	const struct stmt *p = x->run->parent;
	size_t head = previous_code(s, x->run->first, 0), end = line_end(s, stmt_end(s, x->run));

	for (const struct stmt *up = p; up != x->enter->parent; up = up->parent)
		if (up->kind != STMT_IF && up->kind != STMT_BLOCK)
			return split_reason(x, up, "the run is in a loop of its own");
	if (p->kind == STMT_BLOCK)
		return 0;
	if (p->nchildren > 1)
		return split_reason(x, p, "the run is one of two branches without braces");
	edits_add(&x->edits, s->tokens.v[head].end, s->tokens.v[head].end, " {");
	edits_add(&x->edits, end, end, intern_f("%s}\n", indentation(s, stmt_start(s, p))));
	return 0;
}

static bool is_blank_line(const struct csource *s, size_t start)
{
	return start < s->text.n && s->text.s[start] == '\n';
}

int split_closer(struct split *x)
{
	const struct csource *s = &x->src;
	const struct stmt *block = x->enter->parent;
	struct stmt *mask = mask_before(x), *on;
	size_t start, end, at, in[2], out[2];
	const char *blanks = indentation(s, stmt_start(s, x->run)), *window = split_window(x);
	int ret;

	on = x->leave->number + 1 < block->nchildren ? block->children[x->leave->number + 1] : NULL;
	if (!mask)
		return split_reason(x, x->enter, "where interrupts go off is not known");
	if (!on || !split_is_unmask(x, on))
		return split_reason(x, x->leave, "interrupts do not come on right behind");
	ret = check_group(x, mask->number, x->unmask[0]->number, x->unmask[0]->number,
			  x->top->number);
	if (!ret)
		ret = check_group(x, x->mask[1]->number, on->number, x->top->number,
				  x->mask[1]->number);
	if (ret)
		return ret;
	/* interrupts were on in the run */
	x->w.around[0] = recipe_text(x->r->unmasked, x->r->nunmasked, x->in->arch);
	x->w.around[1] = recipe_text(x->r->masked, x->r->nmasked, x->in->arch);
	split_note(x, "mask", mask->first, mask->last);
	split_note(x, "unmask", x->unmask[0]->first, x->unmask[0]->last);
	split_note(x, "mask", x->mask[1]->first, x->mask[1]->last);
	split_note(x, "unmask", on->first, on->last);
	in[0] = line_start(s, split_comment_start(x, mask));
	in[1] = line_start(s, stmt_start(s, x->unmask[0]));
	out[0] = line_end(s, stmt_end(s, x->mask[1]));
	out[1] = line_end(s, stmt_end(s, on));
	start = line_start(s, split_comment_start(x, x->run));
	at = line_end(s, stmt_end(s, x->run));
	end = line_end(s, stmt_end(s, x->unmask[0]));
	split_replace(x, in[0], end, "");
	edits_add(&x->edits, start, start,
		  intern_f("%s%s\n", start > end && x->run == x->top ? "\n" : "",
			   moved(x, in[0], in[1], blanks)));
	edits_add(&x->edits, at, at,
		  intern_f("\n%s%s%s%s", window ? split_indented(x, x->run, window) : "",
			   window ? "\n" : "", moved(x, out[0], out[1], blanks),
			   x->run == x->top && !is_blank_line(s, at) ? "\n" : ""));
	ret = brace(x);
	split_replace(x, line_start(s, stmt_start(s, x->mask[1])), out[1], "");
	return ret;
}
