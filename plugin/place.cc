// SPDX-License-Identifier: GPL-2.0-or-later
/* Places in the source, and the macros that an event came through. */
#include "build.h"

#include "facts/source.h"

#define MAX_MACROS 64

const char *file_name(builder *b, const char *raw)
{
	/* GCC keeps one string for each entered file, so most asks repeat the last. */
	if (raw != b->last_raw) {
		b->last_raw = raw;
		b->last_file = source_file(b->set.srctree, raw);
	}
	return b->last_file;
}

static const line_map_macro *macro_map_of(location_t loc)
{
	if (!linemap_location_from_macro_expansion_p(line_table, loc))
		return NULL;
	return linemap_check_macro(linemap_lookup(line_table, loc));
}

static bool stack_has(const macro_stack *s, location_t map)
{
	for (unsigned i = 0; i < s->n; i++)
		if (s->map[i] == map)
			return true;
	return false;
}

/* The n inner macros, as far as they are not part of outer, then outer. */
static macro_stack *stack_join(builder *b, unsigned n, const location_t *inner_map,
			       const char *const *inner_name, const macro_stack *outer)
{
	macro_stack *s = arena_new(&b->arena, macro_stack);
	location_t maps[MAX_MACROS];
	const char *names[MAX_MACROS];
	eqs::chain *chain;

	for (unsigned i = 0; i < n && s->n < MAX_MACROS; i++) {
		if (stack_has(outer, inner_map[i]))
			continue;
		maps[s->n] = inner_map[i];
		names[s->n++] = inner_name[i];
	}
	for (unsigned i = 0; i < outer->n && s->n < MAX_MACROS; i++) {
		maps[s->n] = outer->map[i];
		names[s->n++] = outer->chain->name[i];
	}
	chain = (eqs::chain *)eqs::arena_alloc(&b->arena, sizeof(*chain) + s->n * sizeof(*names));
	chain->n = s->n;
	memcpy(chain->name, names, s->n * sizeof(*names));
	s->chain = chain;
	s->map = (location_t *)eqs::arena_copy(&b->arena, maps, s->n * sizeof(*maps));
	return s;
}

static const macro_stack *stack_of(builder *b, location_t loc, unsigned depth);

/* The stack of what a macro's own definition spells: the macro, and where it is expanded. */
static const macro_stack *stack_of_map(builder *b, const line_map_macro *map, unsigned depth)
{
	location_t start = MAP_START_LOCATION(map);
	macro_stack **known = b->stacks.get(start), *s;
	const char *name;

	if (known)
		return *known;
	name = eqs::intern(linemap_map_get_macro_name(map));
	s = stack_join(b, 1, &start, &name,
		       stack_of(b, MACRO_MAP_EXPANSION_POINT_LOCATION(map), depth + 1));
	b->stacks.put(start, s);
	return s;
}

/*
 * GCC's own way from a token to its expansion steps from an argument to where
 * it is spelled, so that the macro around comes before the macros inside the
 * argument.  Here the order is that of nesting: what the argument's own text
 * came through, then the macro that it was an argument of, then what stands
 * around both.
 */
static const macro_stack *stack_of(builder *b, location_t loc, unsigned depth)
{
	static const macro_stack none = {};
	const line_map_macro *map;
	const macro_stack *outer, *inner;

	loc = LOCATION_LOCUS(loc);
	map = depth < MAX_MACROS / 2 ? macro_map_of(loc) : NULL;
	if (!map)
		return &none;
	outer = stack_of_map(b, map, depth);
	inner = stack_of(b, MACRO_MAP_LOCATIONS(map)[2 * (loc - MAP_START_LOCATION(map))],
			 depth + 1);
	return inner->n ? stack_join(b, inner->n, inner->map, inner->chain->name, outer) : outer;
}

void place_of(builder *b, location_t loc, eqs::place *place, const eqs::chain **chain)
{
	expanded_location x;

	loc = LOCATION_LOCUS(loc);
	if (loc != b->last_loc) {
		b->last_loc = loc;
		memset(&b->last_place, 0, sizeof(b->last_place));
		b->last_chain = NULL;
		if (loc > BUILTINS_LOCATION) {
			x = expand_location(linemap_resolve_location(
				line_table, loc, LRK_MACRO_EXPANSION_POINT, NULL));
			b->last_place.file = x.file ? file_name(b, x.file) : NULL;
			if (b->last_place.file) {
				b->last_place.line = x.line;
				b->last_place.column = x.column;
			}
			b->last_chain = stack_of(b, loc, 0)->chain;
		}
	}
	*place = b->last_place;
	*chain = b->last_chain;
}
