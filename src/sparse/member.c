// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which member an address is of.  sparse adds the member's offset to the
 * record's address and forgets the member, but for its name where it is read;
 * steps between are found again by where they lie and by what the last one is.
 */
#include "tree.h"

#include "base/map.h"

#define MAX_CHAIN 32

struct found {
	struct sp_symbol *member, *record;
};

static struct map cache;   /* (address) -> struct found */
static struct map arounds; /* (record without a name) -> the record that it is a member of */

struct sp_symbol *record_around(struct sp_symbol *record)
{
	return map_get(&arounds, record, 0);
}

static void note_around(struct sp_symbol *inner, struct sp_symbol *record)
{
	if (inner && !inner->ident)
		map_put(&arounds, inner, 0, record);
}

struct sp_symbol *target_of(struct expression *address)
{
	struct sp_symbol *t;

	if (address->ctype == &lazy_ptr_ctype || !address->ctype)
		return NULL;
	t = strip_type(address->ctype);
	return t && t->type == SYM_PTR ? t->ctype.base_type : NULL;
}

/* The record that something is, or the elements of an array are. */
static struct sp_symbol *record_in(struct sp_symbol *t)
{
	t = strip_type(t);
	while (t && t->type == SYM_ARRAY)
		t = strip_type(t->ctype.base_type);
	return record_type(t);
}

/* The record that an address is of, where it says so itself. */
static struct sp_symbol *record_at(struct expression *address)
{
	if (address->type == EXPR_SYMBOL && address->ctype == &lazy_ptr_ctype)
		return record_in(address->sp_symbol);
	return record_type(target_of(address));
}

static bool is_sum(const struct expression *e)
{
	return e->type == EXPR_BINOP && e->op == '+' && e->right && e->right->type == EXPR_VALUE;
}

bool is_member_address(struct expression *e)
{
	struct sp_symbol *record;

	if (!is_sum(e))
		return false;
	if (e->ctype == &lazy_ptr_ctype)
		return true;
	if (e->right->ctype != &int_ctype || !target_of(e))
		return false;
	if (e->left->ctype == &lazy_ptr_ctype)
		return true;
	/* where an int is as wide as a pointer a sum of bytes looks the same */
	record = record_at(e->left);
	return record && (ssize_t_ctype != &int_ctype ||
			  e->right->value < (unsigned int)bits_to_bytes(record->bit_size));
}

struct search {
	struct expression *chain[MAX_CHAIN]; /* the last step first */
	int n;
	struct ident *name;
	struct sp_symbol *target;
	bool strict;
	struct found found[MAX_CHAIN];
};

static bool is_wanted(const struct search *s, struct sp_symbol *m)
{
	struct sp_symbol *t;

	if (s->name)
		return !s->strict || m->ident == s->name;
	if (is_bitfield_type(m)) /* has no address */
		return false;
	if (!s->strict)
		return true;
	t = strip_type(m);
	if (t && t == strip_type(s->target))
		return true;
	return t && t->type == SYM_ARRAY && strip_type(t->ctype.base_type) == strip_type(s->target);
}

static bool search_in(struct search *s, struct sp_symbol *record, unsigned long base, int level)
{
	unsigned long offset = s->chain[level]->right->value;
	struct sp_symbol *m;

	FOR_EACH_PTR(record->symbol_list, m)
	{
		struct sp_symbol *inner = record_in(m);

		note_around(inner, record);
		if (!m->ident) {
			if (inner && search_in(s, inner, base + m->offset, level))
				return true;
			continue;
		}
		if (base + m->offset != offset)
			continue;
		if (level ? inner && search_in(s, inner, 0, level - 1) : is_wanted(s, m)) {
			s->found[level] = (struct found){m, record};
			return true;
		}
	}
	END_FOR_EACH_PTR(m);
	return false;
}

static void keep(const struct search *s)
{
	for (int i = 0; i < s->n; i++) {
		struct found *f = map_get(&cache, s->chain[i], 0);

		if (f)
			continue;
		f = malloc(sizeof(*f));
		if (!f)
			return;
		*f = s->found[i];
		map_put(&cache, s->chain[i], 0, f);
	}
}

struct sp_symbol *member_at(struct expression *address, struct ident *name,
			    struct sp_symbol *target, struct sp_symbol **record)
{
	struct found *known = map_get(&cache, address, 0);
	struct search s = {.name = name, .target = target};
	struct expression *e = address;
	struct sp_symbol *base;

	if (known) {
		*record = known->record;
		return known->member;
	}
	for (; s.n < MAX_CHAIN; e = e->left) {
		s.chain[s.n++] = e;
		if (!is_sum(e->left) || e->left->ctype != &lazy_ptr_ctype)
			break;
	}
	base = record_at(e->left);
	if (!base)
		return NULL;
	s.strict = name || target;
	if (!search_in(&s, base, 0, s.n - 1)) {
		s.strict = false;
		if (!search_in(&s, base, 0, s.n - 1))
			return NULL;
	}
	keep(&s);
	*record = s.found[0].record;
	return s.found[0].member;
}
