// SPDX-License-Identifier: GPL-2.0-or-later
/* An arming that nothing throttles is counted, by a recipe's text in its place. */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "declared.h"
#include "plan.h"

struct counter {
	const struct plan_input *in;
	struct error *err;
	struct arena arena;
	struct csource src;
	struct cfunction f;
	struct stmt *arming;
	struct call_stmt call;
};

static bool is_arming(struct counter *x, const struct stmt *st)
{
	const struct recipe *r = x->in->recipe;
	const struct csource *s = &x->src;
	struct call_stmt c;

	if (!stmt_call(s, st, &c) || !token_is(s, c.callee, r->call) || !c.nargs ||
	    c.target < c.target_end || !token_is(s, c.args[c.nargs - 1].first, r->value) ||
	    next_code(s, c.args[c.nargs - 1].first + 1, c.close) < c.close)
		return false;
	x->call = c;
	return true;
}

/* The arming in the line; 0: any. */
static struct stmt *find(struct counter *x, struct stmt *st)
{
	struct stmt *found = NULL;

	if ((!x->in->line || x->src.tokens.v[st->first].line == x->in->line) && is_arming(x, st))
		return st;
	for (size_t i = 0; i < st->nchildren && !found; i++)
		found = find(x, st->children[i]);
	return found;
}

static int open_counter(struct counter *x)
{
	const struct plan_input *in = x->in;
	int ret = plan_read_function(in, NULL, in->file, in->function, &x->src, &x->arena, &x->f,
				     x->err);

	if (ret)
		return ret;
	x->arming = find(x, x->f.body);
	if (!x->arming)
		return error_set(x->err, EINVAL, "%s: %s() does not arm by %s()", in->file,
				 in->function, in->recipe->call);
	/* several statements take its place */
	if (x->arming->parent->kind != STMT_BLOCK)
		return error_set(x->err, EINVAL,
				 "%s:%u: the arming stands alone behind a condition", in->file,
				 x->src.tokens.v[x->arming->first].line);
	return 0;
}

static void close_counter(struct counter *x)
{
	csource_free(&x->src);
	arena_free(&x->arena);
}

bool count_applies(const struct plan_input *in)
{
	struct error none;
	struct counter x = {.in = in, .err = &none};
	bool applies = !open_counter(&x);

	close_counter(&x);
	return applies;
}

/* "TYPE NAME; TYPE NAME": locals that the text in its place speaks of. */
static int check_locals(struct counter *x)
{
	for (const char *p = x->in->recipe->locals; *p;) {
		size_t n = strcspn(p, ";"), end = n;
		const char *type, *name, *is;
		struct error none;

		while (end && (is_instruction_char(p[end - 1])))
			end--;
		name = intern_n(p + end, n - end);
		while (end && p[end - 1] == ' ')
			end--;
		type = intern_n(p, end);
		if (declared_local(&x->src, &x->f, x->arming->first, name, &is, &none) || !is ||
		    strcmp(is, type))
			return error_set(x->err, EINVAL, "%s: %s() has no %s", x->in->file,
					 x->in->function, declaration(type, name));
		p += n;
		p += strspn(p, "; ");
	}
	return 0;
}

/* The recipe's text with the arming's other arguments, behind the blanks of its line. */
static const char *instead(const struct counter *x)
{
	const struct csource *s = &x->src;
	const char *blanks = indentation(s, stmt_start(s, x->arming)), *text, *p;
	/* with the comma and the blank behind them */
	const char *target =
		csource_slice(s, s->tokens.v[x->call.args[0].first].start,
			      s->tokens.v[x->call.args[x->call.nargs - 1].first].start);
	struct buf b = {};

	for (p = x->in->recipe->instead; *p; p++) {
		if (!strncmp(p, "$target", 7)) {
			buf_puts(&b, target);
			p += 6;
			continue;
		}
		buf_putc(&b, *p);
		if (*p == '\n' && p[1] && p[1] != '\n')
			buf_puts(&b, blanks);
	}
	while (b.n && b.s[b.n - 1] == '\n')
		b.s[--b.n] = 0;
	text = intern(b.s);
	buf_free(&b);
	return text;
}

int plan_count(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct recipe *r = in->recipe;
	struct counter x = {.in = in, .err = err};
	struct edit_vec edits = {};
	int ret = open_counter(&x);

	plan_patch(plan, plan_text(in, r->subject, NULL), plan_message(in, r->message, NULL));
	if (!ret)
		ret = check_locals(&x);
	if (!ret) {
		size_t start = stmt_start(&x.src, x.arming), end = stmt_end(&x.src, x.arming);

		vec_push(&plan->places, (struct plan_place){"arming", in->file,
							    x.src.tokens.v[x.arming->first].line,
							    csource_slice(&x.src, start, end)});
		edits_add(&edits, start, end, instead(&x));
		ret = plan_change(plan, in->file, &x.src.text, &edits, err);
	}
	for (size_t i = 0; i < r->nchanges && !ret; i++)
		ret = plan_add_change(in, &r->changes[i], plan, err);
	vec_free(&edits);
	close_counter(&x);
	return ret;
}
