// SPDX-License-Identifier: GPL-2.0-or-later
/* What every event means: its model, or the functions that it may enter. */
#include <string.h>

#include "base/intern.h"
#include "program.h"

struct resolver {
	struct program *p;
	struct func *f;
};

const char *builtin_name(const char *symbol)
{
	static const char prefix[] = "__builtin_"; /* what the compiler calls its own functions */

	return strncmp(symbol, prefix, sizeof(prefix) - 1) ? NULL : symbol + sizeof(prefix) - 1;
}

void func_events(const struct func *f, void (*fn)(void *data, const struct event *e), void *data)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			fn(data, &bl->events[i]);
		for (uint32_t i = 0; i < bl->nedges; i++)
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
				fn(data, &bl->edges[i].sets[k]);
	}
}

/* ---- where functions stand at run time ---- */

/* The path is a global or static object itself. */
static bool is_object(const struct path *path)
{
	return path->root == ROOT_GLOBAL && !path->nsteps;
}

/* A function's address that is stored or passed on. */
static void note_address(void *data, const struct event *e)
{
	struct resolver *r = data;
	struct func *target, *callee;
	const struct step *field;

	if (e->kind == EVENT_STORE && e->set.a.kind == OPERAND_FUNC) {
		const struct path *to = e->set.dst.path;

		target = program_function(r->p, r->f, e->set.a.symbol);
		field = path_last_field(to);
		if (target && is_object(to))
			slot_add(r->p, program_slot(r->p, &r->p->slots, NULL, to->symbol),
				 &(struct slot_row){.func = target, .setter = r->f});
		else if (target && field)
			slot_add(r->p,
				 program_slot(r->p, &r->p->slots, field->record, field->field),
				 &(struct slot_row){.row = element_row(r->f, e->set.dst.path),
						    .func = target,
						    .setter = r->f,
						    .base = e->set.dst.path});
	}
	if (e->kind == EVENT_SET && e->set.a.kind == OPERAND_FUNC) {
		target = program_function(r->p, r->f, e->set.a.symbol);
		if (target)
			target->is_escaping = true;
	}
	if (e->kind != EVENT_CALL)
		return;
	callee = e->call.callee == CALLEE_SYMBOL ? program_function(r->p, r->f, e->call.symbol)
						 : NULL;
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		if (e->call.args[i].kind != OPERAND_FUNC)
			continue;
		target = program_function(r->p, r->f, e->call.args[i].symbol);
		if (target && callee)
			slot_add(r->p, program_slot(r->p, &r->p->args, callee, i + 1),
				 &(struct slot_row){.func = target});
		else if (target)
			target->is_escaping = true;
	}
}

/* What a local that is set once is set to: `typeof(f) F = ops.f; update(..., F)`. */
static const struct operand *source_of(const struct func *f, const struct operand *o)
{
	const struct operand *found = o;
	bool several = false;

	if (o->kind != OPERAND_LOCAL)
		return o;
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *e = &f->f->blocks[b].events[i];

			if (e->kind != EVENT_SET || e->set.dst.local != o->local)
				continue;
			several |= found != o;
			found = &e->set.a;
		}
	return several ? o : found;
}

/* prefixX(...) is a static call; update(&key, &prefixX, what) says what stands behind it. */
static void note_static_call(void *data, const struct event *e)
{
	struct resolver *r = data;
	const struct ruleset *rules = r->p->rules;
	const struct operand *symbol, *what;
	const struct step *field;
	struct func *target;
	struct slot *s, *from;

	if (!rules->static_call_update || e->kind != EVENT_CALL ||
	    e->call.callee != CALLEE_SYMBOL || e->call.nargs < 3 ||
	    strcmp(e->call.symbol, rules->static_call_update))
		return;
	symbol = &e->call.args[1];
	what = source_of(r->f, &e->call.args[2]);
	if (symbol->kind != OPERAND_FUNC)
		return;
	s = program_slot(r->p, &r->p->slots, NULL, symbol->symbol);
	if (what->kind == OPERAND_FUNC) {
		target = program_function(r->p, r->f, what->symbol);
		if (target)
			slot_add(r->p, s, &(struct slot_row){.func = target});
		return;
	}
	field = what->kind == OPERAND_PATH ? path_last_field(what->path) : NULL;
	from = field ? map_get(&r->p->slots, field->record, field->field) : NULL;
	for (size_t i = 0; from && i < from->rows.n; i++)
		slot_add(r->p, s,
			 &(struct slot_row){.row = from->rows.v[i]->row,
					    .unit = from->rows.v[i]->unit,
					    .func = from->rows.v[i]->func});
}

/* The object keyX holds what stands behind prefixX(...) until the first update. */
static void note_static_key(struct program *p, const struct unit *u, const struct row *row)
{
	const char *prefix = p->rules->static_call_key;
	struct func from = {.unit = u};
	size_t n = prefix ? strlen(prefix) : 0;
	struct func *target;

	if (!n || strncmp(row->object, prefix, n))
		return;
	from.image = program_image(p, u);
	for (uint32_t i = 0; i < row->ncells; i++) {
		if (row->cells[i].value.kind != OPERAND_FUNC)
			continue;
		target = program_function(p, &from, row->cells[i].value.symbol);
		if (target)
			slot_add(p,
				 program_slot(p, &p->slots, NULL,
					      intern_f("%s%s", p->rules->static_call_prefix,
						       row->object + n)),
				 &(struct slot_row){.func = target});
	}
}

/* ---- objects that are filled as a whole ---- */

/*
 * Tables that one table points to belong to one vendor: a choice of one is a
 * choice of all.  Union-find over the names of their objects.
 */
static const char *vendor_of(struct program *p, const char *object)
{
	const char *up = map_get(&p->vendors, object, 0);

	return !up || up == object ? object : vendor_of(p, up);
}

static bool holds_functions(const struct row *row)
{
	for (uint32_t i = 0; i < row->ncells; i++)
		if (row->cells[i].value.kind == OPERAND_FUNC)
			return true;
	return false;
}

static void join_vendors(struct program *p, const struct row *row)
{
	for (uint32_t i = 0; i < row->ncells; i++) {
		const struct operand *o = &row->cells[i].value;
		const char *a, *b;

		if (o->kind != OPERAND_ADDR || o->path->root != ROOT_GLOBAL ||
		    !map_get(&p->vendors, o->path->symbol, 0))
			continue;
		a = vendor_of(p, row->object);
		b = vendor_of(p, o->path->symbol);
		if (a != b)
			map_put(&p->vendors, a, 0, (void *)b);
	}
}

static void find_vendors(struct program *p)
{
	const struct row *row;

	for (size_t i = 0; i < p->units.n; i++)
		for (uint32_t k = 0; k < p->units.v[i]->nrows; k++) {
			row = &p->units.v[i]->rows[k];
			if (holds_functions(row))
				map_put(&p->vendors, row->object, 0, (void *)row->object);
		}
	for (size_t i = 0; i < p->units.n; i++)
		for (uint32_t k = 0; k < p->units.v[i]->nrows; k++)
			join_vendors(p, &p->units.v[i]->rows[k]);
}

static unsigned once_choice(const struct set_once *o, const char *vendor)
{
	for (size_t i = 0; i < o->vendors.n; i++)
		if (o->vendors.v[i] == vendor)
			return (unsigned)i + 1;
	return 0;
}

/* The one that any of these vendors belongs to, made when there is none. */
static struct set_once *once_get(struct program *p, const char *const *vendors, size_t n)
{
	struct set_once *o = NULL;

	for (size_t i = 0; i < p->onces.n && !o; i++)
		for (size_t k = 0; k < n && !o; k++)
			if (once_choice(p->onces.v[i], vendors[k]))
				o = p->onces.v[i];
	/* Four bits for each in a word. */
	if (!o && p->onces.n < 15) {
		o = arena_new(&p->arena, struct set_once);
		vec_push(&p->onces, o);
		o->number = (unsigned)p->onces.n;
	}
	for (size_t k = 0; o && k < n; k++)
		if (!once_choice(o, vendors[k]) && o->vendors.n < 14)
			vec_push(&o->vendors, vendors[k]);
	return o;
}

/*
 * The rows of the slot all stand in initialised objects of one record type, of
 * more than one vendor: whoever calls through it holds one of them for good.
 */
static const struct set_once *slot_once(struct program *p, const struct slot *s)
{
	const struct row *first = s->rows.n ? s->rows.v[0]->row : NULL;
	const char *vendors[MAX_CANDIDATES];
	size_t n = 0;

	for (size_t i = 0; i < s->rows.n && n < MAX_CANDIDATES; i++) {
		const struct row *row = s->rows.v[i]->row;

		if (!row || !row->record || row->record != first->record || row->within ||
		    row->index >= 0)
			return NULL;
		vendors[n++] = vendor_of(p, row->object);
	}
	for (size_t i = 1; i < n; i++)
		if (vendors[i] != vendors[0])
			return once_get(p, vendors, n);
	return NULL;
}

/* ---- meanings ---- */

static void add_candidate(struct program *p, struct meaning *m, const struct slot_row *row)
{
	struct candidate c = {.func = row->func}, *there = NULL;

	if (m->once)
		c.choice = once_choice(m->once, vendor_of(p, row->row->object));
	for (size_t k = 0; k < m->callees.n && !there; k++)
		if (m->callees.v[k].func == c.func && m->callees.v[k].choice == c.choice)
			there = &m->callees.v[k];
	if (!there) {
		vec_push(&m->callees, c);
		there = &m->callees.v[m->callees.n - 1];
	}
	vec_push(&there->rows, row);
}

/* Rows are many (a table for each machine), functions few. */
static size_t count_functions(const struct slot *s)
{
	size_t n = 0;

	for (size_t i = 0; i < s->rows.n && n <= MAX_CANDIDATES; i++) {
		bool seen = false;

		for (size_t k = 0; k < i && !seen; k++)
			seen = s->rows.v[k]->func == s->rows.v[i]->func;
		n += !seen;
	}
	return n;
}

static void add_candidates(struct resolver *r, struct meaning *m, const struct slot *s, bool once)
{
	const struct set_once *o;

	if (!s || count_functions(s) > MAX_CANDIDATES) {
		m->is_unresolved = true;
		return;
	}
	o = once ? slot_once(r->p, s) : NULL;
	m->once = o;
	for (size_t i = 0; i < s->rows.n; i++)
		add_candidate(r->p, m, s->rows.v[i]);
}

/* The object that the slot is called through is global and was not initialised as a table itself.
 */
static bool through_global(const struct path *path)
{
	return path->root == ROOT_GLOBAL;
}

static void resolve_slot(struct resolver *r, const struct event *e, struct meaning *m)
{
	const struct path *path = e->call.slot;
	const struct step *field = path_last_field(path);

	m->element = field ? slot_element(r->f, path) : NO_LOCAL;
	if (field)
		add_candidates(r, m, map_get(&r->p->slots, field->record, field->field),
			       through_global(path));
	else if (path->root == ROOT_GLOBAL)
		add_candidates(r, m, map_get(&r->p->slots, NULL, path->symbol), false);
	else
		m->is_unresolved = true;
}

/*
 * A pointer that is an object: what its own unit stores there; what any does,
 * where its own does not.  Static ones of other units may have the same name.
 */
static void resolve_object(struct resolver *r, const struct path *path, struct meaning *m)
{
	const struct slot *all = map_get(&r->p->slots, NULL, path->symbol);
	struct slot own = {};

	for (size_t i = 0; all && i < all->rows.n; i++) {
		const struct slot_row *row = all->rows.v[i];

		if ((row->setter ? row->setter->unit : row->unit) == r->f->unit)
			vec_push(&own.rows, row);
	}
	add_candidates(r, m, own.rows.n ? &own : all, false);
	vec_free(&own.rows);
}

/* A pointer that is a parameter: what callers pass there. */
static void resolve_pointer(struct resolver *r, const struct event *e, struct meaning *m)
{
	const struct operand *o = &e->call.pointer;

	if (o->kind == OPERAND_PATH && is_object(o->path))
		resolve_object(r, o->path, m);
	else if (o->kind == OPERAND_LOCAL && o->local < r->f->f->nparams)
		add_candidates(r, m, map_get(&r->p->args, r->f, (uintptr_t)o->local + 1), false);
	else
		m->is_unresolved = true;
}

static void resolve_symbol(struct resolver *r, const struct event *e, struct meaning *m,
			   struct func *callee)
{
	const char *prefix = r->p->rules->static_call_prefix;
	struct candidate c = {.func = callee};

	if (callee) {
		vec_push(&m->callees, c);
	} else if (prefix && !strncmp(e->call.symbol, prefix, strlen(prefix))) {
		add_candidates(r, m, map_get(&r->p->slots, NULL, e->call.symbol), true);
	} else {
		/* What the compiler makes of it itself has no body anywhere. */
		m->is_missing = !builtin_name(e->call.symbol);
	}
}

/* The call that the modelled code makes: with arguments that nothing is known of. */
static void resolve_back(struct resolver *r, const struct event *e, struct meaning *m)
{
	struct candidate c = {.func = program_function(r->p, r->f, m->model->calls_back)};
	struct event back = *e;

	if (!c.func || e->kind != EVENT_CALL)
		return;
	back.call.callee = CALLEE_SYMBOL;
	back.call.symbol = m->model->calls_back;
	back.call.nargs = 0;
	c.func->is_called_back = true;
	m->back = arena_copy(&r->p->arena, &back, sizeof(back));
	vec_push(&m->callees, c);
}

static struct meaning *resolve_event(struct resolver *r, const struct event *e,
				     const struct event *before)
{
	struct meaning m = {.element = NO_LOCAL}, *copy;
	struct func *callee = NULL;

	if (e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL)
		callee = program_function(r->p, r->f, e->call.symbol);
	m.model = match_event(r->p, r->f, e, callee);
	m.macro = match_macro(r->p, e->chain);
	if (m.macro && before && before->place.line == e->place.line &&
	    before->place.column == e->place.column && match_macro(r->p, before->chain) == m.macro)
		m.macro = NULL;
	if (m.model && callee)
		callee->is_modelled = true;
	if (m.model && m.model->calls_back)
		resolve_back(r, e, &m);
	if (!m.model && e->kind == EVENT_CALL) {
		if (e->call.callee == CALLEE_SLOT)
			resolve_slot(r, e, &m);
		else if (e->call.callee == CALLEE_POINTER)
			resolve_pointer(r, e, &m);
		else
			resolve_symbol(r, e, &m, callee);
	}
	if (!m.model && !m.macro && e->kind != EVENT_CALL)
		return NULL;
	copy = arena_copy(&r->p->arena, &m, sizeof(m));
	copy->callees.v = arena_copy(&r->p->arena, m.callees.v, m.callees.n * sizeof(*m.callees.v));
	copy->callees.cap = m.callees.n;
	if (m.callees.n && m.callees.v->rows.n)
		vec_push(&r->p->meaning_list, copy);
	vec_free(&m.callees);
	return copy;
}

static void resolve_function(struct resolver *r)
{
	const struct function *f = r->f->f;

	r->f->meanings = arena_array(&r->p->arena, struct meaning **, f->nblocks);
	for (uint32_t b = 0; b < f->nblocks; b++) {
		const struct block *bl = &f->blocks[b];

		r->f->meanings[b] = arena_array(&r->p->arena, struct meaning *, bl->nevents);
		for (uint32_t i = 0; i < bl->nevents; i++) {
			struct meaning *m =
				resolve_event(r, &bl->events[i], i ? &bl->events[i - 1] : NULL);

			r->f->meanings[b][i] = m;
			for (size_t k = 0; m && k < m->callees.n; k++)
				vec_push(&m->callees.v[k].func->callers, r->f);
		}
	}
}

void resolve_program(struct program *p)
{
	const struct model *model;
	struct resolver r = {.p = p};

	find_vendors(p);
	for (size_t i = 0; i < p->funcs.n; i++) {
		r.f = p->funcs.v[i];
		func_events(r.f, note_address, &r);
	}
	for (size_t i = 0; i < p->funcs.n; i++) {
		r.f = p->funcs.v[i];
		func_events(r.f, note_static_call, &r);
	}
	for (size_t i = 0; i < p->units.n; i++)
		for (uint32_t k = 0; k < p->units.v[i]->nrows; k++)
			note_static_key(p, p->units.v[i], &p->units.v[i]->rows[k]);
	for (size_t i = 0; i < p->funcs.n; i++) {
		r.f = p->funcs.v[i];
		/* Whether it is called here or not. */
		model = match_function(p, r.f);
		r.f->is_modelled = model != NULL;
		if (model && model->is_contract)
			r.f->contract = model;
		resolve_function(&r);
	}
}
