// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a function's calls lead to: for who edits it. */
#include "program.h"

struct reach {
	uint32_t tags;
	struct map known; /* (func, 0) -> yes or no; being looked at is no */
	const char *calls_back;
};

static bool comes_to(struct reach *r, const struct func *f);

static bool event_comes_to(struct reach *r, const struct meaning *m)
{
	if (!m)
		return false;
	if (m->model && (m->model->tags & r->tags)) {
		if (m->model->calls_back)
			r->calls_back = m->model->calls_back;
		return true;
	}
	for (size_t i = 0; i < m->callees.n; i++)
		if (comes_to(r, m->callees.v[i].func))
			return true;
	return false;
}

static bool comes_to(struct reach *r, const struct func *f)
{
	static char yes, no;
	const char *known = map_get(&r->known, f, 0);

	if (known)
		return known == &yes;
	map_put(&r->known, f, 0, &no);
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++)
			if (event_comes_to(r, f->meanings[b][i])) {
				map_put(&r->known, f, 0, &yes);
				return true;
			}
	return false;
}

static bool is_function(const struct func *f, const char *file, const char *name)
{
	return f->f->nblocks && !strcmp(f->f->symbol, name) &&
	       (!file || (f->f->place.file && !strcmp(f->f->place.file, file)));
}

void program_calls_to(const struct program *p, const char *file, const char *function,
		      uint32_t tags, struct reached_vec *out)
{
	struct reach r = {.tags = tags};

	for (size_t k = 0; k < p->funcs.n; k++) {
		const struct func *f = p->funcs.v[k];

		for (uint32_t b = 0; is_function(f, file, function) && b < f->f->nblocks; b++)
			for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
				r.calls_back = NULL;
				if (event_comes_to(&r, f->meanings[b][i]))
					vec_push(out,
						 (struct reached){f->f->blocks[b].events[i].place,
								  r.calls_back});
			}
	}
	map_free(&r.known);
}

static bool reaches(struct map *seen, const struct func *f, const char *file, const char *name)
{
	if (is_function(f, file, name))
		return true;
	if (map_get(seen, f, 0))
		return false;
	map_put(seen, f, 0, seen);
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];

			for (size_t k = 0; m && k < m->callees.n; k++)
				if (reaches(seen, m->callees.v[k].func, file, name))
					return true;
		}
	return false;
}

bool program_reaches(const struct program *p, const char *file, const char *function,
		     const char *to_file, const char *to)
{
	struct map seen = {};
	bool found = false;

	for (size_t i = 0; i < p->funcs.n && !found; i++)
		if (is_function(p->funcs.v[i], file, function))
			found = reaches(&seen, p->funcs.v[i], to_file, to);
	map_free(&seen);
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
