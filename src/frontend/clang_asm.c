// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Assembly statements.  libclang 19 shows their operands and nothing else: the
 * template, the constraints and the labels stand in the text of the function
 * as clang prints it, and so does which clauses a for statement has.
 */
#include "clang_text.h"

#include "facts/source.h"

#include <ctype.h>
#include <string.h>

static bool has_any(const char *constraint, const char *letters)
{
	return strpbrk(constraint, letters);
}

/*
 * Does the constraint want memory and nothing else?  Letters that mean memory on
 * one machine are no register on the others.
 */
static bool is_memory_only(const char *constraint)
{
	const char *c = constraint + strspn(constraint, "=+&%*");

	if (!has_any(c, "moVQRSTUAZ<>"))
		return false;
	for (; *c; c++)
		if (islower((unsigned char)*c) && !strchr("moes", *c) && *c != 'i' && *c != 'n')
			return false;
	return !isdigit((unsigned char)constraint[0]);
}

static void in_memory(struct body *b, const struct path *p)
{
	if (p && p->root == ROOT_LOCAL && (!p->nsteps || p->steps[0].kind != STEP_DEREF))
		b->variables.v[p->local].in_memory = b->locals.v[p->local].in_memory = true;
}

static struct operand output(struct body *b, CXCursor c, bool memory)
{
	struct path *p = path_of(b, c);

	if (memory)
		in_memory(b, p);
	if (p && !p->nsteps && p->root == ROOT_LOCAL && p->type.bits)
		return local_operand(b, p->local);
	return path_operand(OPERAND_PATH, p, p ? p->type : (struct vtype){});
}

/* What lies at an address that is a number, which is put into a register for that; NULL. */
static struct path *path_of_number(struct body *b, CXCursor c)
{
	CXCursor plain_c = strip_parens(b, c);
	struct kids k = kids_of(b, plain_c);
	struct operand o;
	uint32_t local;

	if (clang_getCursorKind(plain_c) != CXCursor_UnaryOperator || k.n != 1 ||
	    clang_getCursorUnaryOperatorKind(plain_c) != CXUnaryOperator_Deref)
		return NULL;
	o = operand_of(b, k.v[0]);
	if (o.kind != OPERAND_CONST)
		return NULL;
	local = new_temporary(b, o.type);
	set_local(b, local, plain(o), c);
	return path_with(b, local_path(b, local), (struct step){.kind = STEP_DEREF},
			 vtype_of(b->u, clang_getCursorType(c)));
}

static struct operand input(struct body *b, CXCursor c, bool memory)
{
	struct operand o;

	if (!memory) {
		struct value v = value_of(b, c);

		return v.type.bits || v.op != SET_COPY ? as_operand(b, v, c) : v.a;
	}
	o.path = path_of(b, c);
	if (!o.path)
		o.path = path_of_number(b, c);
	in_memory(b, o.path);
	return path_operand(OPERAND_PATH, o.path, vtype_of(b->u, clang_getCursorType(c)));
}

/* What "+" reads is an input too, behind the others. */
static struct operand read_back(struct body *b, struct operand out, bool memory, CXCursor c)
{
	/* a register that has a name is read where it is */
	if (memory || out.kind == OPERAND_UNKNOWN ||
	    (out.kind == OPERAND_PATH && out.path->root == ROOT_GLOBAL && !out.path->nsteps))
		return out;
	return as_operand(b, plain(out), c);
}

/* A template without text: a barrier, or a value that is hidden from the compiler. */
static bool lower_empty(struct body *b, CXCursor c, const struct event *e)
{
	struct value v;

	if (e->as.nouts > 1)
		return false;
	if (!e->as.nouts)
		return true;
	v = e->as.nins == 1 ? plain(e->as.ins[0]) : unknown_value(e->as.outs[0].type);
	/* memory that is hidden is itself again */
	if (v.a.kind == OPERAND_PATH && e->as.outs[0].kind == OPERAND_PATH) {
		struct event *s = emit(b, c, EVENT_STORE);

		s->set.dst = e->as.outs[0];
		s->set.a = v.a;
		return true;
	}
	if (e->as.outs[0].kind == OPERAND_LOCAL)
		set_local(b, e->as.outs[0].local, v, c);
	else
		store_path(b, e->as.outs[0].path, v, c);
	return true;
}

static void label_edges(struct body *b, CXCursor c, const struct asm_text *t)
{
	uint32_t from = b->cur, next = new_block(b);

	for (unsigned int i = 0; i <= t->nlabels; i++) {
		struct guard *g = arena_new(&b->u->arena, struct guard);

		g->rel = GUARD_LABEL;
		g->label = i;
		add_edge(b, from, i ? label_block(b, t->labels[i - 1]) : next, g);
	}
	end_block(b, c);
	start_block(b, next);
}

static void gather_operands(struct body *b, const struct kids *k, const struct asm_text *t,
			    struct event *e)
{
	struct operand *outs = arena_array(&b->u->arena, struct operand, k->n),
		       *ins = arena_array(&b->u->arena, struct operand, 2 * k->n);
	bool memory[MAX_ASM_OPERANDS];
	struct operand all[MAX_ASM_OPERANDS];

	for (size_t i = 0; i < t->nouts; i++) {
		memory[i] = is_memory_only(t->constraints[i]);
		all[i] = output(b, k->v[i], memory[i]);
		if (all[i].kind != OPERAND_UNKNOWN)
			outs[e->as.nouts++] = all[i];
	}
	for (size_t i = t->nouts; i < k->n; i++)
		ins[e->as.nins++] = input(b, k->v[i], is_memory_only(t->constraints[i]));
	for (size_t i = 0; i < t->nouts; i++)
		if (t->constraints[i][0] == '+')
			ins[e->as.nins++] = read_back(b, all[i], memory[i], k->v[i]);
	e->as.outs = outs;
	e->as.ins = ins;
}

void lower_asm(struct body *b, CXCursor c)
{
	struct kids k = kids_of(b, c);
	const struct asm_text *t;
	struct event asm_ = {.kind = EVENT_ASM}, *e;

	if (b->dead)
		return;
	t = text_of_asm(b, c, &k);
	if (!t) /* it said that it could not */
		return;
	gather_operands(b, &k, t, &asm_);
	asm_.as.text = source_asm(text_of_use(b->u, c, t->text));
	if (!*asm_.as.text && !t->nlabels && lower_empty(b, c, &asm_))
		return;
	e = emit(b, c, EVENT_ASM);
	asm_.place = e->place;
	asm_.chain = e->chain;
	*e = asm_;
	if (t->nlabels)
		label_edges(b, c, t);
}
