// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a function's calls lead to: for who edits it. */
#include "program.h"

static bool is_function(const struct func *f, const char *file, const char *name)
{
	return f->f->nblocks && !strcmp(f->f->symbol, name) &&
	       (!file || (f->f->place.file && !strcmp(f->f->place.file, file)));
}

/* What is looked for: events of models with a tag, or a function. */
struct search {
	uint32_t tags;
	const char *file, *name;
	struct map seen;	/* (func, 0): it was looked at */
	const char *calls_back; /* what the model that was found calls back */
};

static bool comes_to(struct search *s, const struct func *f);

static bool event_comes_to(struct search *s, const struct meaning *m)
{
	if (!m)
		return false;
	if (m->model && (m->model->tags & s->tags)) {
		s->calls_back = m->model->calls_back;
		return true;
	}
	for (size_t i = 0; i < m->callees.n; i++)
		if (comes_to(s, m->callees.v[i].func))
			return true;
	return false;
}

static bool comes_to(struct search *s, const struct func *f)
{
	if (s->name && is_function(f, s->file, s->name))
		return true;
	if (map_get(&s->seen, f, 0))
		return false;
	map_put(&s->seen, f, 0, s);
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++)
			if (event_comes_to(s, f->meanings[b][i]))
				return true;
	return false;
}

static void calls_of(const struct func *f, uint32_t tags, struct reached_vec *out)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			/* afresh for each: in a recursion what was looked at says nothing yet */
			struct search s = {.tags = tags};

			const struct event *e = &f->f->blocks[b].events[i];
			bool is_named = e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL;

			if (event_comes_to(&s, f->meanings[b][i]))
				vec_push(out, (struct reached){e->place,
							       is_named ? e->call.symbol : NULL,
							       s.calls_back});
			map_free(&s.seen);
		}
}

void program_calls_to(const struct program *p, const char *file, const char *function,
		      uint32_t tags, struct reached_vec *out)
{
	for (size_t i = 0; i < p->funcs.n; i++)
		if (is_function(p->funcs.v[i], file, function))
			calls_of(p->funcs.v[i], tags, out);
}

/* ---- what waits ---- */

struct wait_search {
	struct map seen; /* (func, 0): it was looked at */
	struct waiting found;
	bool is_found;
};

static bool waits(const struct model *m)
{
	return m && m->waits;
}

/* What is known counts before what is not. */
static void wait_found(struct wait_search *s, const struct event *e, bool is_known)
{
	if (s->is_found && (s->found.is_known || !is_known))
		return;
	s->is_found = true;
	s->found.is_known = is_known;
	s->found.symbol =
		e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL ? e->call.symbol : NULL;
}

static void find_wait(struct wait_search *s, const struct meaning *m, const struct event *e)
{
	if (!m || s->found.is_known)
		return;
	if (waits(m->model) || waits(m->macro))
		wait_found(s, e, true);
	else if (m->model)
		return;
	else if (m->is_missing || m->is_unresolved)
		wait_found(s, e, false);
	for (size_t i = 0; i < m->callees.n; i++) {
		const struct func *f = m->callees.v[i].func;

		if (map_get(&s->seen, f, 0))
			continue;
		map_put(&s->seen, f, 0, s);
		for (uint32_t b = 0; b < f->f->nblocks; b++)
			for (uint32_t k = 0; k < f->f->blocks[b].nevents; k++)
				find_wait(s, f->meanings[b][k], &f->f->blocks[b].events[k]);
	}
}

static bool keeps_lock(const struct meaning *m)
{
	bool keeps = waits(m->model) && m->model->sets;

	for (size_t i = 0; i < m->callees.n; i++)
		keeps |= m->callees.v[i].func->leaves_locked;
	return keeps;
}

static void waits_of(const struct func *f, struct waiting_vec *out)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			struct wait_search s = {};

			find_wait(&s, f->meanings[b][i], &f->f->blocks[b].events[i]);
			s.found.place = f->f->blocks[b].events[i].place;
			s.found.is_kept = s.is_found && keeps_lock(f->meanings[b][i]);
			if (s.is_found)
				vec_push(out, s.found);
			map_free(&s.seen);
		}
}

void program_waits(const struct program *p, const char *file, const char *function,
		   struct waiting_vec *out)
{
	for (size_t i = 0; i < p->funcs.n; i++)
		if (is_function(p->funcs.v[i], file, function))
			waits_of(p->funcs.v[i], out);
}

bool program_reaches(const struct program *p, const char *file, const char *function,
		     const char *to_file, const char *to)
{
	struct search s = {.file = to_file, .name = to};
	bool found = false;

	for (size_t i = 0; i < p->funcs.n && !found; i++)
		if (is_function(p->funcs.v[i], file, function))
			found = comes_to(&s, p->funcs.v[i]);
	map_free(&s.seen);
	return found;
}

void program_definitions(const struct program *p, const char *function, struct place_vec *out)
{
	for (size_t k = 0; k < p->funcs.n; k++) {
		const struct func *f = p->funcs.v[k];
		bool is_there = false;

		if (!is_function(f, NULL, function) || !f->f->place.file)
			continue;
		for (size_t i = 0; i < out->n && !is_there; i++)
			is_there = !strcmp(out->v[i].file, f->f->place.file);
		if (!is_there)
			vec_push(out, f->f->place);
	}
}

static bool calls(const struct func *f, const char *symbol)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *e = &f->f->blocks[b].events[i];

			if (e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL &&
			    !strcmp(e->call.symbol, symbol))
				return true;
		}
	return false;
}

void program_callers(const struct program *p, const char *symbol, struct caller_vec *out)
{
	for (size_t k = 0; k < p->funcs.n; k++) {
		const struct func *f = p->funcs.v[k];
		bool skip = !f->f->place.file || !calls(f, symbol);

		for (size_t i = 0; i < out->n && !skip; i++)
			skip = !strcmp(out->v[i].function, f->f->symbol) &&
			       !strcmp(out->v[i].file, f->f->place.file);
		if (!skip)
			vec_push(out, (struct caller){f->f->place.file, f->f->symbol});
	}
}
