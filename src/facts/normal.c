// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The normal form: what two front-ends must agree on.  The unit is copied
 * through the binary form, then changed in place.
 */
#include "forms.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "normal.h"

/* Each round takes something away, and real code needs a few; a limit for made-up facts. */
#define MAX_ROUNDS 64

/* Two builtins of gcc and clang that only hand a value on, and that front-ends write apart. */
#define BUILTIN_EXPECT "__builtin_expect"
#define BUILTIN_CONSTANT "__builtin_constant_p"

/* ---- what says nothing about the program ---- */

static const struct chain *outermost(struct arena *arena, const struct chain *c)
{
	struct chain *last;

	if (!c || c->n <= 1)
		return c;
	last = arena_alloc(arena, sizeof(*last) + sizeof(last->name[0]));
	last->n = 1;
	last->name[0] = c->name[c->n - 1];
	return last;
}

static bool is_volatile_read(const struct event *e)
{
	return e->set.op == SET_COPY && e->set.a.kind == OPERAND_PATH && e->set.a.path->is_volatile;
}

static void strip_event(struct normal *n, struct event *e)
{
	e->place.column = 0;
	e->chain = outermost(n->arena, e->chain);
}

/* Where a value is computed is nobody's: what uses it has a place. */
static void strip_value(struct event *e)
{
	if (e->kind != EVENT_SET || is_volatile_read(e))
		return;
	memset(&e->place, 0, sizeof(e->place));
	e->chain = NULL;
}

static void strip_block(struct normal *n, struct block *b)
{
	for (uint32_t i = 0; i < b->nevents; i++) {
		strip_event(n, &b->events[i]);
		strip_value(&b->events[i]);
	}
	/* what a way sets is the place that a way to a return comes from */
	for (uint32_t i = 0; i < b->nedges; i++)
		for (uint32_t j = 0; j < b->edges[i].nsets; j++) {
			strip_event(n, &b->edges[i].sets[j]);
			b->edges[i].sets[j].chain = NULL;
		}
	b->place.column = 0;
	b->chain = outermost(n->arena, b->chain);
}

static void strip_function(struct normal *n)
{
	struct function *f = n->f;

	f->place.column = 0;
	for (uint32_t i = 0; i < f->nblocks; i++)
		strip_block(n, &f->blocks[i]);
}

/* ---- builtins ---- */

/* The event becomes "result := a", or "result := unknown" where a is none. */
static void replace_call(struct event *e, const struct operand *a)
{
	struct operand result = e->call.result, value = *a;

	e->kind = result.kind == OPERAND_LOCAL ? EVENT_SET : EVENT_STORE;
	memset(&e->set, 0, sizeof(e->set));
	e->set.op = value.kind == OPERAND_NONE ? SET_UNKNOWN : SET_COPY;
	e->set.dst = result;
	e->set.a = value;
}

/* GCC clears what is between the members of a variable, as -ftrivial-auto-var-init asks. */
static bool clears_padding(const struct event *e)
{
	const struct path *p = e->kind == EVENT_STORE ? e->set.dst.path : NULL;

	return p && p->root == ROOT_LOCAL && p->nsteps == 1 && p->steps[0].kind == STEP_INDEX_ANY &&
	       !e->set.dst.mask && !e->set.a.mask && !e->set.a.type.bits && !p->type.bits &&
	       !p->type.record && e->set.op == SET_COPY && e->set.a.kind == OPERAND_CONST &&
	       !e->set.a.value;
}

static struct operand variable(struct normal *n, uint32_t local)
{
	struct path *p = arena_new(n->arena, struct path);

	p->root = ROOT_LOCAL;
	p->local = local;
	p->type = n->f->locals[local].type;
	return (struct operand){.kind = OPERAND_PATH, .path = p, .type = p->type};
}

/* A record that READ_ONCE() reads is put into a variable, which is in memory. */
static void set_record(struct normal *n, struct event *e)
{
	struct local *l = e->kind == EVENT_SET ? &n->f->locals[e->set.dst.local] : NULL;

	if (!l || l->type.bits || !l->type.record || e->set.dst.mask || !is_volatile_read(e) ||
	    e->set.a.path->type.record != l->type.record || e->set.a.path->type.bits)
		return;
	l->in_memory = true;
	e->kind = EVENT_STORE;
	e->set.dst = variable(n, e->set.dst.local);
}

static void read_record(struct normal *n, struct event *e)
{
	struct operand *o = &e->set.a;
	const struct local *l = NULL;

	if (e->kind == EVENT_STORE && e->set.op == SET_COPY && o->kind == OPERAND_LOCAL &&
	    !o->mask && !o->type.bits)
		l = &n->f->locals[o->local];
	if (l && l->in_memory && l->type.record && !l->type.bits)
		*o = variable(n, o->local);
}

static uint32_t drop_builtins(struct normal *n, struct event *events, uint32_t count)
{
	const char *expect = intern(BUILTIN_EXPECT), *constant = intern(BUILTIN_CONSTANT);
	uint32_t kept = 0;

	for (uint32_t i = 0; i < count; i++) {
		struct event *e = &events[i];
		struct operand a = {};
		bool is_constant;

		if (clears_padding(e))
			continue;
		set_record(n, e);
		read_record(n, e);
		is_constant = e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL &&
			      e->call.symbol == constant && e->call.nargs;
		if (is_constant || (e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL &&
				    e->call.symbol == expect && e->call.nargs)) {
			if (e->call.result.kind == OPERAND_NONE)
				continue;
			if (!is_constant)
				a = e->call.args[0];
			else if (e->call.args[0].kind == OPERAND_CONST)
				a = (struct operand){.kind = OPERAND_CONST,
						     .value = 1,
						     .type = e->call.result.type};
			else if (e->call.result.kind == OPERAND_LOCAL)
				n->unresolved[e->call.result.local] = true;
			replace_call(e, &a);
		}
		events[kept++] = *e;
	}
	return kept;
}

/* ---- a function ---- */

static void *by_local(const struct normal *n, size_t size)
{
	void *p = calloc((size_t)n->room + 1, size);

	if (!p)
		die("out of memory");
	return p;
}

/* For all that is told by local, and for locals that tests and what they read become. */
static void make_room(struct normal *n)
{
	struct function *f = n->f;
	struct local *locals;

	n->room = f->nlocals + 8 * f->nblocks + normal_loads(f);
	locals = arena_array(n->arena, struct local, n->room + 1);
	if (f->nlocals)
		memcpy(locals, f->locals, f->nlocals * sizeof(*locals));
	f->locals = locals;
	n->unresolved = by_local(n, sizeof(*n->unresolved));
	n->ndefs = by_local(n, sizeof(*n->ndefs));
	n->def = by_local(n, sizeof(*n->def));
	n->home = by_local(n, sizeof(*n->home));
	n->by_ways = by_local(n, sizeof(*n->by_ways));
	n->bits = by_local(n, sizeof(*n->bits));
	n->at = by_local(n, sizeof(*n->at));
}

static void normalise_function(struct arena *arena, struct function *f)
{
	struct normal n = {.arena = arena, .f = f};
	bool changed = true;

	make_room(&n);
	strip_function(&n);
	for (uint32_t i = 0; i < f->nblocks; i++)
		f->blocks[i].nevents = drop_builtins(&n, f->blocks[i].events, f->blocks[i].nevents);
	for (int round = 0; changed && round < MAX_ROUNDS; round++) {
		changed = normal_load(&n);
		changed |= normal_fold(&n);
		changed |= normal_value(&n);
		changed |= normal_chain(&n);
		changed |= normal_type(&n);
		changed |= normal_memory(&n);
		changed |= normal_test(&n);
		changed |= normal_thread(&n);
		changed |= normal_sweep(&n);
		changed |= normal_flow(&n);
	}
	normal_tell(&n);
	normal_arrange(&n);
	normal_places(&n);
	normal_order(&n);
	normal_number(&n);
	free(n.unresolved);
	free(n.ndefs);
	free(n.def);
	free(n.home);
	free(n.by_ways);
	free(n.at);
	free(n.bits);
}

/* ---- which functions and names are used ---- */

struct names {
	const char **v; /* sorted by address: strings are interned */
	size_t n, cap;
};

static int by_address(const void *a, const void *b)
{
	uintptr_t x = (uintptr_t) * (const char *const *)a,
		  y = (uintptr_t) * (const char *const *)b;

	return x < y ? -1 : x > y;
}

static bool has_name(const struct names *names, const char *s)
{
	return names->n && bsearch(&s, names->v, names->n, sizeof(*names->v), by_address);
}

static void add_function_name(void *ctx, struct operand *o)
{
	struct names *names = ctx;

	if (o->kind == OPERAND_FUNC)
		vec_push(names, o->symbol);
	/* An array of functions, say, may be named by its address too. */
	if ((o->kind == OPERAND_ADDR || o->kind == OPERAND_PATH) && o->path->root == ROOT_GLOBAL)
		vec_push(names, o->path->symbol);
}

static void add_names(void *ctx, struct event *e)
{
	struct names *names = ctx;

	if (e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL)
		vec_push(names, e->call.symbol);
	normal_event_uses(e, add_function_name, names);
}

/* A compiler writes an inline function down only where it is used. */
static bool is_kept_unused(const struct function *f)
{
	return f->linkage != LINKAGE_STATIC ||
	       (f->inlining != INLINE_HINT && f->inlining != INLINE_ALWAYS);
}

static void names_of_function(struct names *names, struct function *f)
{
	normal_events(f, add_names, names);
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, add_function_name, names);
	if (f->alias_of)
		vec_push(names, f->alias_of);
}

static void sort_names(struct names *names)
{
	size_t kept = 0;

	if (names->n)
		qsort(names->v, names->n, sizeof(*names->v), by_address);
	for (size_t i = 0; i < names->n; i++)
		if (!kept || names->v[kept - 1] != names->v[i])
			names->v[kept++] = names->v[i];
	names->n = kept;
}

/* Marks what is used, and gathers the names of all that it uses. */
static void find_used(struct unit *u, bool *used, struct names *names)
{
	bool more = true;

	for (uint32_t i = 0; i < u->nfunctions; i++)
		used[i] = is_kept_unused(&u->functions[i]);
	while (more) {
		more = false;
		names->n = 0;
		for (struct row *r = u->rows; r < u->rows + u->nrows; r++)
			for (uint32_t i = 0; i < r->ncells; i++)
				add_function_name(names, &r->cells[i].value);
		for (uint32_t i = 0; i < u->nfunctions; i++)
			if (used[i])
				names_of_function(names, &u->functions[i]);
		sort_names(names);
		for (uint32_t i = 0; i < u->nfunctions; i++)
			if (!used[i] && has_name(names, u->functions[i].symbol))
				used[i] = more = true;
	}
}

static void drop_unused(struct unit *u)
{
	bool *used = calloc((size_t)u->nfunctions + 1, sizeof(*used));
	struct names names = {};
	uint32_t kept = 0;

	if (!used)
		die("out of memory");
	find_used(u, used, &names);
	for (uint32_t i = 0; i < u->nfunctions; i++)
		if (used[i])
			u->functions[kept++] = u->functions[i];
	u->nfunctions = kept;
	kept = 0;
	for (uint32_t i = 0; i < u->nsymrefs; i++)
		if (has_name(&names, u->symrefs[i].symbol))
			u->symrefs[kept++] = u->symrefs[i];
	u->nsymrefs = kept;
	vec_free(&names);
	free(used);
}

/* ---- order ---- */

static int by_string(const char *a, const char *b)
{
	if (!a || !b)
		return (a ? 1 : 0) - (b ? 1 : 0);
	return strcmp(a, b);
}

static int by_place(const struct place *a, const struct place *b)
{
	int order = by_string(a->file, b->file);

	return order ? order : a->line < b->line ? -1 : a->line > b->line;
}

static int by_symbol(const void *a, const void *b)
{
	const struct function *x = a, *y = b;
	int order = strcmp(x->symbol, y->symbol);

	return order ? order : by_place(&x->place, &y->place);
}

static int by_field(const void *a, const void *b)
{
	const struct cell *x = a, *y = b;
	int order = by_string(x->record, y->record);

	return order ? order : by_string(x->field, y->field);
}

static int by_object(const void *a, const void *b)
{
	const struct row *x = a, *y = b;
	int order = strcmp(x->object, y->object);

	order = order ? order : by_string(x->within, y->within);
	order = order ? order : (x->index > y->index) - (x->index < y->index);
	return order ? order : by_place(&x->place, &y->place);
}

static int by_reference(const void *a, const void *b)
{
	return strcmp(((const struct symref *)a)->symbol, ((const struct symref *)b)->symbol);
}

static int by_option(const void *a, const void *b)
{
	return strcmp(((const struct option *)a)->name, ((const struct option *)b)->name);
}

/* A field that is 0 and one that is not named are the same. */
static void normalise_row(struct row *r)
{
	uint32_t kept = 0;

	r->place.column = 0;
	for (uint32_t i = 0; i < r->ncells; i++)
		if (r->cells[i].value.kind != OPERAND_CONST || r->cells[i].value.value)
			r->cells[kept++] = r->cells[i];
	r->ncells = kept;
	/* an address is what it is, whatever the field says that it points to */
	for (uint32_t i = 0; i < r->ncells; i++)
		if (r->cells[i].value.kind == OPERAND_ADDR) {
			r->cells[i].value.type.record = NULL;
			memset(&r->cells[i].value.path->type, 0, sizeof(struct vtype));
		}
	if (r->ncells && r->cells[0].field)
		qsort(r->cells, r->ncells, sizeof(*r->cells), by_field);
}

static void sort_unit(struct unit *u)
{
	if (u->nfunctions)
		qsort(u->functions, u->nfunctions, sizeof(*u->functions), by_symbol);
	if (u->nrows)
		qsort(u->rows, u->nrows, sizeof(*u->rows), by_object);
	if (u->nsymrefs)
		qsort(u->symrefs, u->nsymrefs, sizeof(*u->symrefs), by_reference);
	if (u->noptions)
		qsort(u->options, u->noptions, sizeof(*u->options), by_option);
}

struct unit *facts_normalise(const struct unit *u, struct arena *arena)
{
	struct buf b = {};
	struct error err;
	struct unit *copy;
	size_t used;

	facts_write_binary(&b, u);
	if (facts_read_binary(b.s, b.n, &used, arena, &copy, &err))
		die("facts to be normalised: %s", err.text);
	buf_free(&b);
	copy->compiler = intern("any");
	for (uint32_t i = 0; i < copy->nfunctions; i++)
		normalise_function(arena, &copy->functions[i]);
	for (uint32_t i = 0; i < copy->nrows; i++)
		normalise_row(&copy->rows[i]);
	drop_unused(copy);
	sort_unit(copy);
	return copy;
}
