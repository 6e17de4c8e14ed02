// SPDX-License-Identifier: GPL-2.0-or-later
/* What the symbol table adds: aliases, and the functions that are defined elsewhere. */
#include "build.h"

void add_aliases(builder *b)
{
	cgraph_node *n;

	FOR_EACH_FUNCTION(n)
	{
		symtab_node *to = n->alias && !n->weakref ? n->get_alias_target() : NULL;
		built_function alias;

		if (!to || TREE_CODE(to->decl) != FUNCTION_DECL)
			continue;
		alias.order = n->order;
		alias.f = function_head(b, n->decl);
		alias.f.alias_of = symbol_of(b, to->decl);
		b->functions.safe_push(alias);
	}
}

static int by_symbol(const void *a, const void *b)
{
	return strcmp(((const eqs::symref *)a)->symbol, ((const eqs::symref *)b)->symbol);
}

void add_symrefs(builder *b)
{
	cgraph_node *n;

	FOR_EACH_FUNCTION(n)
	{
		tree section;
		eqs::symref s = {};

		if (n->definition || !b->referenced.contains(DECL_UID(n->decl)))
			continue;
		s.symbol = symbol_of(b, n->decl);
		/* A built-in that is code and not a call has no symbol. */
		if (!strncmp(s.symbol, "__builtin_", 10))
			continue;
		section = lookup_attribute("section", DECL_ATTRIBUTES(n->decl));
		if (DECL_SECTION_NAME(n->decl))
			s.section = eqs::intern(DECL_SECTION_NAME(n->decl));
		else if (section)
			s.section =
				eqs::intern(TREE_STRING_POINTER(TREE_VALUE(TREE_VALUE(section))));
		s.is_weak = DECL_WEAK(n->decl);
		b->symrefs.safe_push(s);
	}
	b->symrefs.qsort(by_symbol);
}
