// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Versions of variables: each set makes one, and where several meet a PHI
 * makes another, found on demand from what is read (Braun et al., "Simple and
 * Efficient Construction of Static Single Assignment Form", 2013).
 */
#include "clang_ssa.h"

#include <stdlib.h>

#include "base/error.h"
#include "facts/normal.h"

static bool has_versions(const struct ssa *s, uint32_t local)
{
	return local < s->nvariables && s->b->variables.v[local].is_many &&
	       !s->b->variables.v[local].in_memory;
}

static uint32_t new_version(struct ssa *s, uint32_t variable)
{
	struct local l = s->b->locals.v[variable];
	struct variable v = s->b->variables.v[variable];

	l.is_param = false;
	v.is_many = false;
	vec_push(&s->b->locals, l);
	vec_push(&s->b->variables, v);
	return (uint32_t)s->b->locals.n - 1;
}

static uint32_t known(const struct map *m, uint32_t block, uint32_t variable)
{
	uintptr_t v = (uintptr_t)map_get(m, block + 1, variable + 1);

	return v ? (uint32_t)v - 1 : NO_LOCAL;
}

static void note(struct map *m, uint32_t block, uint32_t variable, uint32_t version)
{
	map_put(m, block + 1, variable + 1, (void *)(uintptr_t)(version + 1));
}

struct definer {
	struct ssa *s;
	uint32_t block;
};

static void define(void *ctx, struct event *e, struct operand *dst)
{
	struct definer *d = ctx;
	uint32_t variable = dst->local, version;

	(void)e;
	if (!has_versions(d->s, variable))
		return;
	version = new_version(d->s, variable);
	note(&d->s->exit, d->block, variable, version);
	vec_push(&d->s->order_of_versions, (struct version_of){variable, version});
	dst->local = version;
}

static uint32_t read_entry(struct ssa *s, uint32_t variable, uint32_t block);

static uint32_t read_exit(struct ssa *s, uint32_t variable, uint32_t block)
{
	uint32_t v = known(&s->exit, block, variable);

	return v != NO_LOCAL ? v : read_entry(s, variable, block);
}

/* A version that is never set: NO_LOCAL has no room in a map, so a local stands for it. */
static uint32_t unset_version(struct ssa *s, uint32_t variable)
{
	uint32_t v = new_version(s, variable);

	s->b->variables.v[v].is_unset = true;
	return v;
}

static uint32_t make_phi(struct ssa *s, uint32_t variable, uint32_t block)
{
	const struct block_info *k = &s->blocks[block];
	struct phi *p = arena_new(&s->b->u->scratch, struct phi);

	p->variable = variable;
	p->block = block;
	p->local = p->replaced = new_version(s, variable);
	p->args = arena_array(&s->b->u->scratch, uint32_t, k->in.n);
	note(&s->entry, block, variable, p->local);
	map_put(&s->phi_of, p->local + 1, 0, p);
	vec_push(&s->phis, p);
	for (size_t i = 0; i < k->in.n; i++)
		p->args[i] = read_exit(s, variable, k->in.v[i].from);
	return p->local;
}

static uint32_t read_entry(struct ssa *s, uint32_t variable, uint32_t block)
{
	uint32_t v = known(&s->entry, block, variable), at = block;

	if (v != NO_LOCAL)
		return v;
	/* along blocks with one way in, without recursion */
	while (at && s->blocks[at].in.n == 1) {
		uint32_t from = s->blocks[at].in.v[0].from;

		v = known(&s->exit, from, variable);
		at = from;
		if (v == NO_LOCAL)
			v = known(&s->entry, from, variable);
		if (v != NO_LOCAL)
			break;
	}
	if (v == NO_LOCAL && !at)
		v = variable < s->b->nparams ? variable : unset_version(s, variable);
	if (v == NO_LOCAL)
		return at == block ? make_phi(s, variable, block)
				   : (note(&s->entry, block, variable, read_entry(s, variable, at)),
				      known(&s->entry, block, variable));
	note(&s->entry, block, variable, v);
	return v;
}

struct reader {
	struct ssa *s;
	uint32_t block;
	struct map *now; /* (variable + 1) -> version + 1, set in this block so far */
};

static uint32_t read_now(struct reader *r, uint32_t variable)
{
	uint32_t v = known(r->now, r->block, variable);

	return v != NO_LOCAL ? v : read_entry(r->s, variable, r->block);
}

static void rename_path(struct reader *r, struct path **path)
{
	struct operand o = {.kind = OPERAND_PATH, .path = *path};
	bool found = (*path)->root == ROOT_LOCAL && has_versions(r->s, (*path)->local);

	for (uint32_t i = 0; i < (*path)->nsteps; i++)
		found |= (*path)->steps[i].kind == STEP_INDEX_LOCAL &&
			 has_versions(r->s, (uint32_t)(*path)->steps[i].index);
	if (!found)
		return;
	/* the same path may stand in several events */
	o = normal_copy(&r->s->b->u->arena, &o);
	*path = o.path;
	if (o.path->root == ROOT_LOCAL && has_versions(r->s, o.path->local))
		o.path->local = read_now(r, o.path->local);
	for (uint32_t i = 0; i < o.path->nsteps; i++) {
		struct step *st = &o.path->steps[i];

		if (st->kind == STEP_INDEX_LOCAL && has_versions(r->s, (uint32_t)st->index))
			st->index = read_now(r, (uint32_t)st->index);
	}
}

static void rename_use(void *ctx, struct operand *o)
{
	struct reader *r = ctx;

	if (o->kind == OPERAND_LOCAL && has_versions(r->s, o->local))
		o->local = read_now(r, o->local);
	else if (o->kind == OPERAND_ADDR || o->kind == OPERAND_PATH)
		rename_path(r, &o->path);
}

/* A target has its version already: what is read from here on is that. */
static void pass_target(void *ctx, struct event *e, struct operand *dst)
{
	struct reader *r = ctx;
	uint32_t variable = r->s->variable_of ? r->s->variable_of[dst->local] : NO_LOCAL;

	(void)e;
	if (variable != NO_LOCAL)
		note(r->now, r->block, variable, dst->local);
}

static void rename_block(struct ssa *s, uint32_t block, struct map *now)
{
	struct iblock *k = &s->b->blocks.v[block];
	struct reader r = {.s = s, .block = block, .now = now};

	for (size_t i = 0; i < k->events.n; i++) {
		normal_event_uses(&k->events.v[i], rename_use, &r);
		normal_event_targets(&k->events.v[i], pass_target, &r);
	}
	for (size_t i = 0; i < k->edges.n; i++)
		if (k->edges.v[i].guard && k->edges.v[i].guard->rel != GUARD_LABEL)
			normal_guard_uses(k->edges.v[i].guard, rename_use, &r);
}

uint32_t ssa_resolve(const struct ssa *s, uint32_t local)
{
	const struct phi *p;

	while ((p = map_get(&s->phi_of, local + 1, 0)) && p->replaced != local)
		local = p->replaced;
	return local;
}

static bool is_unset(const struct ssa *s, uint32_t local)
{
	return s->b->variables.v[local].is_unset;
}

/* A PHI of one version, and of itself, is that version. */
static bool drop_trivial(struct ssa *s, struct phi *p)
{
	uint32_t only = NO_LOCAL;

	if (p->replaced != p->local)
		return false;
	for (size_t i = 0; i < s->blocks[p->block].in.n; i++) {
		uint32_t arg = ssa_resolve(s, p->args[i]);

		if (arg == p->local || arg == only ||
		    (only != NO_LOCAL && is_unset(s, arg) && is_unset(s, only)))
			continue;
		if (only != NO_LOCAL)
			return false;
		only = arg;
	}
	p->replaced = only == NO_LOCAL ? unset_version(s, p->variable) : only;
	return true;
}

void ssa_versions(struct ssa *s)
{
	bool changed = true;
	struct map now = {};

	s->nvariables = (uint32_t)s->b->locals.n;
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];
		struct definer d = {.s = s, .block = s->order.v[i]};

		for (size_t e = 0; e < k->events.n; e++)
			normal_event_targets(&k->events.v[e], define, &d);
	}
	s->variable_of = calloc(s->b->locals.n + 1, sizeof(*s->variable_of));
	if (!s->variable_of)
		die("out of memory");
	for (size_t i = 0; i < s->b->locals.n; i++)
		s->variable_of[i] = NO_LOCAL;
	for (size_t i = 0; i < s->order_of_versions.n; i++)
		s->variable_of[s->order_of_versions.v[i].version] =
			s->order_of_versions.v[i].variable;
	for (size_t i = 0; i < s->order.n; i++)
		rename_block(s, s->order.v[i], &now);
	map_free(&now);
	while (changed) {
		changed = false;
		for (size_t i = 0; i < s->phis.n; i++)
			changed |= drop_trivial(s, s->phis.v[i]);
	}
}

void ssa_free(struct ssa *s)
{
	for (uint32_t i = 0; i < s->nblocks; i++) {
		vec_free(&s->blocks[i].in);
		vec_free(&s->blocks[i].phis);
	}
	free(s->blocks);
	free(s->def);
	free(s->needed);
	free(s->variable_of);
	vec_free(&s->order);
	vec_free(&s->order_of_versions);
	vec_free(&s->phis);
	map_free(&s->entry);
	map_free(&s->exit);
	map_free(&s->phi_of);
}
