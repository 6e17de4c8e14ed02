// SPDX-License-Identifier: GPL-2.0-or-later
/* Writes the text form: one event a line, places and macros at its end. */
#include "text.h"

#include <inttypes.h>
#include <string.h>

struct writer {
	struct buf *out;
	const char *file;	  /* where a place is that names no file */
	const struct function *f; /* the function in hand */
};

static void put(struct writer *w, const char *s)
{
	buf_puts(w->out, s);
}

static void put_string(struct writer *w, enum bare class, const char *s)
{
	if (!s) { /* no reader takes such a unit, but a look at it must work */
		put(w, "?");
		return;
	}
	if (text_bare(class, s, strlen(s))) {
		put(w, s);
		return;
	}
	buf_putc(w->out, '"');
	for (; *s; s++) {
		unsigned char c = (unsigned char)*s;

		if (c == '"' || c == '\\')
			buf_printf(w->out, "\\%c", c);
		else if (c == '\n')
			put(w, "\\n");
		else if (c == '\t')
			put(w, "\\t");
		else if (c < ' ' || c >= 0x7f)
			buf_printf(w->out, "\\x%02x", c);
		else
			buf_putc(w->out, (char)c);
	}
	buf_putc(w->out, '"');
}

static void put_attribute(struct writer *w, const char *key, const char *value)
{
	if (!value)
		return;
	buf_printf(w->out, " %s=", key);
	put_string(w, BARE_WORD, value);
}

static void put_place(struct writer *w, const struct place *p)
{
	if (!p->file && !p->line && !p->column)
		return;
	put(w, " @");
	if (p->file != w->file) {
		if (!p->file)
			put(w, "?");
		else if (p->file[0] >= '0' && p->file[0] <= '9')
			put_string(w, BARE_NAME, p->file); /* quoted, or it would read as a line */
		else
			put_string(w, BARE_WORD, p->file);
		put(w, ":");
	}
	buf_printf(w->out, "%" PRIu32, p->line);
	if (p->column)
		buf_printf(w->out, ":%" PRIu32, p->column);
}

static void put_chain(struct writer *w, const struct chain *c)
{
	for (uint32_t i = 0; c && i < c->n; i++) {
		put(w, i ? "<" : " !");
		put_string(w, BARE_WORD, c->name[i]);
	}
}

/* ---- operands ---- */

/* The type with the given mark before it; nothing where it is what stands there anyway. */
static void put_type(struct writer *w, const char *mark, const struct vtype *t,
		     const struct vtype *usual)
{
	static const struct vtype none;

	if (type_equal(t, usual ? usual : &none))
		return;
	put(w, mark);
	if (t->is_pointer)
		put(w, "p");
	if (t->is_signed)
		put(w, "s");
	if (t->is_bool)
		put(w, "b");
	if (!t->is_pointer && !t->is_signed && !t->is_bool && (t->bits || !t->record))
		put(w, "u");
	if (t->bits || !t->record)
		buf_printf(w->out, "%u", t->bits);
	if (t->record) {
		put(w, "{");
		put_string(w, BARE_RECORD, t->record);
		put(w, "}");
	}
}

/* Its name too, where that reads well; the number says which one it is. */
static void put_local(struct writer *w, int64_t n)
{
	const char *name = NULL;

	if (w->f && n >= 0 && n < w->f->nlocals)
		name = w->f->locals[n].name;
	if (name && text_bare(BARE_NAME, name, strlen(name)))
		put(w, name);
	buf_printf(w->out, "%%%" PRId64, n);
}

static void put_field(struct writer *w, const struct step *s)
{
	put_string(w, BARE_NAME, s->field);
	put(w, "{");
	put_string(w, BARE_RECORD, s->record);
	put(w, "}");
}

static void put_steps(struct writer *w, const struct path *p)
{
	for (const struct step *s = p->steps; s < p->steps + p->nsteps; s++) {
		switch (s->kind) {
		case STEP_DEREF:
			if (s + 1 < p->steps + p->nsteps && s[1].kind == STEP_FIELD) {
				put(w, "->");
				put_field(w, ++s);
			} else {
				put(w, "->*");
			}
			break;
		case STEP_FIELD:
			put(w, ".");
			put_field(w, s);
			break;
		case STEP_INDEX:
			buf_printf(w->out, "[%" PRId64 "]", s->index);
			break;
		case STEP_INDEX_LOCAL:
			put(w, "[");
			put_local(w, s->index);
			put(w, "]");
			break;
		case STEP_INDEX_ANY:
			put(w, "[?]");
			break;
		}
	}
}

static void put_path(struct writer *w, const struct path *p)
{
	if (p->is_volatile)
		put(w, "volatile(");
	if (p->root == ROOT_LOCAL)
		put_local(w, p->local);
	else if (p->root == ROOT_GLOBAL)
		put_string(w, BARE_NAME, p->symbol);
	else
		put(w, "(any)");
	put_steps(w, p);
	put_type(w, ":", &p->type, NULL);
	if (p->is_volatile)
		put(w, ")");
}

/* What is read from a path; a variable in memory in brackets, as %1 alone is the local. */
static void put_read(struct writer *w, const struct path *p)
{
	bool plain = p->root == ROOT_LOCAL && !p->nsteps && !p->is_volatile;

	if (plain)
		put(w, "[");
	put_path(w, p);
	if (plain)
		put(w, "]");
}

static void put_operand(struct writer *w, const struct operand *o)
{
	switch (o->kind) {
	case OPERAND_NONE:
		put(w, "-");
		return;
	case OPERAND_CONST:
		buf_printf(w->out, "%" PRId64, o->value);
		put_type(w, ":", &o->type, NULL);
		break;
	case OPERAND_FUNC:
		put(w, "&");
		put_string(w, BARE_NAME, o->symbol);
		put(w, "()");
		put_type(w, ":", &o->type, NULL);
		break;
	case OPERAND_ADDR:
		put(w, "&");
		put_path(w, o->path);
		put_type(w, "::", &o->type, NULL);
		break;
	case OPERAND_LOCAL:
		put_local(w, o->local);
		put_type(w, ":", &o->type,
			 w->f && o->local < w->f->nlocals ? &w->f->locals[o->local].type : NULL);
		break;
	case OPERAND_PATH:
		put_read(w, o->path);
		put_type(w, "::", &o->type, &o->path->type);
		break;
	case OPERAND_UNKNOWN:
		put(w, "?");
		put_type(w, ":", &o->type, NULL);
		break;
	}
	if (o->mask)
		buf_printf(w->out, "&0x%" PRIx64, o->mask);
}

static void put_operands(struct writer *w, const struct operand *o, uint32_t n)
{
	put(w, "(");
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			put(w, ", ");
		put_operand(w, &o[i]);
	}
	put(w, ")");
}

/* ---- events ---- */

static void put_call(struct writer *w, const struct event *e)
{
	put(w, "call ");
	if (e->call.callee == CALLEE_SYMBOL) {
		put_string(w, BARE_WORD, e->call.symbol);
	} else if (e->call.callee == CALLEE_SLOT) {
		put(w, "(");
		put_path(w, e->call.slot);
		put(w, ")");
	} else {
		put(w, "*(");
		put_operand(w, &e->call.pointer);
		put(w, ")");
	}
	put_operands(w, e->call.args, e->call.nargs);
	if (e->call.result.kind != OPERAND_NONE) {
		put(w, " -> ");
		put_operand(w, &e->call.result);
	}
	if (e->call.is_noreturn)
		put(w, " noreturn");
}

static void put_asm(struct writer *w, const struct event *e)
{
	put(w, "asm ");
	put_string(w, BARE_NAME, e->as.text);
	if (e->as.nouts) {
		put(w, " out");
		put_operands(w, e->as.outs, e->as.nouts);
	}
	if (e->as.nins) {
		put(w, " in");
		put_operands(w, e->as.ins, e->as.nins);
	}
}

static void put_set(struct writer *w, const char *word, const struct event *e)
{
	enum set_op op = e->set.op;

	put(w, word);
	put_operand(w, &e->set.dst);
	put(w, " = ");
	switch (op) {
	case SET_COPY:
		put_operand(w, &e->set.a);
		break;
	case SET_NOT:
	case SET_NEG:
		buf_printf(w->out, "%s ", set_op_names[op]);
		put_operand(w, &e->set.a);
		break;
	case SET_UNKNOWN:
		put(w, set_op_names[op]);
		if (e->set.a.kind != OPERAND_NONE || e->set.b.kind != OPERAND_NONE) {
			put(w, " ");
			put_operand(w, &e->set.a);
		}
		if (e->set.b.kind != OPERAND_NONE) {
			put(w, ", ");
			put_operand(w, &e->set.b);
		}
		break;
	default:
		put_operand(w, &e->set.a);
		buf_printf(w->out, " %s ", set_op_names[op]);
		put_operand(w, &e->set.b);
	}
}

static void put_event(struct writer *w, const char *indent, const struct event *e)
{
	put(w, indent);
	switch (e->kind) {
	case EVENT_CALL:
		put_call(w, e);
		break;
	case EVENT_ASM:
		put_asm(w, e);
		break;
	case EVENT_SET:
		put_set(w, "set ", e);
		break;
	case EVENT_STORE:
		put_set(w, "store ", e);
		break;
	case EVENT_RETURN:
		put(w, "return");
		if (e->ret.value.kind != OPERAND_NONE) {
			put(w, " ");
			put_operand(w, &e->ret.value);
		}
		break;
	}
	put_place(w, &e->place);
	put_chain(w, e->chain);
	put(w, "\n");
}

/* ---- control flow ---- */

static void put_guard(struct writer *w, const struct guard *g)
{
	put(w, " if ");
	if (g->rel == GUARD_LABEL) {
		buf_printf(w->out, "%s %" PRIu32, guard_rel_names[g->rel], g->label);
		return;
	}
	put_operand(w, &g->a);
	buf_printf(w->out, " %s", guard_rel_names[g->rel]);
	if (g->rel != GUARD_IN && g->rel != GUARD_NOT_IN) {
		put(w, " ");
		put_operand(w, &g->b);
		return;
	}
	for (const struct range *r = g->ranges; r < g->ranges + g->nranges; r++) {
		buf_printf(w->out, " %" PRId64, r->lo);
		if (r->hi != r->lo)
			buf_printf(w->out, "..%" PRId64, r->hi);
	}
}

static void put_block(struct writer *w, uint32_t number, const struct block *b)
{
	buf_printf(w->out, "  block %" PRIu32 "\n", number);
	for (uint32_t i = 0; i < b->nevents; i++)
		put_event(w, "    ", &b->events[i]);
	if (b->place.file || b->place.line || b->place.column || b->chain) {
		put(w, "    branch");
		put_place(w, &b->place);
		put_chain(w, b->chain);
		put(w, "\n");
	}
	for (const struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
		buf_printf(w->out, "    goto %" PRIu32, e->to);
		if (e->guard)
			put_guard(w, e->guard);
		put(w, "\n");
		for (uint32_t i = 0; i < e->nsets; i++)
			put_event(w, "      ", &e->sets[i]);
	}
}

static void put_locals(struct writer *w, const struct function *f)
{
	for (uint32_t i = 0; i < f->nlocals; i++) {
		const struct local *l = &f->locals[i];

		buf_printf(w->out, "  %s %%%" PRIu32, l->is_param ? "param" : "local", i);
		if (l->name) {
			put(w, " ");
			put_string(w, BARE_NAME, l->name);
		}
		put_type(w, " :", &l->type, NULL);
		put(w, l->in_memory ? " in-memory\n" : "\n");
	}
}

static void put_function(struct writer *w, const struct unit *u, const struct function *f)
{
	w->file = u->source;
	put(w, "function ");
	put_string(w, BARE_WORD, f->symbol);
	if (f->linkage != LINKAGE_GLOBAL)
		buf_printf(w->out, " %s", linkage_names[f->linkage]);
	if (f->inlining != INLINE_NONE)
		buf_printf(w->out, " inline=%s", inline_kind_names[f->inlining]);
	if (f->is_noreturn)
		put(w, " noreturn");
	put_attribute(w, "section", f->section);
	put_attribute(w, "alias", f->alias_of);
	put_place(w, &f->place);
	put(w, "\n");
	if (f->place.file)
		w->file = f->place.file;
	w->f = f;
	put_locals(w, f);
	for (uint32_t i = 0; i < f->nblocks; i++)
		put_block(w, i, &f->blocks[i]);
	w->f = NULL;
}

/* ---- the unit ---- */

static void put_row(struct writer *w, const struct row *r)
{
	put(w, "row ");
	put_string(w, BARE_WORD, r->object);
	put_attribute(w, "within", r->within);
	put_attribute(w, "record", r->record);
	if (r->index >= 0)
		buf_printf(w->out, " index=%" PRId64, r->index);
	if (r->is_static)
		put(w, " static");
	put_place(w, &r->place);
	put(w, "\n");
	for (const struct cell *c = r->cells; c < r->cells + r->ncells; c++) {
		put(w, "  cell ");
		if (c->field) {
			const struct step s = {.record = c->record, .field = c->field};

			put_field(w, &s);
			put(w, " ");
		}
		put(w, "= ");
		put_operand(w, &c->value);
		put(w, "\n");
	}
}

static void put_header(struct writer *w, const struct unit *u)
{
	buf_printf(w->out, TEXT_MAGIC "%d\nunit ", FACTS_VERSION);
	put_string(w, BARE_WORD, u->source);
	put_attribute(w, "arch", u->arch);
	put_attribute(w, "release", u->release);
	put_attribute(w, "compiler", u->compiler);
	put_attribute(w, "object", u->object);
	put_attribute(w, "config", u->config);
	put(w, u->is_preprocessed ? " preprocessed\n" : "\n");
	for (uint32_t i = 0; i < u->noptions; i++) {
		put(w, "option ");
		put_string(w, BARE_WORD, u->options[i].name);
		put(w, " ");
		put_string(w, BARE_WORD, u->options[i].value);
		put(w, "\n");
	}
}

void facts_write_text(struct buf *out, const struct unit *u)
{
	struct writer w = {.out = out};

	put_header(&w, u);
	for (uint32_t i = 0; i < u->nfunctions; i++)
		put_function(&w, u, &u->functions[i]);
	w.file = u->source;
	for (uint32_t i = 0; i < u->nrows; i++)
		put_row(&w, &u->rows[i]);
	for (const struct symref *s = u->symrefs; s < u->symrefs + u->nsymrefs; s++) {
		put(&w, "extern ");
		put_string(&w, BARE_WORD, s->symbol);
		put_attribute(&w, "section", s->section);
		put(&w, s->is_weak ? " weak\n" : "\n");
	}
}
