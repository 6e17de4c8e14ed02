// SPDX-License-Identifier: GPL-2.0-or-later
/* What stands in statements beside expressions: assembly, the clauses of a loop, macros' names. */
#include "tree.h"

#include "frontend/clang_text.h"
#include "arguments.h"
#include "base/buf.h"
#include "base/intern.h"

#include <string.h>

static const char *string_of(const struct expression *e)
{
	while (e && e->type == EXPR_PREOP && e->op == '(')
		e = e->unop;
	return e && e->type == EXPR_STRING
		       ? intern_n(e->string->data, e->string->length ? e->string->length - 1 : 0)
		       : intern("");
}

/* Names of files in it as -fmacro-prefix-map= has them: sparse does not know that. */
static const char *mapped_text(const char *text)
{
	const char *to, *from = arguments_prefix(&to), *at = from ? strstr(text, from) : NULL;
	struct buf out = {};

	if (!at)
		return text;
	for (; at; text = at + strlen(from), at = strstr(text, from))
		buf_printf(&out, "%.*s%s", (int)(at - text), text, to);
	buf_puts(&out, text);
	text = intern_n(out.s, out.n);
	buf_free(&out);
	return text;
}

static void add_operands(struct asm_text *t, struct asm_operand_list *list)
{
	struct asm_operand *o;

	FOR_EACH_PTR(list, o)
	{
		if (t->noperands == MAX_ASM_OPERANDS)
			return;
		t->constraints[t->noperands] = string_of(o->constraint);
		t->names[t->noperands] = o->name ? intern_n(o->name->name, o->name->len) : NULL;
		t->noperands++;
	}
	END_FOR_EACH_PTR(o);
}

const struct asm_text *text_of_asm(struct body *b, CXCursor c, const struct kids *k)
{
	struct statement *s = (struct statement *)c.data[0];
	struct asm_text *t = arena_new(&b->u->scratch, struct asm_text);
	struct sp_symbol *label;

	t->text = mapped_text(string_of(s->asm_string));
	add_operands(t, s->asm_outputs);
	t->nouts = t->noperands;
	add_operands(t, s->asm_inputs);
	if (k->n != t->noperands) { /* one of them has an error, which sparse told */
		t->nouts = t->nouts < k->n ? t->nouts : (unsigned int)k->n;
		t->noperands = (unsigned int)k->n;
	}
	FOR_EACH_PTR(s->asm_labels, label)
	{
		CXCursor l = {.kind = CXCursor_LabelRef, .xdata = VIEW_LABEL, .data = {label}};

		if (t->nlabels < MAX_ASM_OPERANDS)
			t->labels[t->nlabels++] = take_string(clang_getCursorSpelling(l));
	}
	END_FOR_EACH_PTR(label);
	asm_number(t);
	return t;
}

void free_text(struct body *b)
{
	(void)b;
}

unsigned int for_clauses(struct body *b, CXCursor c, const struct kids *k)
{
	const struct statement *s = (const struct statement *)c.data[0];

	(void)b;
	(void)k;
	return (s->iterator_syms || s->iterator_pre_statement ? 1 : 0) |
	       (s->iterator_pre_condition ? 2 : 0) | (s->iterator_post_statement ? 4 : 0);
}

/* It was decided when types were evaluated. */
bool choice_of_generic(struct body *b, CXCursor c, CXCursor *to)
{
	(void)b, (void)c, (void)to;
	return false;
}
