// SPDX-License-Identifier: GPL-2.0-or-later
/* What a unit says of itself, and what it refers to: for libclang's trees and sparse's. */
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "clang_lower.h"
#include "facts/source.h"

void unit_begin(struct cunit *u, const char *source, const char *arch, const char *compiler)
{
	struct unit *x = &u->unit;
	size_t n = strlen(source);

	x->arch = intern(u->u->arch ? u->u->arch : arch);
	x->release = u->u->release ? intern(u->u->release) : NULL;
	x->config = u->u->config ? intern(u->u->config) : NULL;
	x->compiler = compiler;
	x->source = source_file(u->u->srctree, source);
	x->is_preprocessed = ends(source, ".i");
	x->object = u->u->object ? intern(u->u->object) : intern_f("%.*s.o", (int)(n - 2), source);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(((const struct symref *)a)->symbol, ((const struct symref *)b)->symbol);
}

void unit_references(struct cunit *u)
{
	struct symref *refs = arena_array(&u->arena, struct symref, u->references.n);
	uint32_t n = 0;

	for (size_t i = 0; i < u->references.n; i++) {
		const struct symbol *s = u->references.v[i];

		/* A built-in that is code and not a call has no symbol. */
		if (!starts(s->name, "__builtin_"))
			refs[n++] = (struct symref){s->name, s->section, s->is_weak};
	}
	if (n)
		qsort(refs, n, sizeof(*refs), by_name);
	u->unit.symrefs = refs;
	u->unit.nsymrefs = n;
}

void unit_end(struct cunit *u)
{
	vec_free(&u->objects);
	vec_free(&u->queue);
	vec_free(&u->references);
	vec_free(&u->functions);
	vec_free(&u->orders);
	vec_free(&u->rows);
	map_free(&u->types);
	map_free(&u->records);
	map_free(&u->fields);
	map_free(&u->decls);
	map_free(&u->symbols);
	map_free(&u->again);
	map_free(&u->files);
	map_free(&u->top);
	map_free(&u->order);
	arena_free(&u->scratch);
}

/* By its name the one that has a body is found. */
static void make_known(struct cunit *u, struct symbol *s)
{
	const struct symbol *known = map_get(&u->symbols, s->name, 0);

	if (s->is_queued) {
		s->is_queued = false;
		symbol_need(u, s);
	}
	if (!known || (s->is_defined && !known->is_defined))
		map_put(&u->symbols, s->name, 0, s);
}

struct symbol *symbol_of(struct cunit *u, CXCursor decl)
{
	const void *key = decl_key(decl);
	struct symbol *s = map_get(&u->decls, key, 0);

	if (!s) {
		s = symbol_new(u, decl);
		make_known(u, s);
		map_put(&u->decls, key, 0, s);
	}
	return s;
}

int unit_option_names(const char *file, struct name_list *names, struct error *err)
{
	struct buf text = {};
	int ret;

	if (!file)
		return 0;
	ret = buf_read_file(&text, file, (size_t)1 << 20, err);
	for (const char *line = text.s; !ret && line && *line; line += strspn(line, "\n")) {
		size_t n = strcspn(line, "\n");
		size_t skip = n > 7 && starts(line, "CONFIG_") ? 7 : 0;

		if (n)
			vec_push(names, intern_n(line + skip, n - skip));
		line += n;
	}
	buf_free(&text);
	return ret;
}
