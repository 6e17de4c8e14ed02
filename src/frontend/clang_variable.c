// SPDX-License-Identifier: GPL-2.0-or-later
/* Variables of a function, and what they begin with. */
#include "clang_body.h"
#include "clang_init.h"

#include <string.h>

#include "base/intern.h"

/* Elements of a local array that are stored one by one, at most. */
#define MAX_ELEMENTS 64

static bool is_aggregate(CXType t)
{
	return is_record_type(t) || is_array_type(t);
}

static struct path *member_path(struct body *b, struct path *p, const struct init_child *c,
				int64_t index)
{
	struct vtype t = vtype_of(b->u, c->node->type);
	const struct field_name *f;

	if (clang_Cursor_isNull(c->field))
		return path_with(b, p, (struct step){.kind = STEP_INDEX, .index = index}, t);
	f = field_of(b->u, c->field);
	if (f->is_bitfield)
		t = f->type;
	if (!f->field) {
		p = arena_copy(&b->u->arena, p, sizeof(*p));
		p->type = t;
		return p;
	}
	return path_with(
		b, p, (struct step){.kind = STEP_FIELD, .record = f->record, .field = f->field}, t);
}

static size_t count_members(const struct init_node *n)
{
	const struct init_child *c;
	size_t count = 0;

	vec_for_each (c, &n->children)
		count += (size_t)(c->hi - c->lo + 1);
	return count;
}

static void store_unknown(struct body *b, struct path *p, CXCursor at)
{
	struct event *e = emit(b, at, EVENT_STORE);

	e->set.op = SET_UNKNOWN;
	e->set.dst = path_operand(OPERAND_PATH, p, p->type);
}

static void clear(struct body *b, struct path *p, CXCursor at)
{
	struct event *e = emit(b, at, EVENT_STORE);

	e->set.op = SET_COPY;
	e->set.dst = path_operand(OPERAND_PATH, p, p->type);
	e->set.a = const_operand(0, p->type);
}

/* A member and what is put into it. */
struct filled {
	struct path *p;
	struct value v;
	CXCursor at;
	bool is_unknown;
};

VEC_TYPE(filled_vec, struct filled);

struct filler {
	struct filled_vec list; /* not put in yet */
	CXCursor at;
	bool is_first; /* everything is computed before the first is put in */
	bool cleared;
};

static void store_filled(struct body *b, const struct filler *to, const struct filled *f)
{
	if (f->is_unknown)
		store_unknown(b, f->p, to->at);
	else if (!to->cleared || f->v.op != SET_COPY || f->v.a.kind != OPERAND_CONST ||
		 f->v.a.value)
		store_path(b, f->p, f->v, to->at);
}

static void fill_value(struct body *b, struct filler *to, struct path *p, const struct init_node *n,
		       bool is_bit)
{
	struct filled f = {.p = p, .is_unknown = is_array_type(n->type)};

	if (!f.is_unknown) { /* an array is filled from a string */
		f.v = value_of(b, n->value);
		if (is_bit)
			f.v = lowest_bit(b, f.v, p->type, n->value);
		else if (p->type.bits)
			f.v = convert_value(b, f.v, p->type, n->value);
		if (p->type.bits && to->is_first)
			f.v = plain(as_operand(b, f.v, n->value));
	}
	if (to->is_first)
		vec_push(&to->list, f);
	else
		store_filled(b, to, &f);
}

static bool is_complete(const struct init_node *n)
{
	const struct init_child *c;

	if (n->members == SIZE_MAX || count_members(n) < n->members)
		return false;
	/* a member of a union may leave some of it */
	if (n->children.n == 1 && is_record_type(n->type) &&
	    clang_Type_getSizeOf(n->children.v[0].node->type) != clang_Type_getSizeOf(n->type))
		return false;
	vec_for_each (c, &n->children)
		if (c->node->is_list && !is_complete(c->node))
			return false;
	return true;
}

static void fill_list(struct body *b, struct filler *to, struct path *p, const struct init_node *n)
{
	const struct init_child *c;
	size_t done = 0;

	vec_for_each (c, &n->children)
		for (int64_t i = c->lo; i <= c->hi && done++ < MAX_ELEMENTS; i++) {
			struct path *q = member_path(b, p, c, i);

			if (c->node->is_list)
				fill_list(b, to, q, c->node);
			else
				fill_value(b, to, q, c->node,
					   !clang_Cursor_isNull(c->field) &&
						   field_of(b->u, c->field)->is_bit);
		}
}

void init_path(struct body *b, struct path *p, CXType type, CXCursor init, CXCursor at,
	       bool is_assigned)
{
	struct filler to = {.at = at};
	const struct filled *f;
	struct init_node *n;

	if (b->dead)
		return;
	n = init_tree(b->u, type, init);
	to.cleared = n->is_list && !is_complete(n);
	/* what is assigned to may be read for it: GCC computes all of it before */
	to.is_first = is_assigned && n->is_list;
	if (to.cleared && !to.is_first)
		clear(b, p, at);
	if (n->is_list)
		fill_list(b, &to, p, n);
	else
		fill_value(b, &to, p, n, false);
	if (to.cleared && to.is_first)
		clear(b, p, at);
	vec_for_each (f, &to.list)
		store_filled(b, &to, f);
	vec_free(&to.list);
	init_free(n);
}

/* The function of __attribute__((cleanup(NAME))); NULL. */
static const char *cleanup_of(const char *text)
{
	const char *p = text ? strstr(text, "cleanup(") : NULL;
	size_t n;

	if (!p)
		return NULL;
	p += strlen("cleanup(");
	n = strcspn(p, " )");
	return n ? intern_n(p, n) : NULL;
}

static void read_attributes(struct body *b, CXCursor decl, uint32_t local)
{
	CXString s = declaration_text(b->u, decl);
	const char *text = clang_getCString(s), *f = cleanup_of(text);

	/* it lives in a register that has a name */
	if (text && clang_Cursor_getStorageClass(decl) == CX_SC_Register && strstr(text, " asm("))
		b->variables.v[local].in_memory = b->locals.v[local].in_memory = true;
	if (f) {
		need_function(b->u, f);
		add_cleanup(b, decl, local, f);
	}
	clang_disposeString(s);
}

void lower_variable(struct body *b, CXCursor decl)
{
	enum CX_StorageClass storage = clang_Cursor_getStorageClass(decl);
	CXCursor init = clang_Cursor_getVarDeclInitializer(decl);
	CXType type = clang_getCursorType(decl);
	struct value v;
	uint32_t local;

	if (storage == CX_SC_Static && !clang_Cursor_isNull(init))
		take_labels(b, init);
	if (storage == CX_SC_Static || storage == CX_SC_Extern || b->dead)
		return;
	local = local_of(b, decl);
	if (clang_Cursor_isNull(init)) {
		/* nothing yet */
	} else if (is_aggregate(type)) {
		init_path(b, local_path(b, local), type, init, decl, false);
	} else {
		if (clang_getCursorKind(init_strip(init)) == CXCursor_InitListExpr)
			init = init_tree(b->u, type, init)->value;
		v = value_of(b, init);
		if (b->locals.v[local].type.bits)
			v = convert_value(b, v, b->locals.v[local].type, decl);
		store_path(b, local_path(b, local), v, decl);
	}
	if (clang_Cursor_hasAttrs(decl) || storage == CX_SC_Register)
		read_attributes(b, decl, local);
}
