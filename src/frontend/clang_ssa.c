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

/* ---- the graph ---- */

/* Where an edge to the block ends, through blocks that do nothing. */
static uint32_t forward(const struct ssa *s, uint32_t block)
{
	for (uint32_t i = 0; i < s->nblocks; i++) {
		const struct iblock *k = &s->b->blocks.v[block];

		if (!block || k->events.n || k->edges.n != 1 || k->edges.v[0].guard ||
		    k->edges.v[0].to == block)
			break;
		block = k->edges.v[0].to;
	}
	return block;
}

VEC_TYPE(range_vec, struct range);

struct visit {
	uint32_t block, next;
};

static void order_blocks(struct ssa *s)
{
	VEC(struct visit) stack = {};

	s->order.n = 0;
	for (uint32_t i = 0; i < s->nblocks; i++)
		s->blocks[i].number = NO_BLOCK;
	s->blocks[0].number = 0;
	vec_push(&stack, (struct visit){0, 0});
	while (stack.n) {
		struct visit *top = &stack.v[stack.n - 1];
		const struct iblock *k = &s->b->blocks.v[top->block];
		uint32_t to;

		if (top->next == k->edges.n) {
			vec_push(&s->order, top->block);
			stack.n--;
			continue;
		}
		/* From the last: what comes first in the source is then numbered first. */
		to = k->edges.v[k->edges.n - ++top->next].to;
		if (s->blocks[to].number == NO_BLOCK) {
			s->blocks[to].number = 0;
			vec_push(&stack, (struct visit){to, 0});
		}
	}
	for (size_t i = 0; i < s->order.n / 2; i++) {
		uint32_t swap = s->order.v[i];

		s->order.v[i] = s->order.v[s->order.n - 1 - i];
		s->order.v[s->order.n - 1 - i] = swap;
	}
	for (size_t i = 0; i < s->order.n; i++)
		s->blocks[s->order.v[i]].number = (uint32_t)i;
	vec_free(&stack);
}

static void find_preds(struct ssa *s)
{
	for (size_t i = 0; i < s->order.n; i++)
		s->blocks[s->order.v[i]].in.n = 0;
	for (size_t i = 0; i < s->order.n; i++) {
		uint32_t from = s->order.v[i];
		const struct iblock *k = &s->b->blocks.v[from];

		for (uint32_t e = 0; e < k->edges.n; e++)
			vec_push(&s->blocks[k->edges.v[e].to].in, (struct in_edge){from, e});
	}
}

/* A block and the only one that follows it are one. */
static void join_blocks(struct ssa *s)
{
	for (size_t i = 0; i < s->order.n; i++) {
		uint32_t at = s->order.v[i], to;
		struct iblock *k = &s->b->blocks.v[at], *next;

		if (s->blocks[at].number == NO_BLOCK)
			continue;
		while (k->edges.n == 1 && !k->edges.v[0].guard) {
			to = k->edges.v[0].to;
			if (to == at || !to || s->blocks[to].in.n != 1)
				break;
			next = &s->b->blocks.v[to];
			for (size_t e = 0; e < next->events.n; e++)
				vec_push(&k->events, next->events.v[e]);
			vec_free(&k->edges);
			k->edges.v = next->edges.v;
			k->edges.n = next->edges.n;
			k->edges.cap = next->edges.cap;
			k->place = next->place;
			k->chain = next->chain;
			next->edges.v = NULL;
			next->edges.n = next->edges.cap = 0;
			vec_free(&next->events);
			s->blocks[to].number = NO_BLOCK;
		}
	}
}

static int by_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static int by_unsigned_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return (uint64_t)x->lo < (uint64_t)y->lo ? -1 : (uint64_t)x->lo > (uint64_t)y->lo;
}

/* One guard for all of the ranges. */
static struct guard *join_ranges(struct ssa *s, const struct guard *like,
				 const struct range_vec *ranges)
{
	struct guard *g = arena_copy(&s->b->u->arena, like, sizeof(*g));
	struct range *r = arena_copy(&s->b->u->arena, ranges->v, ranges->n * sizeof(*r));
	uint32_t n = 0;

	if (ranges->n)
		qsort(r, ranges->n, sizeof(*r),
		      like->a.type.is_signed ? by_start : by_unsigned_start);
	for (size_t i = 0; i < ranges->n; i++) {
		if (n && (uint64_t)r[n - 1].hi + 1 == (uint64_t)r[i].lo)
			r[n - 1].hi = r[i].hi;
		else
			r[n++] = r[i];
	}
	g->ranges = r;
	g->nranges = n;
	return n ? g : NULL;
}

/* A switch of one number is a test for it. */
static void make_test(struct guard *g, enum guard_rel rel)
{
	g->rel = rel;
	g->b = const_operand(g->ranges[0].lo, g->a.type);
	g->ranges = NULL;
	g->nranges = 0;
}

/* The edges of a switch that lead to the same block are one, and the default's are its own. */
static void join_cases(struct ssa *s, struct iblock *k)
{
	const struct guard *otherwise = k->edges.n ? k->edges.v[0].guard : NULL;
	struct range_vec all = {}, one = {};
	size_t n = 1;

	if (!otherwise || otherwise->rel != GUARD_NOT_IN)
		return;
	for (size_t i = 1; i < k->edges.n; i++) {
		struct edge e = k->edges.v[i];
		bool done = e.to == k->edges.v[0].to;

		for (size_t j = 1; j < n && !done; j++)
			done = k->edges.v[j].to == e.to;
		if (done)
			continue;
		one.n = 0;
		for (size_t j = i; j < k->edges.n; j++)
			for (uint32_t r = 0;
			     k->edges.v[j].to == e.to && r < k->edges.v[j].guard->nranges; r++)
				vec_push(&one, k->edges.v[j].guard->ranges[r]);
		for (size_t r = 0; r < one.n; r++)
			vec_push(&all, one.v[r]);
		e.guard = join_ranges(s, e.guard, &one);
		k->edges.v[n++] = e;
	}
	k->edges.n = n;
	k->edges.v[0].guard = join_ranges(s, otherwise, &all);
	if (n == 2 && k->edges.v[1].guard->nranges == 1 &&
	    k->edges.v[1].guard->ranges[0].lo == k->edges.v[1].guard->ranges[0].hi) {
		make_test(k->edges.v[0].guard, GUARD_NE);
		make_test(k->edges.v[1].guard, GUARD_EQ);
	}
	vec_free(&all);
	vec_free(&one);
}

void ssa_graph(struct ssa *s)
{
	s->nblocks = (uint32_t)s->b->blocks.n;
	s->blocks = calloc(s->nblocks, sizeof(*s->blocks));
	if (!s->blocks)
		die("out of memory");
	order_blocks(s);
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->edges.n; e++)
			k->edges.v[e].to = forward(s, k->edges.v[e].to);
		join_cases(s, k);
	}
	order_blocks(s);
	find_preds(s);
	join_blocks(s);
	order_blocks(s);
	find_preds(s);
}

/* ---- variables in memory ---- */

static bool is_memory_local(const struct body *b, const struct operand *o)
{
	return o->kind == OPERAND_LOCAL && b->variables.v[o->local].in_memory;
}

static void load_use(void *ctx, struct operand *o)
{
	struct body *b = ctx;

	if (!is_memory_local(b, o))
		return;
	o->path = local_path(b, o->local);
	o->kind = OPERAND_PATH;
}

static struct event store_of(struct body *b, const struct event *e, struct operand to,
			     struct operand from)
{
	struct event s = {.kind = EVENT_STORE, .place = e->place, .chain = e->chain};

	s.set.dst = path_operand(OPERAND_PATH, local_path(b, to.local), to.type);
	s.set.a = from;
	return s;
}

/* v += x: a load, a sum, a store, which are one event. */
static bool is_modified(const struct event_vec *before, const struct event *e,
			const struct path *to)
{
	const struct event *load = before->n ? &before->v[before->n - 1] : NULL;

	return load && load->kind == EVENT_SET && load->set.op == SET_COPY &&
	       load->set.a.kind == OPERAND_PATH && e->set.a.kind == OPERAND_LOCAL &&
	       load->set.dst.kind == OPERAND_LOCAL && load->set.dst.local == e->set.a.local &&
	       !e->set.a.mask && e->set.op >= SET_ADD && e->set.op <= SET_XOR &&
	       paths_equal(load->set.a.path, to);
}

static void store_set(struct body *b, struct event_vec *out, struct event e)
{
	struct operand to = e.set.dst;
	struct event s = store_of(b, &e, to, (struct operand){});
	uint32_t t;

	if (e.set.op == SET_UNKNOWN || (e.set.op == SET_COPY && e.set.a.kind != OPERAND_PATH)) {
		s.set.op = e.set.op;
		s.set.a = e.set.a;
	} else if (is_modified(out, &e, s.set.dst.path)) {
		s.set.op = e.set.op;
		s.set.a = s.set.dst;
		s.set.b = e.set.b;
	} else {
		t = new_temporary(b, b->locals.v[to.local].type);
		e.set.dst = local_operand(b, t);
		vec_push(out, e);
		s.set.a = e.set.dst;
	}
	vec_push(out, s);
}

static void memory_event(struct body *b, struct event_vec *out, struct event e)
{
	normal_event_uses(&e, load_use, b);
	if (e.kind == EVENT_SET && is_memory_local(b, &e.set.dst)) {
		store_set(b, out, e);
		return;
	}
	if (e.kind == EVENT_ASM)
		for (uint32_t i = 0; i < e.as.nouts; i++)
			load_use(b, &e.as.outs[i]);
	if (e.kind == EVENT_CALL && is_memory_local(b, &e.call.result)) {
		struct operand to = e.call.result;

		e.call.result = local_operand(b, new_temporary(b, b->locals.v[to.local].type));
		vec_push(out, e);
		vec_push(out, store_of(b, &e, to, e.call.result));
		return;
	}
	vec_push(out, e);
}

/*
 * A variable whose address is taken, where that is left of what was written, and
 * one of which a part is named, or which is read as another type.
 */
static void see_address(void *ctx, struct operand *o)
{
	struct body *b = ctx;
	const struct path *p = o->path;

	if ((o->kind != OPERAND_ADDR && o->kind != OPERAND_PATH) || p->root != ROOT_LOCAL ||
	    (p->nsteps && p->steps[0].kind == STEP_DEREF))
		return;
	b->variables.v[p->local].in_memory = true;
}

static void find_addresses(struct ssa *s)
{
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->events.n; e++)
			normal_event_uses(&k->events.v[e], see_address, s->b);
		for (size_t e = 0; e < k->edges.n; e++)
			if (k->edges.v[e].guard && k->edges.v[e].guard->rel != GUARD_LABEL)
				normal_guard_uses(k->edges.v[e].guard, see_address, s->b);
	}
}

void ssa_memory(struct ssa *s)
{
	struct body *b = s->b;

	find_addresses(s);

	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &b->blocks.v[s->order.v[i]];
		struct event_vec out = {};

		for (size_t e = 0; e < k->events.n; e++)
			memory_event(b, &out, k->events.v[e]);
		vec_free(&k->events);
		k->events = out;
	}
}

/* ---- versions ---- */

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
