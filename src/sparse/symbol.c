// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions and objects: what their declarations say, and which of them something needs. */
#include "tree.h"

#include "frontend/clang_lower.h"
#include "place.h"
#include "base/intern.h"
#include "base/str.h"

/*
 * The declarations of one object or function: sparse binds those with and
 * without "static" apart.
 */
static struct sp_symbol *next_declaration(struct sp_symbol *s, struct sp_symbol *d)
{
	if (!s->ident || is_local_symbol(s) || symbol_key(s) == s)
		return d ? NULL : s;
	if (d && d->same_symbol)
		return d->same_symbol;
	/* the next that is not a predecessor of one that was seen */
	for (d = d ? d->next_id : s->ident->symbols; d; d = d->next_id)
		if (d->namespace == NS_SYMBOL && !is_local_symbol(d) &&
		    symbol_key(d) == symbol_key(s))
			return d;
	return NULL;
}

static const char *mark(struct sp_symbol *s, enum mark_kind kind)
{
	const char *found = NULL;

	for (struct sp_symbol *d = NULL; !found && (d = next_declaration(s, d));)
		found = attribute_of(d, kind);
	return found ? found : attribute_of(s, kind);
}

static unsigned long modifiers_of(struct sp_symbol *s)
{
	unsigned long m = s->ctype.modifiers;

	for (struct sp_symbol *d = NULL; (d = next_declaration(s, d));)
		m |= d->ctype.modifiers;
	return m;
}

static struct sp_symbol *definition_of(struct sp_symbol *s)
{
	bool is_function = is_function_symbol(s);

	for (struct sp_symbol *d = NULL; (d = next_declaration(s, d));) {
		if (is_function && d->definition)
			return d->definition;
		if (!is_function && (d->initializer || !(d->ctype.modifiers & MOD_EXTERN)))
			return d;
	}
	return is_function ? s->definition : s->initializer ? s : NULL;
}

/* FUNCTION.NAME, as the GCC plugin names what lies in a function. */
static const char *inner_name(struct cunit *u, const char *name)
{
	const char *function = cursor_function_name(), *full = intern_f("%s.%s", function, name);

	for (unsigned int n = 1; map_get(&u->symbols, full, 0); n++)
		full = intern_f("%s.%s.%u", function, name, n);
	return full;
}

static void read_attributes(struct cunit *u, struct symbol *s, struct sp_symbol *sp)
{
	const char *section = mark(sp, MARK_SECTION), *alias = mark(sp, MARK_ALIAS);

	s->section = section && *section ? section : NULL;
	s->alias = alias && *alias ? alias : NULL;
	s->is_weak = mark(sp, MARK_WEAK);
	s->is_queued = mark(sp, MARK_USED) && s->is_defined;
	if (!s->is_function)
		return;
	s->is_noreturn = modifiers_of(sp) & MOD_NORETURN;
	if (modifiers_of(sp) & MOD_INLINE)
		s->inlining = INLINE_HINT;
	if (mark(sp, MARK_ALWAYS_INLINE))
		s->inlining = INLINE_ALWAYS;
	else if (mark(sp, MARK_NOINLINE))
		s->inlining = INLINE_NEVER;
	(void)u;
}

/* asm("name"): the symbol is not what the source calls it. */
static const char *asm_name(struct sp_symbol *s, const char *name)
{
	const char *found = NULL;

	for (struct sp_symbol *d = NULL; !found && (d = next_declaration(s, d));)
		found = place_asm_name(d, NULL);
	return found && *found ? found : name;
}

struct symbol *symbol_new(struct cunit *u, CXCursor decl)
{
	struct symbol *s = arena_new(&u->arena, struct symbol);
	struct sp_symbol *sp = (struct sp_symbol *)decl.data[0], *definition = definition_of(sp);

	s->is_defined = definition != NULL;
	s->decl = cursor_of_symbol(definition ? definition : sp);
	s->is_function = is_function_symbol(sp);
	s->name = sp->ident ? intern_n(sp->ident->name, sp->ident->len) : intern("?");
	s->is_static = modifiers_of(sp) & MOD_STATIC;
	s->name = asm_name(sp, s->name);
	if (symbol_key(sp) == sp && s->is_static && !s->is_function)
		s->name = inner_name(u, s->name);
	read_attributes(u, s, sp);
	return s;
}

void need_function(struct cunit *u, const char *name)
{
	struct ident *id = built_in_ident(name);

	for (struct sp_symbol *s = id->symbols; s; s = s->next_id)
		if (s->namespace == NS_SYMBOL && is_function_symbol(s)) {
			symbol_of(u, cursor_of_symbol(s)); /* the call that names it needs it */
			return;
		}
}

/* What lowering looks for in the text of a variable's declaration. */
CXString declaration_text(struct cunit *u, CXCursor decl)
{
	(void)u;
	const struct sp_symbol *s = (const struct sp_symbol *)decl.data[0];
	const char *cleanup = attribute_of(s, MARK_CLEANUP);
	CXString text = {""};

	if (cleanup)
		text.text = intern_f("cleanup(%s)", cleanup);
	else if ((s->ctype.modifiers & MOD_REGISTER) &&
		 (place_asm_name(s, NULL) || place_macro_names(s)))
		text.text = " asm(";
	return text;
}
