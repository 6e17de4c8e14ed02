// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A wrapper that another file of the directory has already: two that are linked
 * together need one of it.  It is static no more, and the header of both declares it.
 */
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "split.h"

/* A function of the wrapper's name in another file. */
struct other {
	const char *file;
	struct csource src;
	struct cfunction f;
	struct arena arena;
};

static int other_open(const struct split *x, const char *file, struct other *o, struct error *err)
{
	o->file = file;
	return plan_read_function(x->in, x->plan, file, x->w.name, &o->src, &o->arena, &o->f, err);
}

static void other_close(struct other *o)
{
	csource_free(&o->src);
	arena_free(&o->arena);
}

static bool is_among(const struct name_list *names, const char *name)
{
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i] == name)
			return true;
	return false;
}

/* Which of the names the token is; their number: none, as that of a field or a record is. */
static size_t number_of(const struct name_list *names, const struct csource *s, size_t token)
{
	static const char *const before[] = {"struct", "union", "enum", "->", ".", NULL};
	size_t i = 0;

	if (is_one_of(token_text(s, previous_code(s, token, 0)), before))
		return names->n;
	while (i < names->n && names->v[i] != token_text(s, token))
		i++;
	return i;
}

/* The next token of the definition that says what the function does. */
static size_t next_said(const struct csource *s, const struct cfunction *f, size_t i)
{
	do
		i = next_code(s, i, s->tokens.n);
	while (i < f->open && token_is(s, i, "static") && i++ < s->tokens.n);
	return i;
}

/* The two are the same but for the names of their parameters, and for being static. */
static bool is_same(const struct csource *a, const struct cfunction *f, const struct csource *b,
		    const struct cfunction *g)
{
	struct name_list names[2] = {};
	size_t i = next_said(a, f, f->first), k = next_said(b, g, g->first);
	bool same;

	declared_params(a, f, &names[0]);
	declared_params(b, g, &names[1]);
	same = names[0].n == names[1].n;
	while (same && i <= f->body->last && k <= g->body->last) {
		size_t one = number_of(&names[0], a, i), two = number_of(&names[1], b, k);

		same = one == two && (one < names[0].n || token_text(a, i) == token_text(b, k));
		i = next_said(a, f, i + 1);
		k = next_said(b, g, k + 1);
	}
	vec_free(&names[0]);
	vec_free(&names[1]);
	return same && i > f->body->last && k > g->body->last;
}

static bool is_wrapper(const struct split *x, const struct other *o)
{
	struct csource own = {};
	struct cfunction f;
	struct arena arena;
	struct error none;
	struct buf text = {};
	bool same;

	buf_puts(&text, wrapper_definition(&x->w, false));
	arena_init(&arena);
	same = !csource_lex(&own, &text, &none) &&
	       !cfunction_find(&own, x->w.name, 0, &arena, &f, &none) &&
	       is_same(&own, &f, &o->src, &o->f);
	csource_free(&own);
	arena_free(&arena);
	buf_free(&text);
	return same;
}

static int is_c(const struct dirent *e)
{
	return ends(e->d_name, ".c");
}

/* ---- the header of both ---- */

static void includes_of(const struct csource *s, struct name_list *out)
{
	for (size_t i = 0; i < s->tokens.n; i++) {
		const char *text, *end;

		if (s->tokens.v[i].kind != TOKEN_DIRECTIVE)
			continue;
		text = token_text(s, i);
		if (!starts(text, "#include \""))
			continue;
		text += strlen("#include \"");
		end = strchr(text, '"');
		if (end)
			vec_push(out, intern_n(text, (size_t)(end - text)));
	}
}

static const char *own_header(const char *file)
{
	return intern_f("%.*s.h", (int)strlen(base_name(file)) - 2, base_name(file));
}

/*
 * Of the headers of the directory that both include the one that has the name of either
 * file, else the only one.
 */
static const char *header_of(const struct split *x, const struct other *o, const char *dir)
{
	const char *own[] = {own_header(o->file), own_header(x->in->file)}, *found = NULL;
	struct name_list mine = {}, theirs = {};
	size_t n = 0;

	includes_of(&x->src, &mine);
	includes_of(&o->src, &theirs);
	for (size_t i = 0; i < mine.n && (!n || (found != own[0] && found != own[1])); i++) {
		const char *file = intern_f("%s%s", dir, mine.v[i]);
		struct csource s = {};
		struct error none;

		if (is_among(&theirs, mine.v[i]) && !plan_read(x->in, x->plan, file, &s, &none)) {
			found = mine.v[i];
			n++;
		}
		csource_free(&s);
	}
	vec_free(&mine);
	vec_free(&theirs);
	return found && (n == 1 || found == own[0] || found == own[1])
		       ? intern_f("%s%s", dir, found)
		       : NULL;
}

/* ---- the decision ---- */

/* Nobody else has the name in this file. */
static void take_own_name(struct split *x)
{
	x->w.name = x->plan->wrapper = intern_f("%s_enter_exit", x->in->function);
}

static int share(struct split *x, const struct other *o, const char *dir)
{
	bool is_static = token_is(&o->src, o->f.first, "static");

	x->w.is_shared = true;
	x->plan->wrapper_file = o->file;
	x->plan->elsewhere = wrapper_definition(&x->w, false);
	x->header = is_static ? header_of(x, o, dir) : NULL;
	if (is_static && !x->header)
		return split_reason(x, NULL,
				    intern_f("%s has the same %s(), and which header declares it "
					     "for both is not known",
					     o->file, x->w.name));
	return 0;
}

/* One file of the directory. */
static int look_at(struct split *x, const char *file, const char *dir)
{
	struct error none;
	struct other o = {};
	int ret = 0;

	if (!other_open(x, file, &o, &none))
		switch (x->in->linked(x->in->trial, file, x->in->file)) {
		case LINKED_APART:
			break;
		case LINKED_TOGETHER:
			if (is_wrapper(x, &o))
				ret = share(x, &o, dir);
			else
				take_own_name(x);
			break;
		default:
			ret = split_reason(x, NULL,
					   intern_f("%s has a %s() too, and whether it can serve "
						    "both is not known: it is not built here",
						    file, x->w.name));
		}
	other_close(&o);
	return ret;
}

int split_share(struct split *x)
{
	const char *file = x->in->file, *name = x->w.name;
	const char *dir = intern_n(file, (size_t)(base_name(file) - file));
	struct dirent **list;
	int n, ret = 0;

	x->plan->wrapper_file = file;
	n = x->in->linked ? scandir(intern_f("%s/%s", x->in->source, dir), &list, is_c, alphasort)
			  : 0;
	for (int i = 0; i < n; i++) {
		const char *other = intern_f("%s%s", dir, list[i]->d_name);

		if (!ret && strcmp(other, file) && !x->w.is_shared && x->w.name == name)
			ret = look_at(x, other, dir);
		free(list[i]);
	}
	if (n > 0)
		free(list);
	if (!ret && has_word(&x->src, x->w.name) && !x->w.is_shared)
		ret = split_reason(x, NULL, intern_f("there is a %s already", x->w.name));
	return ret;
}

/* ---- edits ---- */

/* "noinstr int NAME(PARAMS)", as it stands there but for static. */
static const char *head_of(const struct other *o, size_t first)
{
	const struct csource *s = &o->src;
	const struct token *t = s->tokens.v;
	size_t begin = next_code(s, o->f.open + 1, o->f.close), depth = 0;
	const char *items[8];
	size_t n = 0;

	for (size_t i = begin; i <= o->f.close && n < 8; i = next_code(s, i + 1, s->tokens.n)) {
		if (!depth && (i == o->f.close || token_is(s, i, ",")) && i > begin) {
			items[n++] =
				csource_slice(s, t[begin].start, t[previous_code(s, i, begin)].end);
			begin = next_code(s, i + 1, s->tokens.n);
		}
		depth += token_is(s, i, "(");
		depth -= depth && token_is(s, i, ")");
	}
	return wrapper_head(csource_slice(s, t[first].start, t[o->f.name_token].end), items, n);
}

int split_add_shared(struct split *x)
{
	struct edit_vec edits = {};
	struct recipe_change c = {.file = x->header};
	struct other o = {};
	const struct token *t;
	size_t first, bare;
	int ret;

	if (!x->header)
		return 0;
	ret = other_open(x, x->plan->wrapper_file, &o, x->err);
	if (!ret) {
		t = o.src.tokens.v;
		first = bare = next_said(&o.src, &o.f, o.f.first);
		if (token_is(&o.src, first, x->r->section))
			bare = next_said(&o.src, &o.f, first + 1);
		vec_push(&x->plan->places,
			 (struct plan_place){
				 "wrapper", o.file, t[o.f.first].line,
				 csource_slice(&o.src, t[o.f.first].start, t[o.f.close].end)});
		c.text = intern_f("%s;\n", head_of(&o, bare));
		edits_add(&edits, t[o.f.first].start, t[o.f.close].end, head_of(&o, first));
		ret = plan_change(x->plan, o.file, &o.src.text, &edits, x->err);
	}
	if (!ret)
		ret = plan_add_change(x->in, &c, x->plan, x->err);
	vec_free(&edits);
	other_close(&o);
	return ret;
}
