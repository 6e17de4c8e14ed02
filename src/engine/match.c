// SPDX-License-Identifier: GPL-2.0-or-later
/* Which model an event has. */
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "program.h"

/* Every model of a kind whose name is a pattern or a text stands here too. */
static const char *const any_name = "*";

static bool arch_fits(const struct program *p, const char *const *archs, size_t n)
{
	if (!n || !p->arch)
		return true;
	for (size_t i = 0; i < n; i++)
		if (archs[i] == p->arch)
			return true;
	return false;
}

static struct model_list *list_get(struct program *p, const char *name, enum match_kind kind)
{
	struct model_list *l = map_get(&p->model_names, name, kind + 1);

	if (!l) {
		l = arena_new(&p->arena, struct model_list);
		map_put(&p->model_names, name, kind + 1, l);
		vec_push(&p->model_lists, l);
	}
	return l;
}

/* A model's "record.field" is a field to look for. */
static void watch_field(struct program *p, const char *name)
{
	const char *dot = strrchr(name, '.');
	const char *record, *field;

	if (!dot)
		return;
	record = intern_n(name, (size_t)(dot - name));
	field = intern(dot + 1);
	if (!map_get(&p->fields, record, field))
		map_put(&p->fields, record, field, (void *)(uintptr_t)++p->nfields);
}

void match_init(struct program *p)
{
	for (size_t i = 0; i < p->rules->models.n; i++) {
		const struct model *m = p->rules->models.v[i];

		if (!arch_fits(p, m->archs, m->narchs))
			continue;
		if (m->when && expr_eval(m->when, &p->fixed_state, NULL, TRUST_ALL) == TRI_NO)
			continue;
		for (size_t k = 0; k < m->nnames; k++) {
			bool in_field = m->kind == MATCH_SLOT || m->kind == MATCH_STORE ||
					m->kind == MATCH_LOAD;
			bool wild = m->kind == MATCH_ASM || strchr(m->names[k], '*');

			vec_push(&list_get(p, intern(wild ? any_name : m->names[k]), m->kind)
					  ->models,
				 m);
			if (in_field)
				watch_field(p, m->names[k]);
		}
	}
}

static bool name_fits(const char *pattern, const char *name)
{
	const char *star = strchr(pattern, '*');
	size_t before = star ? (size_t)(star - pattern) : 0, len = strlen(name), after;

	if (!star)
		return !strcmp(pattern, name);
	after = strlen(star + 1);
	return len >= before + after && !strncmp(name, pattern, before) &&
	       !strcmp(name + len - after, star + 1);
}

bool chain_has(const struct chain *chain, const char *macro)
{
	for (uint32_t i = 0; chain && i < chain->n; i++)
		if (chain->name[i] == macro)
			return true;
	return false;
}

static bool chain_has_any(const struct chain *chain, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (chain_has(chain, names[i]))
			return true;
	return !n;
}

/* Models that name a macro around the event come before those that do not. */
static const struct model *pick(const struct model_list *l, const struct event *e,
				const struct func *callee)
{
	for (int with_macro = 1; l && with_macro >= 0; with_macro--)
		for (size_t i = 0; i < l->models.n; i++) {
			const struct model *m = l->models.v[i];

			if ((m->nwithin > 0) != with_macro ||
			    !chain_has_any(e->chain, m->within, m->nwithin))
				continue;
			if (m->without_body && callee)
				continue;
			if (m->static_inline && !(callee && func_is_inline(callee)))
				continue;
			if (m->defined_in && !(callee && ends(callee->unit->source, m->defined_in)))
				continue;
			return m;
		}
	return NULL;
}

static struct model_list *list_by_name(struct program *p, const char *name, enum match_kind kind)
{
	struct model_list *l = map_get(&p->model_names, name, kind + 1);
	const struct model_list *any = map_get(&p->model_names, intern(any_name), kind + 1);

	if ((l && l->wild) || !any)
		return l;
	l = list_get(p, name, kind);
	l->wild = true;
	for (size_t i = 0; i < any->models.n; i++)
		for (size_t k = 0; k < any->models.v[i]->nnames; k++)
			if (strchr(any->models.v[i]->names[k], '*') &&
			    name_fits(any->models.v[i]->names[k], name)) {
				vec_push(&l->models, any->models.v[i]);
				break;
			}
	return l;
}

static bool takes_record(const struct event *e, const char *record)
{
	for (uint32_t i = 0; i < e->as.nins; i++)
		if (e->as.ins[i].type.is_pointer && e->as.ins[i].type.record == record)
			return true;
	return !record;
}

/* What has a result, and is named by nobody, is part of what the alarm asks. */
static bool asks_for_alarm(const struct model *m, const struct event *e)
{
	return m->is_alarm && e->as.nouts;
}

static const struct model *match_asm(struct program *p, const struct event *e)
{
	const struct model_list *any = map_get(&p->model_names, intern(any_name), MATCH_ASM + 1);

	for (size_t i = 0; any && i < any->models.n; i++) {
		const struct model *m = any->models.v[i];

		if (!chain_has_any(e->chain, m->within, m->nwithin) || !takes_record(e, m->takes))
			continue;
		for (size_t k = 0; k < m->nnames; k++)
			if (has_words(e->as.text, m->names[k]) ||
			    (!strcmp(m->names[k], "*") && !asks_for_alarm(m, e)))
				return m;
	}
	return NULL;
}

static const struct model *match_field(struct program *p, const struct path *path,
				       enum match_kind kind, const struct event *e)
{
	const struct step *last = path_last_field(path);
	const char *name;

	if (!last || !last->record || !last->field ||
	    !map_get(&p->fields, last->record, last->field))
		return NULL;
	name = intern_f("%s.%s", last->record, last->field);
	return pick(list_by_name(p, name, kind), e, NULL);
}

const struct model *match_event(struct program *p, const struct func *f, const struct event *e,
				const struct func *callee)
{
	(void)f;
	switch (e->kind) {
	case EVENT_CALL:
		if (e->call.callee == CALLEE_SYMBOL)
			return pick(list_by_name(p, e->call.symbol, MATCH_CALL), e, callee);
		if (e->call.callee == CALLEE_SLOT)
			return match_field(p, e->call.slot, MATCH_SLOT, e);
		return NULL;
	case EVENT_ASM:
		return match_asm(p, e);
	case EVENT_STORE:
		return match_field(p, e->set.dst.path, MATCH_STORE, e);
	case EVENT_SET:
		return e->set.a.kind == OPERAND_PATH ? match_field(p, e->set.a.path, MATCH_LOAD, e)
						     : NULL;
	default:
		return NULL;
	}
}

const struct model *match_function(struct program *p, const struct func *f)
{
	static const struct event plain = {.kind = EVENT_CALL};

	return pick(list_by_name(p, f->f->symbol, MATCH_CALL), &plain, f);
}

/* The outermost macro that a model speaks of. */
const struct model *match_macro(struct program *p, const struct chain *chain)
{
	for (uint32_t i = chain ? chain->n : 0; i-- > 0;) {
		const struct model_list *l =
			map_get(&p->model_names, chain->name[i], MATCH_MACRO + 1);

		if (l)
			return l->models.v[0];
	}
	return NULL;
}
