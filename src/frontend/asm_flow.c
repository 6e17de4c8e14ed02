// SPDX-License-Identifier: GPL-2.0-or-later
/* Which functions there are; asm_body.c makes their bodies. */
#include "asm_flow.h"

#include <stdlib.h>
#include <string.h>

#include "base/intern.h"

#define SHORT_CALL 16

/* The addresses where control is still to be followed. */
VEC_TYPE(address_vec, uint64_t);

struct finder {
	struct asm_flow *flow;
	uint8_t *seen;
	struct address_vec todo;
	size_t covered;
	VEC(struct asm_func) labels; /* by address */
};

bool asm_falls(const struct asm_insn *i)
{
	return i->kind.flow == FLOW_NONE || i->kind.flow == FLOW_CALL || i->kind.is_conditional;
}

/* ---- symbols ---- */

static bool is_function(const struct asm_symbol *s)
{
	if (s->type == STT_FUNC)
		return true;
	return s->type == STT_NOTYPE && (s->bind != STB_LOCAL || s->size);
}

/* Which of the symbols of one address names the function. */
static int rank(const struct asm_func *f)
{
	const struct asm_symbol *s = f->symbol;

	if (!s)
		return 99;
	return (s->type == STT_FUNC ? 0 : 8) + (s->size ? 0 : 4) +
	       (s->bind == STB_GLOBAL ? 0
		: s->bind == STB_WEAK ? 1
				      : 2);
}

static int by_address(const void *a, const void *b)
{
	const struct asm_func *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (rank(x) != rank(y))
		return rank(x) - rank(y);
	return strcmp(x->name, y->name);
}

static bool is_code_at(struct asm_flow *f, uint64_t address)
{
	const struct asm_insn *i = asm_code_at(f->code, address);

	return i && !i->is_bad;
}

static void take_symbols(struct finder *d)
{
	struct asm_flow *f = d->flow;

	for (size_t i = 0; i < f->object->symbols.n; i++) {
		const struct asm_symbol *s = &f->object->symbols.v[i];
		struct asm_func fn = {.name = s->name, .symbol = s};

		if (!asm_is_name(s->name) || (s->type != STT_FUNC && s->type != STT_NOTYPE))
			continue;
		fn.address = asm_object_address(f->object, s->section, s->value);
		if (fn.address == NO_ADDRESS)
			continue;
		if (!is_function(s))
			vec_push(&d->labels, fn);
		else if (is_code_at(f, fn.address)) /* else a table among the code */
			vec_push(&f->funcs, fn);
	}
	if (f->funcs.n)
		qsort(f->funcs.v, f->funcs.n, sizeof(f->funcs.v[0]), by_address);
	if (d->labels.n)
		qsort(d->labels.v, d->labels.n, sizeof(d->labels.v[0]), by_address);
}

static void number(struct asm_flow *f)
{
	for (size_t i = f->funcs.n; i-- > 0;)
		f->func_at[f->funcs.v[i].address] = (uint32_t)i + 1;
}

/* ---- what is reached ---- */

static void add_function(struct finder *d, const struct asm_func *fn)
{
	struct asm_flow *f = d->flow;

	if (!is_code_at(f, fn->address))
		return;
	vec_push(&f->funcs, *fn);
	f->func_at[fn->address] = (uint32_t)f->funcs.n;
	vec_push(&d->todo, fn->address);
}

/* A name for what is called and has none but, maybe, a local label. */
static struct asm_func name_it(struct finder *d, uint64_t address)
{
	const struct asm_func *near = NULL;
	const struct asm_section *s = asm_object_section(d->flow->object, address);
	struct asm_func fn = {.address = address};

	for (size_t i = 0; i < d->labels.n; i++)
		if (d->labels.v[i].address == address)
			return d->labels.v[i];
	for (size_t i = 0; i < d->flow->funcs.n; i++) {
		const struct asm_func *l = &d->flow->funcs.v[i];

		if (l->symbol && l->address >= s->base && l->address < address &&
		    (!near || l->address > near->address))
			near = l;
	}
	if (near)
		fn.name = intern_f("%s.%llx", near->name,
				   (unsigned long long)(address - near->address));
	else
		fn.name = intern_f("%s.%llx", s->name, (unsigned long long)(address - s->base));
	return fn;
}

static void push(struct finder *d, uint64_t address)
{
	if (address < d->flow->object->end && !d->seen[address])
		vec_push(&d->todo, address);
}

/*
 * A call over the next few bytes fills the processor's stack of return
 * addresses, or puts one on the stack: x86's FILL_RETURN_BUFFER, retpolines.
 */
static bool is_short(const struct asm_insn *i, const struct asm_func *to)
{
	return !to->symbol && to->address > i->next && to->address - i->next <= SHORT_CALL;
}

static void follow_target(struct finder *d, const struct asm_insn *i)
{
	if (i->kind.flow == FLOW_CALL && i->target.address != NO_ADDRESS &&
	    !d->flow->func_at[i->target.address]) {
		struct asm_func fn = name_it(d, i->target.address);

		if (is_short(i, &fn))
			asm_code_no_call(d->flow->code, i->address);
		else
			add_function(d, &fn);
	}
	push(d, i->target.address);
	if (i->has_link)
		push(d, i->link.address);
}

static void follow(struct finder *d, uint64_t address)
{
	const struct asm_alts *alts = d->flow->alts;
	const struct asm_insn *i;

	while (address < d->flow->object->end && !d->seen[address] &&
	       (i = asm_code_at(d->flow->code, address))) {
		const struct asm_alt *alt = asm_alts_at(alts, address);

		d->seen[address] = 1;
		d->covered++;
		for (; alt && asm_alts_more(alts, alt, address); alt++)
			push(d, alt->start);
		follow_target(d, i);
		if (!asm_falls(i))
			return;
		address = asm_alts_land(alts, i->next);
	}
}

static void drain(struct finder *d)
{
	while (d->todo.n)
		follow(d, d->todo.v[--d->todo.n]);
}

/* All functions, and local labels that nothing reaches: somebody has their address. */
static void cover(struct finder *d)
{
	struct asm_flow *f = d->flow;

	d->covered = 0;
	memset(d->seen, 0, f->object->end);
	for (size_t i = 0; i < f->funcs.n; i++) {
		push(d, f->funcs.v[i].address);
		drain(d);
	}
	for (size_t i = 0; i < d->labels.n; i++) {
		const struct asm_func *l = &d->labels.v[i];

		if (d->seen[l->address] || f->func_at[l->address])
			continue;
		add_function(d, l);
		drain(d);
	}
}

static void find_functions(struct asm_flow *f)
{
	struct finder d = {.flow = f};
	size_t before, covered;

	d.seen = calloc(f->object->end, 1);
	if (!d.seen)
		die("out of memory");
	take_symbols(&d);
	number(f);
	/* a return address that is set by hand may be met behind the jump that it belongs to */
	do {
		before = f->funcs.n;
		covered = d.covered;
		cover(&d);
	} while (f->funcs.n != before || d.covered != covered);
	if (f->funcs.n)
		qsort(f->funcs.v, f->funcs.n, sizeof(f->funcs.v[0]), by_address);
	number(f);
	free(d.seen);
	vec_free(&d.todo);
	vec_free(&d.labels);
}

void asm_flow_init(struct asm_flow *f, struct asm_code *code, const struct asm_lines *lines,
		   const struct asm_alts *alts, const char *source, struct arena *arena)
{
	memset(f, 0, sizeof(*f));
	f->code = code;
	f->object = code->object;
	f->lines = lines;
	f->alts = alts;
	f->source = source;
	f->arena = arena;
	f->func_at = calloc(f->object->end, sizeof(*f->func_at));
	f->cells = calloc(f->object->end, sizeof(*f->cells));
	if (!f->func_at || !f->cells)
		die("out of memory");
	find_functions(f);
}

void asm_flow_free(struct asm_flow *f)
{
	free(f->func_at);
	free(f->cells);
	vec_free(&f->funcs);
}
