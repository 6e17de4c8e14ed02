// SPDX-License-Identifier: GPL-2.0-or-later
/* What a recipe changes by itself, wherever the finding is. */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "plan.h"
#include "stmt.h"

struct changer {
	struct arena arena;
	struct error *err;
};

/* #include <NAME> behind the last one of the file's, unless it is there. */
static void add_includes(const struct csource *s, const struct recipe_change *h,
			 struct edit_vec *edits)
{
	size_t at = 0;

	for (size_t i = 0; i < s->tokens.n; i++)
		if (s->tokens.v[i].kind == TOKEN_DIRECTIVE &&
		    starts(token_text(s, i), "#include <linux/"))
			at = line_end(s, s->tokens.v[i].end);
	for (size_t k = 0; k < h->nincludes; k++) {
		const char *line = intern_f("#include <%s>", h->includes[k]);
		bool is_there = false;

		for (size_t i = 0; i < s->tokens.n && !is_there; i++)
			is_there = s->tokens.v[i].kind == TOKEN_DIRECTIVE && token_is(s, i, line);
		if (!is_there)
			edits_add(edits, at, at, intern_f("%s\n", line));
	}
}

/* Where the text goes: above a function and its comment, or before the last #endif. */
static int text_place(struct changer *x, const struct csource *s, const struct recipe_change *c,
		      size_t *at)
{
	struct cfunction f;
	size_t first = s->tokens.n;
	int ret;

	if (c->before) {
		ret = cfunction_find(s, c->before, 0, &x->arena, &f, x->err);
		if (ret)
			return ret;
		for (first = f.first; first && s->tokens.v[first - 1].kind == TOKEN_COMMENT;)
			first--;
	} else if (c->behind) {
		const char *found = strstr(s->text.s, c->behind);

		if (!found || strstr(found + 1, c->behind))
			return error_set(x->err, EINVAL, "'%s' does not stand there once",
					 c->behind);
		*at = line_end(s, (size_t)(found - s->text.s));
		return 0;
	} else {
		while (first && s->tokens.v[first - 1].kind != TOKEN_DIRECTIVE)
			first--;
		if (!first || !starts(token_text(s, first - 1), "#endif"))
			return error_set(x->err, EINVAL, "it does not end with #endif");
		first--;
	}
	*at = line_start(s, s->tokens.v[first].start);
	return 0;
}

/* The phrase must stand in the function once. */
static int replace_phrase(struct changer *x, const struct csource *s, const struct recipe_change *c,
			  struct edit_vec *edits)
{
	struct cfunction f;
	int ret = cfunction_find(s, c->in, 0, &x->arena, &f, x->err);
	const char *body, *at;
	size_t start;

	if (ret)
		return ret;
	start = stmt_start(s, f.body);
	body = csource_slice(s, start, stmt_end(s, f.body));
	at = strstr(body, c->replace);
	if (!at || strstr(at + 1, c->replace))
		return error_set(x->err, EINVAL, "'%s' does not stand once in %s()", c->replace,
				 c->in);
	start += (size_t)(at - body);
	edits_add(edits, start, start + strlen(c->replace), c->by);
	return 0;
}

int plan_add_change(const struct plan_input *in, const struct recipe_change *c, struct plan *plan,
		    struct error *err)
{
	struct changer x = {.err = err};
	struct csource s = {};
	struct edit_vec edits = {};
	size_t at = 0;
	int ret = plan_read(in, plan, c->file, &s, err);

	if (ret)
		return ret;
	arena_init(&x.arena);
	add_includes(&s, c, &edits);
	if (c->text) {
		ret = text_place(&x, &s, c, &at);
		if (!ret)
			edits_add(&edits, at, at,
				  c->behind || ends(c->text, "\n\n") ? c->text
								     : intern_f("%s\n", c->text));
	} else {
		ret = replace_phrase(&x, &s, c, &edits);
	}
	if (!ret)
		ret = plan_change(plan, c->file, &s.text, &edits, err);
	else
		error_prefix(err, "%s", c->file);
	vec_free(&edits);
	csource_free(&s);
	arena_free(&x.arena);
	return ret;
}
