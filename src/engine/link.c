// SPDX-License-Identifier: GPL-2.0-or-later
/* Units to one program: symbols by image, tables by record and field. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "program.h"
#include "solve.h"

struct program *program_new(struct ruleset *rules)
{
	struct program *p = calloc(1, sizeof(*p));

	if (!p)
		die("out of memory");
	p->rules = rules;
	p->max_core = MAX_CORE;
	arena_init(&p->arena);
	p->values = values_new();
	p->cells = cells_new();
	p->any_field = intern("*");
	return p;
}

void program_add(struct program *p, const struct unit *u, bool image_is_whole)
{
	vec_push(&p->units, u);
	vec_push(&p->whole, image_is_whole);
}

const char *program_image(const struct program *p, const struct unit *u)
{
	return rules_image(p->rules, u->object);
}

struct func *program_function(const struct program *p, const struct func *from, const char *symbol)
{
	struct func *f = map_get(&p->statics, from->unit, symbol);

	return f ? f : map_get(&p->globals, from->image, symbol);
}

struct slot *program_slot_(struct program *p, struct map *map, uintptr_t a, uintptr_t b)
{
	struct slot *s = map_get(map, a, b);

	if (!s) {
		s = arena_new(&p->arena, struct slot);
		vec_push(&p->slot_list, s);
		map_put(map, a, b, s);
	}
	return s;
}

void program_gap(struct program *p, const char *kind, const struct func *f,
		 const struct place *place, const char *what)
{
	struct gap g = {
		.kind = kind, .place = *place, .function = f ? f->f->symbol : NULL, .what = what};
	const char *key = intern_f("%s|%s|%s", kind, what, g.function ? g.function : "");

	if (p->is_trial || map_get(&p->said, key, 0))
		return;
	map_put(&p->said, key, 0, p);
	vec_push(&p->gaps, g);
}

static void add_function(struct program *p, const struct unit *u, const struct function *f,
			 bool whole)
{
	struct func *n, *old;
	const char *image = program_image(p, u);

	if (f->alias_of)
		return;
	n = arena_new(&p->arena, struct func);
	n->f = f;
	n->unit = u;
	n->image = image;
	n->image_is_whole = whole;
	n->id = (uint32_t)p->funcs.n;
	vec_push(&p->funcs, n);
	if (!map_get(&p->first_funcs, u, 0))
		map_put(&p->first_funcs, u, 0, (void *)(uintptr_t)p->funcs.n);
	if (f->linkage == LINKAGE_STATIC) {
		map_put(&p->statics, u, f->symbol, n);
		return;
	}
	/* A strong definition goes before a weak one, else the first one stays. */
	old = map_get(&p->globals, image, f->symbol);
	if (!old || (old->f->linkage == LINKAGE_WEAK && f->linkage == LINKAGE_GLOBAL))
		map_put(&p->globals, image, f->symbol, n);
}

static void add_aliases(struct program *p, const struct unit *u)
{
	struct func from = {.unit = u, .image = program_image(p, u)};

	for (uint32_t i = 0; i < u->nfunctions; i++) {
		const struct function *f = &u->functions[i];
		struct func *target;

		if (!f->alias_of)
			continue;
		target = program_function(p, &from, f->alias_of);
		if (!target)
			continue;
		if (f->linkage == LINKAGE_STATIC)
			map_put(&p->statics, u, f->symbol, target);
		else if (!map_get(&p->globals, from.image, f->symbol))
			map_put(&p->globals, from.image, f->symbol, target);
	}
}

void slot_add(struct program *p, struct slot *s, const struct slot_row *row)
{
	struct slot_row *n = arena_new(&p->arena, struct slot_row);

	*n = *row;
	row->func->is_escaping = true;
	vec_push(&s->rows, n);
}

static void add_row(struct program *p, const struct unit *u, const struct row *row)
{
	struct func from = {.unit = u, .image = program_image(p, u)};

	for (uint32_t i = 0; i < row->ncells; i++) {
		const struct cell *c = &row->cells[i];
		struct func *target;
		struct slot *s;

		if (c->value.kind != OPERAND_FUNC)
			continue;
		target = program_function(p, &from, c->value.symbol);
		if (!target)
			continue;
		s = c->field ? program_slot(p, &p->slots, c->record, c->field)
			     : program_slot(p, &p->slots, NULL, row->object);
		slot_add(p, s, &(struct slot_row){.row = row, .unit = u, .func = target});
	}
}

/* Variables that this architecture does not have stay at their first value. */
static void fix_variables(struct program *p)
{
	for (unsigned i = 0; i < p->rules->nvars; i++) {
		const struct variable *v = &p->rules->vars[i];
		bool here = !v->nonly;

		for (size_t k = 0; k < v->nonly; k++)
			here |= v->only_archs[k] == p->arch;
		if (here)
			continue;
		p->fixed |= (varmask)(1u << i);
		state_set(&p->fixed_state, i, 1);
	}
}

/*
 * What no unit lists is off; but a front-end that was given no list (a plain
 * build with the plugin) says nothing of any, and then nothing is known.
 */
static void bind_facts(struct program *p)
{
	bool listed = false;

	for (size_t i = 0; i < p->units.n; i++)
		listed |= p->units.v[i]->noptions > 0;
	p->is_unlisted = !listed;
	for (size_t i = 0; i < p->rules->facts.n; i++)
		p->rules->facts.v[i]->value = listed ? TRI_NO : TRI_MAYBE;
	for (size_t i = 0; i < p->units.n; i++)
		for (uint32_t k = 0; k < p->units.v[i]->noptions; k++)
			rules_bind_fact(p->rules, p->units.v[i]->options[k].name, TRI_YES);
}

static bool is_noinstr(const struct program *p, const struct func *f)
{
	for (size_t i = 0; f->f->section && i < p->rules->noinstr.n; i++) {
		const struct noinstr_section *s = &p->rules->noinstr.v[i];

		if (!strcmp(f->f->section, s->name) &&
		    (!s->when || expr_eval(s->when, &p->fixed_state, NULL, TRUST_ALL) != TRI_NO))
			return true;
	}
	return false;
}

void program_link(struct program *p)
{
	for (size_t i = 0; i < p->units.n && !p->arch; i++)
		p->arch = p->units.v[i]->arch;
	fix_variables(p);
	bind_facts(p);
	for (size_t i = 0; i < p->units.n; i++)
		for (uint32_t k = 0; k < p->units.v[i]->nfunctions; k++)
			add_function(p, p->units.v[i], &p->units.v[i]->functions[k], p->whole.v[i]);
	for (size_t i = 0; i < p->funcs.n; i++)
		p->funcs.v[i]->is_noinstr = is_noinstr(p, p->funcs.v[i]);
	for (size_t i = 0; i < p->units.n; i++)
		add_aliases(p, p->units.v[i]);
	for (size_t i = 0; i < p->units.n; i++)
		for (uint32_t k = 0; k < p->units.v[i]->nrows; k++)
			add_row(p, p->units.v[i], &p->units.v[i]->rows[k]);
	match_init(p);
	resolve_program(p);
	relevance_compute(p);
	alone_compute(p);
}

const struct fault_vec *program_faults(const struct program *p)
{
	return &p->faults;
}

varmask program_fixed(const struct program *p)
{
	return p->fixed;
}

const struct gap_vec *program_gaps(const struct program *p)
{
	return &p->gaps;
}

void program_free(struct program *p)
{
	if (!p)
		return;
	solver_free(p->solver);
	for (size_t i = 0; i < p->faults.n; i++) {
		vec_free(&p->faults.v[i].steps);
		vec_free(&p->faults.v[i].units);
	}
	vec_free(&p->faults);
	vec_free(&p->gaps);
	vec_free(&p->units);
	vec_free(&p->whole);
	for (size_t i = 0; i < p->funcs.n; i++) {
		vec_free(&p->funcs.v[i]->callers);
		if (p->funcs.v[i]->prepared) {
			map_free(&p->funcs.v[i]->prepared->path_reads);
			vec_free(&p->funcs.v[i]->prepared->handed);
			vec_free(&p->funcs.v[i]->prepared->reads);
		}
	}
	for (size_t i = 0; i < p->slot_list.n; i++)
		vec_free(&p->slot_list.v[i]->rows);
	for (size_t i = 0; i < p->meaning_list.n; i++)
		for (size_t k = 0; k < p->meaning_list.v[i]->callees.n; k++)
			vec_free(&p->meaning_list.v[i]->callees.v[k].rows);
	for (size_t i = 0; i < p->model_lists.n; i++)
		vec_free(&p->model_lists.v[i]->models);
	for (size_t i = 0; i < p->onces.n; i++)
		vec_free(&p->onces.v[i]->vendors);
	vec_free(&p->slot_list);
	vec_free(&p->meaning_list);
	vec_free(&p->model_lists);
	vec_free(&p->funcs);
	map_free(&p->first_funcs);
	map_free(&p->globals);
	map_free(&p->statics);
	map_free(&p->slots);
	map_free(&p->args);
	map_free(&p->field_stores);
	map_free(&p->filled);
	map_free(&p->vendors);
	vec_free(&p->onces);
	map_free(&p->fields);
	map_free(&p->bit_stores);
	map_free(&p->stored_through);
	map_free(&p->model_names);
	map_free(&p->said);
	values_free(p->values);
	cells_free(p->cells);
	arena_free(&p->arena);
	free(p);
}
