// SPDX-License-Identifier: GPL-2.0-or-later
/* A function: its head, its parameters, and what becomes of its body. */
#include "clang_ssa.h"

#include <errno.h>
#include <stdlib.h>

static struct function function_head(struct cunit *u, const struct symbol *s)
{
	const struct chain *chain;
	struct function f = {.symbol = s->name,
			     .section = s->section,
			     .inlining = s->inlining,
			     .is_noreturn = s->is_noreturn};

	place_of(u, clang_getCursorLocation(s->decl), &f.place, &chain);
	f.linkage = s->is_weak ? LINKAGE_WEAK : s->is_static ? LINKAGE_STATIC : LINKAGE_GLOBAL;
	return f;
}

/* ---- the body ---- */

static void add_parameters(struct body *b)
{
	int n = clang_Cursor_getNumArguments(b->fn->decl);

	for (int i = 0; i < n; i++) {
		uint32_t p = local_of(b, clang_Cursor_getArgument(b->fn->decl, (unsigned int)i));

		b->locals.v[p].is_param = true;
	}
	b->nparams = (uint32_t)b->locals.n;
}

static enum CXChildVisitResult find_code(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	if (clang_getCursorKind(c) == CXCursor_CompoundStmt)
		*(CXCursor *)data = c;
	return CXChildVisit_Continue;
}

static void place_end(struct body *b, struct event *e)
{
	const struct chain *chain;
	struct place p;

	place_between(b->u, b->code, &p, &chain);
	if (chain) { /* a macro writes the function */
		e->place = p;
		e->chain = chain;
		return;
	}
	place_of(b->u, clang_getRangeEnd(clang_getCursorExtent(b->code)), &e->place, &e->chain);
	if (e->place.column > 1)
		e->place.column--; /* the brace, not what is behind it */
}

/* All returns meet in one; where there are several none of their places is left. */
static void add_return(struct body *b)
{
	struct event *e;

	if (!b->dead) { /* the end of the body is reached */
		if (b->returns == NO_BLOCK)
			b->returns = new_block(b);
		else
			b->nreturns++;
		go_to(b, b->returns);
		b->nreturns++;
	}
	if (b->returns == NO_BLOCK)
		return;
	start_block(b, b->returns);
	e = emit(b,
		 b->nreturns == 1 && !clang_Cursor_isNull(b->last_return) ? b->last_return
									  : b->code,
		 EVENT_RETURN);
	if (b->nreturns != 1 || clang_Cursor_isNull(b->last_return))
		place_end(b, e);
	if (b->result != NO_LOCAL && b->locals.v[b->result].type.bits) {
		e->ret.value = local_operand(b, b->result);
	} else if (b->result != NO_LOCAL) {
		e->ret.value = path_operand(OPERAND_PATH, local_path(b, b->result),
					    b->locals.v[b->result].type);
	}
	b->blocks.v[b->cur].place = e->place;
	b->blocks.v[b->cur].chain = e->chain;
}

static void add_computed(struct body *b)
{
	if (b->dispatch == NO_BLOCK)
		return;
	for (size_t i = 0; i < b->taken.n; i++)
		add_edge(b, b->dispatch, b->taken.v[i], NULL);
}

static void free_body(struct body *b)
{
	for (size_t i = 0; i < b->blocks.n; i++) {
		vec_free(&b->blocks.v[i].events);
		vec_free(&b->blocks.v[i].edges);
	}
	free_text(b);
	vec_free(&b->locals);
	vec_free(&b->variables);
	vec_free(&b->blocks);
	vec_free(&b->scopes);
	vec_free(&b->labels);
	vec_free(&b->taken);
	vec_free(&b->gotos);
	vec_free(&b->jumps);
	vec_free(&b->switches);
	map_free(&b->vars);
}

static void lower_body(struct body *b)
{
	new_block(b); /* the entry */
	b->nowhere = new_block(b);
	add_parameters(b);
	start_label(b, 0);
	lower_statement(b, b->code);
	add_return(b);
	finish_gotos(b);
	add_computed(b);
}

static void finish_body(struct body *b, struct function *f)
{
	struct ssa s = {.b = b};

	ssa_graph(&s);
	ssa_memory(&s);
	ssa_versions(&s);
	ssa_fold(&s);
	ssa_sweep(&s);
	ssa_finish(&s, f);
	ssa_free(&s);
}

static void need_all(struct cunit *u, const struct function *f)
{
	for (const struct block *k = f->blocks; k < f->blocks + f->nblocks; k++) {
		for (uint32_t i = 0; i < k->nevents; i++)
			need_event(u, &k->events[i]);
		for (uint32_t i = 0; i < k->nedges; i++) {
			const struct edge *e = &k->edges[i];

			if (e->guard && e->guard->rel != GUARD_LABEL) {
				need_operand(u, &e->guard->a);
				need_operand(u, &e->guard->b);
			}
			for (uint32_t j = 0; j < e->nsets; j++)
				need_event(u, &e->sets[j]);
		}
	}
}

static void add_function(struct cunit *u, const struct function *f, uint32_t order)
{
	vec_push(&u->functions, *f);
	vec_push(&u->orders, order);
}

void lower_function(struct cunit *u, struct symbol *s)
{
	struct arena_mark mark = arena_mark(&u->scratch);
	struct function f = function_head(u, s);
	unsigned int offset;
	struct body b = {.u = u,
			 .fn = s,
			 .code = clang_getNullCursor(),
			 .returns = NO_BLOCK,
			 .dispatch = NO_BLOCK,
			 .result = NO_LOCAL,
			 .last_return = clang_getNullCursor()};

	clang_getExpansionLocation(clang_getCursorLocation(s->decl), NULL, NULL, NULL, &offset);
	if (s->alias) {
		f.alias_of = s->alias;
		need_function(u, s->alias); /* be it that nothing else names it */
		need_name(u, s->alias);
		if (!f.section && map_get(&u->symbols, s->alias, 0))
			f.section = ((struct symbol *)map_get(&u->symbols, s->alias, 0))->section;
		add_function(u, &f, s->order);
		return;
	}
	clang_visitChildren(s->decl, find_code, &b.code);
	if (clang_Cursor_isNull(b.code))
		return;
	b.result_type = clang_getCursorResultType(s->decl);
	lower_body(&b);
	if (!u->ret) {
		finish_body(&b, &f);
		need_all(u, &f);
		add_function(u, &f, s->order);
	}
	free_body(&b);
	arena_release(&u->scratch, &mark);
}
