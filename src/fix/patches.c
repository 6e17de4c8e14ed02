// SPDX-License-Identifier: GPL-2.0-or-later
/* A split's patches: helpers that the tree lacks first, then the function and what is called back.
 */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "split.h"

int split_name(struct split *x)
{
	const char *name = recipe_text(x->r->names, x->r->nnames, x->in->arch);

	if (!name || has_word(&x->src, name))
		name = intern_f("%s_enter_exit", x->in->function);
	if (has_word(&x->src, name))
		return split_reason(x, NULL, intern_f("there is a %s already", name));
	x->plan->wrapper = name;
	x->plan->section = x->r->section;
	x->w.name = name;
	x->w.attribute = x->r->section;
	x->w.inner[0] = x->r->inner[0];
	x->w.inner[1] = x->r->inner[1];
	return 0;
}

/* ---- what assembly calls back in the inner state ---- */

/* The names of its parameters, as arguments. */
static const char *own_args(const struct csource *s, const struct cfunction *f)
{
	struct name_list names = {};
	const char *text = "";

	declared_params(s, f, &names);
	for (size_t i = 0; i < names.n; i++)
		text = intern_f("%s%s%s", text, i ? ", " : "", names.v[i]);
	vec_free(&names);
	return text;
}

/* The function becomes a static one of another name; in its place one that leaves and enters again.
 */
static int split_handler(struct split *x, const struct csource *s, const struct cfunction *f,
			 struct edit_vec *edits)
{
	const struct token *name = &s->tokens.v[f->name_token];
	size_t start = s->tokens.v[f->first].start, end = line_end(s, stmt_end(s, f->body));
	const char *type = csource_slice(s, start, name->start), *inner = intern_f("__%s", f->name);
	const char *params =
		csource_slice(s, s->tokens.v[f->open].start, s->tokens.v[f->close].end);
	bool is_void;
	struct buf b = {};

	while (ends(type, " "))
		type = intern_n(type, strlen(type) - 1);
	is_void = !strcmp(type, "void");
	if (starts(type, "static") || has_word(s, inner))
		return error_set(x->err, EINVAL, "%s cannot be called %s", f->name, inner);
	edits_add(edits, start, start, "static ");
	edits_add(edits, name->start, name->end, inner);
	buf_printf(&b, "\n%s %s %s%s\n{\n", type, x->r->section, f->name, params);
	if (!is_void)
		buf_printf(&b, "\t%s;\n\n", declaration(type, "ret"));
	buf_printf(&b, "\t%s();\n\t%s%s(%s);\n\t%s();\n", x->r->inner[1],
		   is_void ? "" : "ret = ", inner, own_args(s, f), x->r->inner[0]);
	buf_puts(&b, is_void ? "}\n" : "\n\treturn ret;\n}\n");
	edits_add(edits, end, end, intern(b.s));
	buf_free(&b);
	vec_push(&x->plan->places,
		 (struct plan_place){"handler", x->in->handler_file, name->line, f->name});
	return 0;
}

static int change_handler(struct split *x)
{
	const char *file = x->in->handler_file;
	struct csource other = {};
	struct arena arena;
	struct cfunction f;
	struct edit_vec edits = {};
	int ret;

	if (!x->in->handler)
		return 0;
	if (!strcmp(file, x->in->file)) {
		ret = cfunction_find(&x->src, x->in->handler, 0, &x->arena, &f, x->err);
		return ret ? ret : split_handler(x, &x->src, &f, &x->edits);
	}
	ret = plan_read_function(x->in, x->plan, file, x->in->handler, &other, &arena, &f, x->err);
	if (!ret)
		ret = split_handler(x, &other, &f, &edits);
	if (!ret)
		ret = plan_change(x->plan, file, &other.text, &edits, x->err);
	vec_free(&edits);
	csource_free(&other);
	arena_free(&arena);
	return ret;
}

/* ---- helpers ---- */

static bool is_for(const struct recipe_helpers *h, const char *arch)
{
	for (size_t i = 0; i < h->narchs; i++)
		if (!strcmp(h->archs[i], arch))
			return true;
	return !h->narchs;
}

static int add_helpers(const struct plan_input *in, const struct recipe_helpers *h,
		       struct plan *plan, struct error *err)
{
	struct csource s = {};
	bool is_there;
	int ret;

	if (!is_for(h, in->arch))
		return 0;
	ret = plan_read(in, plan, h->file, &s, err);
	is_there = !ret && has_word(&s, h->unless);
	csource_free(&s);
	if (ret || is_there)
		return ret;
	plan_patch(plan, plan_text(in, h->subject, NULL), plan_message(in, h->message, NULL));
	for (size_t i = 0; i < h->nchanges && !ret; i++)
		ret = plan_add_change(in, &h->changes[i], plan, err);
	return ret;
}

int plan_helpers(const struct plan_input *in, struct plan *plan, struct error *err)
{
	const struct recipe *r = in->recipe;
	int ret = 0;

	for (size_t i = 0; i < r->nhelpers && !ret; i++)
		ret = add_helpers(in, &r->helpers[i], plan, err);
	return ret;
}

/* The file once more, with the other form of the wrapper. */
static int make_strict(struct split *x)
{
	const char *plain = wrapper_definition(&x->w, false);
	struct edit_vec edits = {};
	const struct edit *e;
	int ret;

	vec_for_each (e, &x->edits) {
		vec_push(&edits, *e);
		if (e->text == plain)
			edits.v[edits.n - 1].text = wrapper_definition(&x->w, true);
	}
	/* the one that is shared stands elsewhere: here it is not static, as its header says */
	if (x->w.is_shared)
		edits_add(&edits, split_wrapper_place(x), split_wrapper_place(x),
			  wrapper_definition(&x->w, true));
	ret = edits_apply(&edits, &x->src.text, &x->plan->strict, x->err);
	vec_free(&edits);
	return ret;
}

static void add_message(struct plan *plan, const char *paragraph)
{
	struct patch *p = &plan->patches.v[plan->patches.n - 1];

	p->message = intern_f("%s\n\n%s", p->message, paragraph);
}

int split_patches(struct split *x)
{
	/* where interrupts came on before the run, what enters and leaves moved next to it */
	const char *message = x->unmask[0] ? x->r->message_closer : x->r->message;
	int ret = plan_helpers(x->in, x->plan, x->err);

	if (ret)
		return ret;
	plan_patch(x->plan, plan_text(x->in, x->r->subject, NULL),
		   plan_message(x->in, message, NULL));
	if (x->header)
		add_message(x->plan,
			    plan_message(x->in,
					 intern_f("%s() of %s serves both: it is static "
						  "no more, and declared in %s.",
						  x->w.name, x->plan->wrapper_file, x->header),
					 NULL));
	ret = change_handler(x);
	if (!ret)
		ret = split_add_shared(x);
	if (!ret && x->w.is_guessed)
		ret = make_strict(x);
	return ret ? ret : plan_change(x->plan, x->in->file, &x->src.text, &x->edits, x->err);
}
