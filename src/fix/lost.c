// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a change may not lose: of all that stands between two ';' or braces, and
 * of all comments, only what the recipe or the plan speaks of may be gone.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "plan.h"
#include "words.h"

VEC_TYPE(piece_vec, const char *);

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void end_piece(struct buf *piece, struct piece_vec *out)
{
	if (piece->n)
		vec_push(out, intern(piece->s));
	piece->n = 0;
}

/* Code in pieces, a blank before and behind each token; comments apart. */
static void take_pieces(const struct csource *s, struct piece_vec *code, struct piece_vec *comments)
{
	struct buf piece = {};

	for (size_t i = 0; i < s->tokens.n; i++) {
		const char *text = token_text(s, i);

		if (s->tokens.v[i].kind == TOKEN_COMMENT) {
			vec_push(comments, comment_words(text));
			continue;
		}
		if (token_is(s, i, ";") || token_is(s, i, "{") || token_is(s, i, "}")) {
			end_piece(&piece, code);
			continue;
		}
		buf_printf(&piece, "%s%s ", piece.n ? "" : " ", text);
		if (s->tokens.v[i].kind == TOKEN_DIRECTIVE)
			end_piece(&piece, code);
	}
	end_piece(&piece, code);
	buf_free(&piece);
}

static int read_pieces(const char *text, size_t n, struct piece_vec *code,
		       struct piece_vec *comments, struct error *err)
{
	struct csource s = {};
	struct buf copy = {};
	int ret;

	buf_add(&copy, text, n);
	ret = csource_lex(&s, &copy, err);
	if (!ret)
		take_pieces(&s, code, comments);
	csource_free(&s);
	buf_free(&copy);
	if (code->n)
		qsort(code->v, code->n, sizeof(*code->v), by_text);
	if (comments->n)
		qsort(comments->v, comments->n, sizeof(*comments->v), by_text);
	return ret;
}

/* What the plan and its recipe say that they change. */
static void spoken_of(const struct plan_input *in, const struct plan *plan, struct piece_vec *code,
		      struct piece_vec *comments)
{
	const struct recipe *r = in->recipe;
	const char *const texts[] = {r->mask,		r->unmask,	r->written_out[0],
				     r->written_out[1], r->outer_leave, in->handler};
	const char *const *const lists[] = {r->enter, r->enter_any, r->leave, r->leave_any};
	const size_t n[] = {r->nenter, r->nenter_any, r->nleave, r->nleave_any};
	const struct plan_place *p;
	struct piece_vec unused = {};
	struct error none;

	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		if (texts[i])
			read_pieces(texts[i], strlen(texts[i]), code, &unused, &none);
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
		for (size_t k = 0; k < n[i]; k++)
			vec_push(code, intern_f(" %s ", lists[i][k]));
	vec_for_each (p, &plan->places)
		if (p->text)
			read_pieces(p->text, strlen(p->text), code,
				    strcmp(p->what, "comment") ? &unused : comments, &none);
	vec_free(&unused);
}

/* The first piece of before that after has less often, and that holds nothing spoken of; or NULL.
 */
static const char *first_lost(const struct piece_vec *before, const struct piece_vec *after,
			      const struct piece_vec *spoken)
{
	size_t k = 0;

	for (size_t i = 0; i < before->n; i++) {
		bool is = false;

		while (k < after->n && strcmp(after->v[k], before->v[i]) < 0)
			k++;
		if (k < after->n && after->v[k] == before->v[i]) {
			k++;
			continue;
		}
		for (size_t j = 0; j < spoken->n && !is; j++)
			is = strstr(before->v[i], spoken->v[j]);
		if (!is)
			return before->v[i];
	}
	return NULL;
}

static int compare(const struct plan_input *in, const struct plan *plan, const struct changed *c,
		   struct error *err)
{
	struct piece_vec code[3] = {}, comments[3] = {};
	const char *lost = NULL, *comment = NULL;
	int ret;

	spoken_of(in, plan, &code[2], &comments[2]);
	ret = read_pieces(c->before.s, c->before.n, &code[0], &comments[0], err);
	if (!ret)
		ret = read_pieces(c->after.s, c->after.n, &code[1], &comments[1], err);
	if (!ret) {
		lost = first_lost(&code[0], &code[1], &code[2]);
		comment = first_lost(&comments[0], &comments[1], &comments[2]);
	}
	if (lost)
		ret = error_set(err, EINVAL, "%s would lose \"%.*s\"", c->file,
				(int)strlen(lost) - 2, lost + 1);
	else if (comment)
		ret = error_set(err, EINVAL, "%s would lose the comment \"%.40s\"", c->file,
				comment);
	for (int i = 0; i < 3; i++) {
		vec_free(&code[i]);
		vec_free(&comments[i]);
	}
	return ret;
}

int plan_loses_nothing(const struct plan_input *in, const struct plan *plan, struct error *err)
{
	const struct patch *p = &plan->patches.v[plan->patches.n - 1];
	const struct changed *c;
	int ret = 0;

	vec_for_each (c, &p->files)
		if (!ret)
			ret = compare(in, plan, c, err);
	return ret;
}
