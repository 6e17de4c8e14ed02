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

static void store_value(struct body *b, struct path *p, CXCursor value, CXType type, bool cleared,
			CXCursor at)
{
	struct value v;

	if (is_array_type(type)) { /* from a string */
		store_unknown(b, p, at);
		return;
	}
	v = value_of(b, value);
	if (p->type.bits)
		v = convert_value(b, v, p->type, value);
	if (cleared && v.op == SET_COPY && v.a.kind == OPERAND_CONST && !v.a.value)
		return;
	store_path(b, p, v, at);
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

static void store_list(struct body *b, struct path *p, const struct init_node *n, bool cleared,
		       CXCursor at)
{
	const struct init_child *c;
	size_t done = 0;

	vec_for_each (c, &n->children)
		for (int64_t i = c->lo; i <= c->hi && done++ < MAX_ELEMENTS; i++) {
			struct path *q = member_path(b, p, c, i);

			if (c->node->is_list)
				store_list(b, q, c->node, cleared, at);
			else
				store_value(b, q, c->node->value, c->node->type, cleared, at);
		}
}

void init_path(struct body *b, struct path *p, CXType type, CXCursor init, CXCursor at)
{
	struct init_node *n;
	bool cleared;

	if (b->dead)
		return;
	n = init_tree(b->u, type, init);
	if (n->is_list) {
		cleared = !is_complete(n);
		if (cleared)
			clear(b, p, at);
		store_list(b, p, n, cleared, at);
	} else {
		store_value(b, p, n->value, n->type, false, at);
	}
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

	if (storage == CX_SC_Static || storage == CX_SC_Extern)
		return;
	local = local_of(b, decl);
	if (clang_Cursor_isNull(init)) {
		/* nothing yet */
	} else if (is_aggregate(type)) {
		init_path(b, local_path(b, local), type, init, decl);
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
