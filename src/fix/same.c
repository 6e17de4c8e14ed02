// SPDX-License-Identifier: GPL-2.0-or-later
/* What a change may not lose: the calls that it does not speak of. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "plan.h"

VEC_TYPE(name_vec, const char *);

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_among(const struct name_vec *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i] == name)
			return true;
	return false;
}

/* Appends the words of a text (NULL: none), which need not be whole C. */
static void add_words(struct name_vec *names, const char *text)
{
	struct csource s = {};
	struct buf copy = {};
	struct error none;

	buf_puts(&copy, text ? text : "");
	if (!csource_lex(&s, &copy, &none))
		for (size_t i = 0; i < s.tokens.n; i++)
			if (s.tokens.v[i].kind == TOKEN_WORD)
				vec_push(names, token_text(&s, i));
	csource_free(&s);
	buf_free(&copy);
}

static void add_names(struct name_vec *names, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		vec_push(names, intern(list[i]));
}

/* The names that the change itself adds, moves and removes. */
static void spoken_of(const struct plan_input *in, const struct plan *plan, struct name_vec *names)
{
	const struct recipe *r = in->recipe;

	add_names(names, r->enter, r->nenter);
	add_names(names, r->enter_any, r->nenter_any);
	add_names(names, r->leave, r->nleave);
	add_names(names, r->leave_any, r->nleave_any);
	for (int i = 0; i < 2; i++) {
		add_words(names, r->outer[i]);
		add_words(names, r->inner[i]);
	}
	add_words(names, r->mask);
	add_words(names, r->unmask);
	add_words(names, recipe_text(r->windows, r->nwindows, in->arch));
	add_words(names, recipe_text(r->unmasked, r->nunmasked, in->arch));
	add_words(names, recipe_text(r->masked, r->nmasked, in->arch));
	add_words(names, r->written_out[0]);
	add_words(names, r->written_out[1]);
	add_words(names, r->outer_leave);
	add_words(names, r->call);
	add_words(names, r->instead);
	for (size_t i = 0; i < r->nchanges; i++)
		add_words(names, r->changes[i].text);
	add_words(names, plan->wrapper);
	if (in->handler) {
		add_words(names, in->handler);
		add_words(names, intern_f("__%s", in->handler));
	}
}

/* Words before a parenthesis: calls, and what looks like one. */
static int find_calls(const struct buf *text, const struct name_vec *but, struct name_vec *out,
		      struct error *err)
{
	struct csource s = {};
	struct buf copy = {};
	int ret;

	buf_add(&copy, text->s, text->n);
	ret = csource_lex(&s, &copy, err);
	for (size_t i = 0; !ret && i < s.tokens.n; i++) {
		size_t next = next_code(&s, i + 1, s.tokens.n);

		if (s.tokens.v[i].kind == TOKEN_WORD && next < s.tokens.n &&
		    token_is(&s, next, "(") && !is_among(but, token_text(&s, i)))
			vec_push(out, token_text(&s, i));
	}
	csource_free(&s);
	buf_free(&copy);
	if (out->n)
		qsort(out->v, out->n, sizeof(*out->v), by_name);
	return ret;
}

static int compare(const struct plan *plan, const struct changed *c, const struct name_vec *but,
		   struct error *err)
{
	struct buf elsewhere = {};
	struct name_vec before = {}, after = {};
	int ret = find_calls(&c->before, but, &before, err);

	if (!ret)
		ret = find_calls(&c->after, but, &after, err);
	/* a wrapper in another file makes the call that was made here */
	if (!ret && plan->elsewhere && !strcmp(c->file, plan->file)) {
		buf_puts(&elsewhere, plan->elsewhere);
		ret = find_calls(&elsewhere, but, &after, err);
		buf_free(&elsewhere);
	}
	for (size_t i = 0; !ret && (i < before.n || i < after.n); i++) {
		const char *old = i < before.n ? before.v[i] : NULL,
			   *new = i < after.n ? after.v[i] : NULL;

		if (old != new)
			ret = error_set(err, EINVAL, "%s would call %s() another number of times",
					c->file, !new || (old && strcmp(old, new) < 0) ? old : new);
	}
	vec_free(&before);
	vec_free(&after);
	return ret;
}

int plan_same_calls(const struct plan_input *in, const struct plan *plan, struct error *err)
{
	/* those before it add helpers */
	const struct patch *p = &plan->patches.v[plan->patches.n - 1];
	const struct changed *c;
	struct name_vec but = {};
	int ret = 0;

	spoken_of(in, plan, &but);
	vec_for_each (c, &p->files)
		if (!ret)
			ret = compare(plan, c, &but, err);
	vec_free(&but);
	return ret;
}
