// SPDX-License-Identifier: GPL-2.0-or-later
#include "check.h"

#include <errno.h>

#include "constant.h"

/* Each check returns NULL, or what is wrong. */

static const char *check_path(const struct path *p, uint32_t nlocals)
{
	if (p->root == ROOT_LOCAL && p->local >= nlocals)
		return "a path starts at a local that does not exist";
	if (p->root == ROOT_GLOBAL && !p->symbol)
		return "a path starts at a global without a name";
	if (p->root == ROOT_TYPE && (!p->nsteps || p->steps[0].kind != STEP_FIELD))
		return "a path that starts at a type has no field first";
	for (const struct step *s = p->steps; s < p->steps + p->nsteps; s++) {
		if (s->kind == STEP_FIELD && (!s->record || !s->field))
			return "a field has no name or no record";
		if (s->kind == STEP_INDEX_LOCAL && (s->index < 0 || s->index >= nlocals))
			return "an index is a local that does not exist";
	}
	return NULL;
}

static const char *check_operand(const struct operand *o, uint32_t nlocals)
{
	switch (o->kind) {
	case OPERAND_FUNC:
		return o->symbol ? NULL : "the address of a function without a name";
	case OPERAND_LOCAL:
		return o->local < nlocals ? NULL : "an operand is a local that does not exist";
	case OPERAND_ADDR:
	case OPERAND_PATH:
		return check_path(o->path, nlocals);
	case OPERAND_NONE:
	case OPERAND_CONST:
	case OPERAND_UNKNOWN:
		break;
	}
	return NULL;
}

static const char *check_operands(const struct operand *o, uint32_t n, uint32_t nlocals)
{
	const char *bad = NULL;

	for (uint32_t i = 0; i < n && !bad; i++)
		bad = check_operand(&o[i], nlocals);
	return bad;
}

static const char *check_call(const struct event *e, uint32_t nlocals)
{
	enum operand_kind result = e->call.result.kind;
	const char *bad = NULL;

	if (e->call.callee == CALLEE_SYMBOL && !e->call.symbol)
		return "a call of a symbol without a name";
	if (e->call.callee == CALLEE_SLOT)
		bad = check_path(e->call.slot, nlocals);
	else if (e->call.callee == CALLEE_POINTER)
		bad = check_operand(&e->call.pointer, nlocals);
	if (!bad)
		bad = check_operands(e->call.args, e->call.nargs, nlocals);
	if (!bad && result != OPERAND_NONE && result != OPERAND_LOCAL && result != OPERAND_PATH)
		bad = "a call's result goes to no local and no path";
	return bad ? bad : check_operand(&e->call.result, nlocals);
}

static const char *check_asm(const struct event *e, uint32_t nlocals)
{
	const char *bad;

	if (!e->as.text)
		return "assembly without text";
	for (uint32_t i = 0; i < e->as.nouts; i++)
		if (e->as.outs[i].kind != OPERAND_LOCAL && e->as.outs[i].kind != OPERAND_PATH)
			return "an output of assembly is no local and no path";
	bad = check_operands(e->as.outs, e->as.nouts, nlocals);
	return bad ? bad : check_operands(e->as.ins, e->as.nins, nlocals);
}

static const char *check_set(const struct event *e, uint32_t nlocals)
{
	const char *bad = check_operand(&e->set.dst, nlocals);

	if (e->kind == EVENT_SET && e->set.dst.kind != OPERAND_LOCAL)
		return "what is set is no local";
	if (e->kind == EVENT_STORE && e->set.dst.kind != OPERAND_PATH)
		return "what is stored to is no path";
	if (!bad)
		bad = check_operand(&e->set.a, nlocals);
	return bad ? bad : check_operand(&e->set.b, nlocals);
}

static const char *check_chain(const struct chain *c)
{
	if (!c)
		return NULL;
	for (uint32_t i = 0; i < c->n; i++)
		if (!c->name[i])
			return "a macro without a name";
	return c->n ? NULL : "a chain without a macro";
}

static const char *check_event(const struct event *e, uint32_t nlocals)
{
	const char *bad = check_chain(e->chain);

	if (bad)
		return bad;
	switch (e->kind) {
	case EVENT_CALL:
		return check_call(e, nlocals);
	case EVENT_ASM:
		return check_asm(e, nlocals);
	case EVENT_SET:
	case EVENT_STORE:
		return check_set(e, nlocals);
	case EVENT_RETURN:
		return check_operand(&e->ret.value, nlocals);
	}
	return "an event of no kind";
}

/* Ascending as the compared values are: signed or not. */
static bool before(int64_t a, int64_t b, bool is_signed)
{
	return is_signed ? a < b : (uint64_t)a < (uint64_t)b;
}

static bool fits(int64_t value, struct vtype t)
{
	return !t.bits || constant_wrap((uint64_t)value, t) == value;
}

static const char *check_guard(const struct guard *g, uint32_t nlocals)
{
	const char *bad;

	for (uint32_t i = 0; i < g->nranges; i++) {
		const struct range *r = &g->ranges[i];

		if (before(r->hi, r->lo, g->a.type.is_signed))
			return "a range ends before it begins";
		if (i && !before(r[-1].hi, r->lo, g->a.type.is_signed))
			return "the ranges of a switch are not ascending and apart";
		if (!fits(r->lo, g->a.type) || !fits(r->hi, g->a.type))
			return "a range holds what its operand cannot be";
	}
	bad = check_operand(&g->a, nlocals);
	return bad ? bad : check_operand(&g->b, nlocals);
}

static const char *check_edge(const struct edge *e, const struct function *f)
{
	const char *bad = e->guard ? check_guard(e->guard, f->nlocals) : NULL;

	if (e->to >= f->nblocks)
		return "an edge goes to a block that does not exist";
	for (uint32_t i = 0; i < e->nsets && !bad; i++) {
		if (e->sets[i].kind != EVENT_SET)
			return "something other than a set stands on an edge";
		bad = check_event(&e->sets[i], f->nlocals);
	}
	return bad;
}

static const char *check_body(const struct function *f)
{
	const char *bad = NULL;

	for (uint32_t i = 0; i < f->nlocals; i++)
		if (f->locals[i].is_param != (i < f->nparams))
			return "its parameters are not the first of its locals";
	for (const struct block *b = f->blocks; b < f->blocks + f->nblocks; b++) {
		bad = check_chain(b->chain);
		for (uint32_t i = 0; i < b->nevents && !bad; i++)
			bad = check_event(&b->events[i], f->nlocals);
		for (uint32_t i = 0; i < b->nedges && !bad; i++)
			bad = check_edge(&b->edges[i], f);
		if (bad)
			return bad;
	}
	return NULL;
}

int facts_check_function(const struct function *f, struct error *err)
{
	const char *bad = NULL;

	if (!f->symbol)
		return error_set(err, EINVAL, "a function without a name");
	if (f->nparams > f->nlocals)
		bad = "more parameters than locals";
	else if (f->alias_of && f->nblocks)
		bad = "an alias with a body";
	else if (!f->alias_of && !f->nblocks)
		bad = "no block";
	else
		bad = check_body(f);
	return bad ? error_set(err, EINVAL, "function %s: %s", f->symbol, bad) : 0;
}

static const char *check_row(const struct row *r)
{
	const char *bad = NULL;

	if (!r->object)
		return "a row of an object without a name";
	if (r->index < -1)
		return "a row with a negative index";
	for (const struct cell *c = r->cells; c < r->cells + r->ncells && !bad; c++) {
		if (!c->field != !c->record)
			bad = "a cell with a field and no record, or a record and no field";
		else if (c->value.kind != OPERAND_CONST && c->value.kind != OPERAND_FUNC &&
			 c->value.kind != OPERAND_ADDR)
			bad = "a cell that holds no constant and no address";
		else
			bad = check_operand(&c->value, 0);
	}
	return bad;
}

int facts_check_unit(const struct unit *u, struct error *err)
{
	const char *bad = NULL;

	if (!u->arch || !u->compiler || !u->source || !u->object)
		return error_set(err, EINVAL, "a unit without %s",
				 !u->source   ? "a source"
				 : !u->arch   ? "an architecture"
				 : !u->object ? "an object"
					      : "a compiler");
	for (uint32_t i = 0; i < u->noptions && !bad; i++)
		if (!u->options[i].name || !u->options[i].value)
			bad = "an option without a name or a value";
	for (uint32_t i = 0; i < u->nrows && !bad; i++)
		bad = check_row(&u->rows[i]);
	for (uint32_t i = 0; i < u->nsymrefs && !bad; i++)
		if (!u->symrefs[i].symbol)
			bad = "a reference to a symbol without a name";
	return bad ? error_set(err, EINVAL, "%s: %s", u->source, bad) : 0;
}
