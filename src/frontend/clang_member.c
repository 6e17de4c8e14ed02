// SPDX-License-Identifier: GPL-2.0-or-later
/* Ways through records, and paths that are made step by step. */
#include "clang_body.h"

#include <string.h>

static bool is_same_record(CXType a, CXType b)
{
	return decl_key(clang_getTypeDeclaration(a)) == decl_key(clang_getTypeDeclaration(b));
}

static enum CXVisitorResult take_field(CXCursor field, CXClientData data)
{
	*(CXCursor *)data = field;
	return CXVisit_Break;
}

unsigned int first_members(CXType around, CXType record, CXCursor *way, unsigned int max)
{
	for (unsigned int n = 0; n < max; n++) {
		around = clang_getCanonicalType(around);
		if (is_same_record(around, record))
			return n;
		way[n] = clang_getNullCursor();
		if (around.kind == CXType_Record)
			clang_Type_visitFields(around, take_field, &way[n]);
		if (clang_Cursor_isNull(way[n]))
			return 0;
		around = clang_getCursorType(way[n]);
	}
	return 0;
}

struct find_field {
	CXCursor record; /* whose field is looked for */
	CXCursor *way;
	unsigned int n, max, depth;
};

static bool find_way(struct find_field *f, CXType type);

static enum CXVisitorResult try_field(CXCursor field, CXClientData data)
{
	struct find_field *f = data;
	CXType type = clang_getCanonicalType(clang_getCursorType(field));

	if (type.kind != CXType_Record ||
	    !clang_Cursor_isAnonymousRecordDecl(clang_getTypeDeclaration(type)) ||
	    !find_way(f, type))
		return CXVisit_Continue;
	if (f->n < f->max)
		f->way[f->n++] = field;
	return CXVisit_Break;
}

/* Through members without a name to the record. */
static bool find_way(struct find_field *f, CXType type)
{
	unsigned int before = f->n;

	if (decl_key(clang_getTypeDeclaration(type)) == decl_key(f->record))
		return true;
	if (f->depth == f->max)
		return false;
	f->depth++;
	clang_Type_visitFields(type, try_field, f);
	f->depth--;
	return f->n > before;
}

unsigned int unnamed_members(CXType base, CXCursor record, CXCursor *way, unsigned int max)
{
	struct find_field f = {.record = record, .way = way, .max = max};

	return base.kind == CXType_Record && find_way(&f, base) ? f.n : 0;
}

struct path *local_path(struct body *b, uint32_t local)
{
	struct path *p = arena_new(&b->u->arena, struct path);

	p->root = ROOT_LOCAL;
	p->local = local;
	p->type = b->locals.v[local].type;
	p->is_volatile = b->variables.v[local].is_volatile;
	return p;
}

struct path *path_with(struct body *b, const struct path *p, struct step step, struct vtype type)
{
	struct path *q = arena_new(&b->u->arena, struct path);

	*q = *p;
	q->type = type;
	q->nsteps = p->nsteps + 1;
	q->steps = arena_array(&b->u->arena, struct step, q->nsteps);
	if (p->nsteps)
		memcpy(q->steps, p->steps, p->nsteps * sizeof(*q->steps));
	q->steps[p->nsteps] = step;
	return q;
}

bool paths_equal(const struct path *a, const struct path *b)
{
	if (a->root != b->root || a->nsteps != b->nsteps || a->symbol != b->symbol ||
	    a->local != b->local || a->is_volatile || b->is_volatile)
		return false;
	for (uint32_t i = 0; i < a->nsteps; i++)
		if (!step_equal(&a->steps[i], &b->steps[i]) || a->steps[i].kind == STEP_INDEX_ANY)
			return false;
	return true;
}

struct value address_of(struct body *b, CXCursor lvalue, struct vtype type)
{
	struct path *p = path_of(b, lvalue);

	if (!p)
		return plain(unknown_operand(type));
	/* &*p is p */
	if (p->root == ROOT_LOCAL && p->nsteps == 1 && p->steps[0].kind == STEP_DEREF) {
		struct value v = plain(local_operand(b, p->local));

		v.type = v.a.type;
		return v;
	}
	return plain(path_operand(OPERAND_ADDR, p, type));
}
