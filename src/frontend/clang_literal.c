// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Compound literals outside of functions: objects without a name, which
 * initialisers point to.  GCC names each by how many of them ended before it
 * in the unit, so all are counted once one is asked for.
 */
#include "clang_init.h"

#include "base/intern.h"

/* Of an expression: libclang has the declaration around it in front. */
static const void *literal_key(CXCursor c)
{
	return c.data[1] ? c.data[1] : c.data[0];
}

static enum CXChildVisitResult find_list(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_isExpression(clang_getCursorKind(c)))
		*(CXCursor *)data = c;
	return CXChildVisit_Continue;
}

CXCursor literal_list(CXCursor c)
{
	CXCursor list = clang_getNullCursor();

	clang_visitChildren(c, find_list, &list);
	return list;
}

static void add_literal(struct cunit *u, CXCursor c)
{
	struct symbol *s = arena_new(&u->arena, struct symbol);

	s->name = intern_f("__compound_literal.%u", u->nliterals++);
	s->decl = c;
	s->is_static = s->is_defined = true;
	map_put(&u->symbols, s->name, 0, s);
	map_put(&u->decls, literal_key(c), 0, s);
}

/* Those inside of one end before it does. */
static enum CXChildVisitResult count(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	clang_visitChildren(c, count, data);
	if (clang_getCursorKind(c) == CXCursor_CompoundLiteralExpr)
		add_literal(data, c);
	return CXChildVisit_Continue;
}

struct symbol *literal_symbol(struct cunit *u, CXCursor c)
{
	for (; u->ncounted < u->objects.n; u->ncounted++) {
		CXCursor init = clang_Cursor_getVarDeclInitializer(u->objects.v[u->ncounted]);

		count(init, init, u);
	}
	return map_get(&u->decls, literal_key(c), 0);
}
