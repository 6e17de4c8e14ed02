// SPDX-License-Identifier: GPL-2.0-or-later
#include "plan.h"

#include <ctype.h>
#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "csource.h"

static const struct {
	int (*plan)(const struct plan_input *in, struct plan *plan, struct error *err);
	bool (*applies)(const struct plan_input *in);
} kinds[] = {
	[RECIPE_SPLIT] = {plan_split, split_applies},
	[RECIPE_COUNT] = {plan_count, count_applies},
	[RECIPE_SWAP] = {plan_swap, swap_applies},
	[RECIPE_SPREAD] = {plan_spread, spread_applies},
};

int plan_make(const struct plan_input *in, struct plan **out, struct error *err)
{
	struct plan *plan = calloc(1, sizeof(*plan));
	int ret;

	if (!plan)
		die("out of memory");
	plan->fix = in->recipe->name;
	plan->file = in->file;
	plan->function = in->function;
	ret = kinds[in->recipe->kind].plan(in, plan, err);
	if (!ret)
		ret = plan_same_calls(in, plan, err);
	if (!ret)
		ret = plan_loses_nothing(in, plan, err);
	if (ret)
		plan_free(plan);
	else
		*out = plan;
	return ret;
}

bool plan_applies(const struct plan_input *in)
{
	return kinds[in->recipe->kind].applies(in);
}

void plan_free(struct plan *plan)
{
	struct patch *p;
	struct changed *c;

	if (!plan)
		return;
	vec_for_each (p, &plan->patches) {
		vec_for_each (c, &p->files) {
			buf_free(&c->before);
			buf_free(&c->after);
		}
		vec_free(&p->files);
	}
	vec_free(&plan->patches);
	vec_free(&plan->places);
	vec_free(&plan->revealed);
	vec_free(&plan->doubtful);
	buf_free(&plan->strict);
	free(plan);
}

void plan_patch(struct plan *plan, const char *subject, const char *message)
{
	vec_push(&plan->patches, (struct patch){.subject = subject, .message = message});
}

const char *plan_text(const struct plan_input *in, const char *text, const char *what)
{
	const struct {
		const char *name, *value;
	} words[] = {{"$function", in->function},
		     {"$topic", in->topic},
		     {"$result", what},
		     {"$call", what}};
	struct buf b = {};
	const char *s;

	while (*text) {
		size_t i;

		for (i = 0; i < sizeof(words) / sizeof(*words); i++) {
			size_t n = strlen(words[i].name);

			if (words[i].value && !strncmp(text, words[i].name, n) &&
			    !isalnum((unsigned char)text[n])) {
				buf_puts(&b, words[i].value);
				text += n;
				break;
			}
		}
		if (i == sizeof(words) / sizeof(*words))
			buf_putc(&b, *text++);
	}
	s = intern(b.s ? b.s : "");
	buf_free(&b);
	return s;
}

/* The paragraph [text, end) in lines of at most 75 columns. */
static void fill(struct buf *b, const char *text, const char *end)
{
	size_t column = 0;

	while (text < end) {
		size_t n = strcspn(text, " \n");

		if (n > (size_t)(end - text))
			n = (size_t)(end - text);
		if (n) {
			bool fits = column + 1 + n <= 75;

			if (column)
				buf_putc(b, fits ? ' ' : '\n');
			column = column && fits ? column + 1 + n : n;
			buf_add(b, text, n);
		}
		text += n + 1;
	}
}

const char *plan_message(const struct plan_input *in, const char *text, const char *what)
{
	const char *s, *p = plan_text(in, text, what);
	struct buf b = {};

	while (*p) {
		const char *end = strstr(p, "\n\n");

		if (!end)
			end = p + strlen(p);
		if (b.n)
			buf_puts(&b, "\n\n");
		fill(&b, p, end);
		p = end + strspn(end, "\n");
	}
	s = intern(b.s ? b.s : "");
	buf_free(&b);
	return s;
}

/* What the patches so far make of the file last; NULL: they leave it as it is. */
static struct changed *last_change(const struct plan *plan, const char *file)
{
	struct changed *found = NULL, *c;
	struct patch *p;

	vec_for_each (p, &plan->patches)
		vec_for_each (c, &p->files)
			if (!strcmp(c->file, file))
				found = c;
	return found;
}

int plan_read(const struct plan_input *in, const struct plan *plan, const char *file,
	      struct csource *s, struct error *err)
{
	const struct changed *c = plan ? last_change(plan, file) : NULL;
	struct buf text = {};

	if (!c)
		return csource_read(s, intern_f("%s/%s", in->source, file), file, err);
	buf_add(&text, c->after.s, c->after.n);
	return csource_lex(s, &text, err);
}

int plan_read_function(const struct plan_input *in, const struct plan *plan, const char *file,
		       const char *function, struct csource *s, struct arena *arena,
		       struct cfunction *f, struct error *err)
{
	int ret = plan_read(in, plan, file, s, err);

	arena_init(arena);
	/* the finding's line says which of several it is, where it is the finding's file */
	return ret ? ret
		   : cfunction_find(s, function, file == in->file ? in->line : 0, arena, f, err);
}

int plan_change(struct plan *plan, const char *file, const struct buf *text,
		const struct edit_vec *edits, struct error *err)
{
	struct patch *patch = &plan->patches.v[plan->patches.n - 1];
	struct changed new = {.file = file}, *last = last_change(plan, file), *c;
	int ret = edits_apply(edits, text, &new.after, err);

	if (!ret && last && (last->after.n != text->n || memcmp(last->after.s, text->s, text->n)))
		ret = error_set(err, EINVAL, "%s would be changed twice, each time as it was",
				file);
	if (ret) {
		buf_free(&new.after);
		return ret;
	}
	/* twice in one patch is one change */
	vec_for_each (c, &patch->files)
		if (!strcmp(c->file, file)) {
			buf_free(&c->after);
			c->after = new.after;
			return 0;
		}
	buf_add(&new.before, text->s, text->n);
	vec_push(&patch->files, new);
	return 0;
}

/* ---- JSON ---- */

static void put(json_t *o, const char *key, json_t *value)
{
	if (json_object_set_new(o, key, value))
		die("out of memory");
}

static json_t *text_or_null(const char *s)
{
	return s ? json_string(s) : json_null();
}

static json_t *places(const struct plan *plan)
{
	const struct plan_place *p;
	json_t *list = json_array();

	vec_for_each (p, &plan->places) {
		json_t *o = json_object();

		put(o, "what", json_string(p->what));
		put(o, "file", json_string(p->file));
		put(o, "line", json_integer(p->line));
		put(o, "text", text_or_null(p->text));
		json_array_append_new(list, o);
	}
	return list;
}

static json_t *texts(const char *const *list, size_t n)
{
	json_t *array = json_array();

	for (size_t i = 0; i < n; i++)
		json_array_append_new(array, json_string(list[i]));
	return array;
}

json_t *plan_json(const struct plan *plan)
{
	json_t *o = json_object(), *files = json_array();
	const struct patch *p;
	const struct changed *c;

	put(o, "fix", json_string(plan->fix));
	put(o, "file", json_string(plan->file));
	put(o, "function", json_string(plan->function));
	put(o, "wrapper", text_or_null(plan->wrapper));
	put(o, "places", places(plan));
	vec_for_each (p, &plan->patches)
		vec_for_each (c, &p->files)
			json_array_append_new(files, json_string(c->file));
	put(o, "changes", files);
	put(o, "revealed", texts(plan->revealed.v, plan->revealed.n));
	put(o, "doubtful", texts(plan->doubtful.v, plan->doubtful.n));
	return o;
}
