// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Symbols: functions and objects, what their declarations say of them, and
 * which of them something needs.  Only these are lowered: a kernel unit
 * declares some ten thousand inline functions and uses a few hundred.
 */
#include "clang_lower.h"

#include <string.h>

#include "base/intern.h"
#include "base/str.h"

CXString declaration_text(struct cunit *u, CXCursor decl)
{
	return clang_getCursorPrettyPrinted(decl, u->policy);
}

/* NAME of __attribute__((...NAME...)) or [[gnu::NAME]] in the text, and what follows it. */
static const char *attribute(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = text; (p = strstr(p, name)); p++)
		if (p > text && strchr("( ,:", p[-1]) && !is_instruction_char(p[n]))
			return p + n;
	return NULL;
}

/* The word in front of the function's name and parameters. */
static bool has_keyword(const char *text, const char *word)
{
	const char *p = strstr(text, word);

	return p && (p == text || p[-1] == ' ') && p[strlen(word)] == ' ';
}

/* The string in ("..."), interned. */
static const char *argument(const char *p)
{
	const char *end;

	if (!p || !starts(p, "(\""))
		return NULL;
	end = strchr(p + 2, '"');
	return end ? intern_n(p + 2, (size_t)(end - p - 2)) : NULL;
}

/* Where attributes begin, behind the name or in front of it; NULL. */
static const char *first_attribute(const char *text)
{
	const char *gnu = text ? strstr(text, "__attribute__") : NULL;
	const char *c = text ? strstr(text, "[[") : NULL;

	return !gnu || (c && c < gnu) ? c : gnu;
}

/* What the declaration says joins what others have said. */
static void read_marks(struct symbol *s, const char *p)
{
	s->is_weak |= attribute(p, "weak") != NULL;
	if (!s->section)
		s->section = argument(attribute(p, "section"));
	if (!s->alias)
		s->alias = argument(attribute(p, "alias"));
	s->is_noreturn |= attribute(p, "noreturn") != NULL;
	if (attribute(p, "always_inline"))
		s->inlining = INLINE_ALWAYS;
	else if (attribute(p, "noinline") && s->inlining != INLINE_ALWAYS)
		s->inlining = INLINE_NEVER;
	if (attribute(p, "used") || attribute(p, "__used__"))
		s->is_queued = true;
}

static void read_attributes(struct cunit *u, struct symbol *s, CXCursor decl, bool is_late)
{
	CXString text = declaration_text(u, decl);
	const char *t = clang_getCString(text), *p = first_attribute(t);

	if (p)
		read_marks(s, p);
	s->is_noreturn |= t && has_keyword(t, "_Noreturn");
	/* asm("name"): the symbol is not what the source calls it */
	p = t && !is_late ? strstr(t, " asm(\"") : NULL;
	if (p && argument(p + 4))
		s->name = argument(p + 4);
	clang_disposeString(text);
}

/*
 * What other declarations say is true of this one too, but clang prints it
 * only where it was written.  It is kept as an attribute of all that follow,
 * so those without any are not asked.
 */
static void read_others(struct cunit *u, struct symbol *s)
{
	CXCursor first = clang_getCanonicalCursor(s->decl);
	const struct again *a = map_get(&u->again, decl_key(s->decl), 0);

	if (!clang_equalCursors(first, s->decl) && clang_Cursor_hasAttrs(first))
		read_attributes(u, s, first, false);
	for (; a; a = a->before)
		if (!clang_equalCursors(a->decl, s->decl))
			read_attributes(u, s, a->decl, false);
}

void declared_again(struct cunit *u, CXCursor decl)
{
	struct symbol *s;
	struct again *a;
	bool was_queued;

	if (!clang_Cursor_hasAttrs(decl) ||
	    clang_equalCursors(decl, clang_getCanonicalCursor(decl)))
		return;
	s = map_get(&u->decls, decl_key(decl), 0);
	if (!s) {
		a = arena_new(&u->arena, struct again);
		*a = (struct again){decl, map_get(&u->again, decl_key(decl), 0)};
		map_put(&u->again, decl_key(decl), 0, a);
	} else if (!clang_equalCursors(decl, s->decl)) {
		was_queued = s->is_queued;
		read_attributes(u, s, decl, true);
		if (s->is_queued && !was_queued) {
			s->is_queued = false;
			symbol_need(u, s);
		}
	}
}

/* That a function does not return is part of its type, and its asm("name") of its mangled one. */
static void read_type(struct symbol *s, CXCursor decl)
{
	CXString text = clang_getTypeSpelling(clang_getCursorType(decl));
	const char *name;

	if (clang_getCString(text) && strstr(clang_getCString(text), "noreturn"))
		s->is_noreturn = true;
	clang_disposeString(text);
	if (!clang_Cursor_hasAttrs(decl))
		return;
	name = take_string(clang_Cursor_getMangling(decl));
	if (name)
		s->name = name;
}

/* FUNCTION.NAME, as the GCC plugin names what lies in a function. */
static const char *inner_name(struct cunit *u, CXCursor decl, const char *name)
{
	CXCursor around = clang_getCursorSemanticParent(decl);
	unsigned int before = 0;
	const char *function, *full;

	if (clang_getCursorKind(around) != CXCursor_FunctionDecl)
		return NULL;
	function = symbol_of(u, around)->name;
	full = intern_f("%s.%s", function, name);
	while (map_get(&u->symbols, full, 0))
		full = intern_f("%s.%s.%u", function, name, ++before);
	return full;
}

struct symbol *symbol_new(struct cunit *u, CXCursor decl)
{
	struct symbol *s = arena_new(&u->arena, struct symbol);
	CXCursor definition = clang_getCursorDefinition(decl);
	const char *inner = NULL;

	s->is_defined = !clang_Cursor_isNull(definition);
	s->decl = s->is_defined ? definition : decl;
	s->is_function = clang_getCursorKind(decl) == CXCursor_FunctionDecl;
	s->name = take_string(clang_getCursorSpelling(decl));
	if (!s->name)
		s->name = intern("?");
	s->is_static = clang_getCursorLinkage(decl) == CXLinkage_Internal;
	if (s->is_function && clang_Cursor_isFunctionInlined(s->decl))
		s->inlining = INLINE_HINT;
	if (!s->is_function && clang_Cursor_getStorageClass(decl) == CX_SC_Static)
		inner = inner_name(u, decl, s->name);
	if (inner) {
		s->name = inner;
		s->is_static = s->is_defined = true;
	}
	if (clang_Cursor_hasAttrs(s->decl))
		read_attributes(u, s, s->decl, false);
	read_others(u, s);
	if (s->is_function)
		read_type(s, s->decl);
	return s;
}

static enum CXChildVisitResult note_name(CXCursor c, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct cunit *u = data;
	const char *name;

	(void)parent;
	if (kind != CXCursor_FunctionDecl && kind != CXCursor_TypedefDecl)
		return CXChildVisit_Continue;
	name = take_string(clang_getCursorSpelling(c));
	if (name)
		map_put(&u->top, name, 0, arena_copy(&u->arena, &c, sizeof(c)));
	return CXChildVisit_Continue;
}

/* The function or typedef of that name, NULL: none. */
static const CXCursor *declared(struct cunit *u, const char *name, enum CXCursorKind kind)
{
	const CXCursor *c;

	if (!u->has_top)
		clang_visitChildren(clang_getTranslationUnitCursor(u->tu), note_name, u);
	u->has_top = true;
	c = map_get(&u->top, name, 0);
	return c && clang_getCursorKind(*c) == kind ? c : NULL;
}

void need_function(struct cunit *u, const char *name)
{
	const CXCursor *c = declared(u, name, CXCursor_FunctionDecl);

	if (c)
		symbol_of(u, *c); /* the call that names it needs it */
}

bool typedef_named(struct cunit *u, const char *name, CXType *type)
{
	const CXCursor *c = declared(u, name, CXCursor_TypedefDecl);

	if (c)
		*type = clang_getTypedefDeclUnderlyingType(*c);
	return c != NULL;
}

bool declares_function(struct cunit *u, const char *name)
{
	return declared(u, name, CXCursor_FunctionDecl) != NULL;
}
