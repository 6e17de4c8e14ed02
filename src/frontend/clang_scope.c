// SPDX-License-Identifier: GPL-2.0-or-later
/* Scopes, and what is cleaned up where they are left: last in, first out. */
#include "clang_body.h"

#include "base/intern.h"

void open_scope(struct body *b)
{
	vec_push(&b->scopes, (struct scope){.id = b->next_scope++});
}

void add_cleanup(struct body *b, CXCursor decl, uint32_t local, const char *function)
{
	struct scope *s = &b->scopes.v[b->scopes.n - 1];

	b->variables.v[local].in_memory = b->locals.v[local].in_memory = true;
	/* ways out that were made before know nothing of it */
	map_free(&s->exits);
	vec_push(&s->cleanups,
		 (struct cleanup){.function = function, .local = local, .decl = decl});
}

static void run_cleanups(struct body *b, const struct scope *s)
{
	for (size_t i = s->cleanups.n; i--;) {
		const struct cleanup *c = &s->cleanups.v[i];
		struct event *e = emit(b, c->decl, EVENT_CALL);
		struct vtype pointer = {.bits = b->u->pointer_bits, .is_pointer = true};

		pointer.record = b->locals.v[c->local].type.record;
		e->call.callee = CALLEE_SYMBOL;
		e->call.symbol = c->function;
		e->call.nargs = 1;
		e->call.args = arena_new(&b->u->arena, struct operand);
		e->call.args[0] = path_operand(OPERAND_ADDR, local_path(b, c->local), pointer);
	}
}

void close_scope(struct body *b)
{
	struct scope *s = &b->scopes.v[b->scopes.n - 1];

	if (!b->dead)
		run_cleanups(b, s);
	vec_free(&s->cleanups);
	vec_free(&s->labels);
	map_free(&s->exits);
	b->scopes.n--;
}

/* The block that cleans scope i up and goes on to the target. */
static uint32_t exit_block(struct body *b, size_t i, uint32_t target)
{
	struct scope *s = &b->scopes.v[i];
	uintptr_t known = (uintptr_t)map_get(&s->exits, target + 1, 0);
	uint32_t at = b->cur, block;
	bool dead = b->dead;

	if (known)
		return (uint32_t)known - 1;
	block = new_block(b);
	map_put(&s->exits, target + 1, 0, (void *)(uintptr_t)(block + 1));
	start_label(b, block);
	run_cleanups(b, s);
	go_to(b, target);
	b->cur = at;
	b->dead = dead;
	return block;
}

void leave_to(struct body *b, uint32_t block, size_t depth)
{
	if (b->dead)
		return;
	for (size_t i = depth; i < b->scopes.n; i++)
		if (b->scopes.v[i].cleanups.n)
			block = exit_block(b, i, block);
	go_to(b, block);
}

/* ---- labels: how deep one lies is known when it is met ---- */

static bool has_cleanups(const struct body *b)
{
	for (size_t i = 0; i < b->scopes.n; i++)
		if (b->scopes.v[i].cleanups.n)
			return true;
	return false;
}

void declare_label(struct body *b, const char *name)
{
	struct scope *s = &b->scopes.v[b->scopes.n - 1];

	vec_push(&s->labels, (struct local_label){name, intern_f("%s in %u", name, s->id)});
}

/* What tells labels of one name apart: the scope that declares it, from the inside. */
static const char *unique_name(const struct body *b, const char *name)
{
	for (size_t i = b->scopes.n; i--;)
		for (size_t j = 0; j < b->scopes.v[i].labels.n; j++)
			if (b->scopes.v[i].labels.v[j].name == name)
				return b->scopes.v[i].labels.v[j].unique;
	return name;
}

static struct label *label_named(struct body *b, const char *name)
{
	struct label *l;

	name = unique_name(b, name);
	vec_for_each (l, &b->labels)
		if (l->name == name)
			return l;
	vec_push(&b->labels, (struct label){.block = new_block(b), .name = name});
	return &b->labels.v[b->labels.n - 1];
}

uint32_t label_block(struct body *b, const char *name)
{
	return label_named(b, name)->block;
}

void label_taken(struct body *b, const char *name)
{
	struct label *l = label_named(b, name);

	if (!l->is_taken)
		vec_push(&b->taken, l->block);
	l->is_taken = true;
}

void place_label(struct body *b, const char *name)
{
	struct label *l = label_named(b, name);

	l->is_placed = true;
	l->nscopes = (uint32_t)b->scopes.n;
	l->scopes = arena_array(&b->u->scratch, uint32_t, l->nscopes);
	for (uint32_t i = 0; i < l->nscopes; i++)
		l->scopes[i] = b->scopes.v[i].id;
	go_to(b, l->block);
	start_label(b, l->block);
}

/* The scopes that both have open. */
static size_t common_depth(const struct body *b, const struct label *l)
{
	size_t n = 0;

	while (n < l->nscopes && n < b->scopes.n && l->scopes[n] == b->scopes.v[n].id)
		n++;
	return n;
}

/*
 * A goto forward: which scopes it leaves is seen when the label comes, so all
 * that would be cleaned up is noted.
 */
static void defer(struct body *b, const struct label *l)
{
	struct pending_goto p = {.name = l->name, .from = new_block(b)};

	for (size_t i = 0; i < b->scopes.n; i++) {
		const struct scope *s = &b->scopes.v[i];
		struct scope copy = {.id = s->id};

		copy.cleanups.n = s->cleanups.n;
		copy.cleanups.v = arena_copy(&b->u->scratch, s->cleanups.v,
					     s->cleanups.n * sizeof(*s->cleanups.v));
		vec_push(&p.scopes, copy);
	}
	go_to(b, p.from);
	vec_push(&b->gotos, p);
}

void go_to_label(struct body *b, const char *name)
{
	struct label *l = label_named(b, name);

	if (b->dead)
		return;
	if (!has_cleanups(b))
		go_to(b, l->block);
	else if (l->is_placed)
		leave_to(b, l->block, common_depth(b, l));
	else
		defer(b, l);
}

void finish_gotos(struct body *b)
{
	struct pending_goto *p;

	vec_for_each (p, &b->gotos) {
		const struct label *l = label_named(b, p->name);
		size_t keep = 0;

		while (keep < l->nscopes && keep < p->scopes.n &&
		       l->scopes[keep] == p->scopes.v[keep].id)
			keep++;
		start_block(b, p->from);
		for (size_t i = p->scopes.n; i-- > keep;)
			run_cleanups(b, &p->scopes.v[i]);
		go_to(b, l->block);
		vec_free(&p->scopes);
	}
	vec_free(&b->gotos);
}
