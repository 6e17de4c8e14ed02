// SPDX-License-Identifier: GPL-2.0-or-later
/* Types, and the names of records and fields, as the GCC plugin gives them. */
#include "tree.h"

#include "frontend/clang_lower.h"
#include "base/intern.h"
#include "base/str.h"
#include "facts/source.h"

const void *decl_key(CXCursor decl)
{
	struct sp_symbol *s = (struct sp_symbol *)decl.data[0];

	return decl.kind == CXCursor_VarDecl || decl.kind == CXCursor_ParmDecl ||
			       decl.kind == CXCursor_FunctionDecl
		       ? symbol_key(s)
		       : s;
}

const char *take_string(CXString s)
{
	return s.text && *s.text ? intern(s.text) : NULL;
}

/* ---- kinds of types ---- */

bool is_pointer_type(CXType type)
{
	return type.kind == CXType_Pointer;
}

static unsigned long modifiers_of(CXType type)
{
	struct sp_symbol *t = type.symbol;
	unsigned long m = type.modifiers;

	/* what a pointer says is said of what it points to */
	while (t && t->type == SYM_NODE) {
		m |= t->ctype.modifiers;
		t = t->ctype.base_type;
	}
	if (t && t->type != SYM_PTR && t->type != SYM_FN)
		m |= t->ctype.modifiers;
	return m;
}

bool is_volatile_type(CXType type)
{
	return modifiers_of(type) & MOD_VOLATILE;
}

bool is_const_type(CXType type)
{
	return modifiers_of(type) & MOD_CONST;
}

bool is_volatile_expression(CXCursor c)
{
	return is_volatile_type(clang_getCursorType(c));
}

bool is_array_type(CXType type)
{
	return type.kind == CXType_ConstantArray;
}

bool is_record_type(CXType type)
{
	return type.kind == CXType_Record;
}

bool is_integer_type(CXType type)
{
	return type.kind == CXType_Bool || type.kind == CXType_Int || type.kind == CXType_Enum;
}

CXType pointee(CXType type)
{
	struct sp_symbol *t = strip_type(type.symbol);

	if (type.kind != CXType_Pointer && type.kind != CXType_ConstantArray)
		return type;
	return type_of_symbol(t->ctype.base_type, t->ctype.modifiers);
}

/* An enumeration without a negative number has no sign. */
static bool has_negative(struct sp_symbol *type)
{
	struct sp_symbol *s;

	FOR_EACH_PTR(type->symbol_list, s)
	{
		int64_t value;

		if (s->initializer && expression_constant(s->initializer, &value) && value < 0)
			return true;
	}
	END_FOR_EACH_PTR(s);
	return false;
}

static struct vtype integer_type(struct sp_symbol *t, enum CXTypeKind kind)
{
	struct vtype v = {};

	if (kind == CXType_Bool)
		return (struct vtype){.bits = 1, .is_bool = true};
	if (kind == CXType_Enum)
		examine_symbol_type(t);
	v.bits = t->bit_size > 0 && t->bit_size <= 128 ? (uint8_t)t->bit_size : 0;
	v.is_signed = kind == CXType_Enum ? has_negative(t) : !(t->ctype.modifiers & MOD_UNSIGNED);
	return v;
}

struct vtype vtype_of(struct cunit *u, CXType type)
{
	struct sp_symbol *t = strip_type(type.symbol);
	struct vtype *known, v = {};

	if (!t)
		return v;
	known = map_get(&u->types, t, 0);
	if (known)
		return *known;
	if (type.kind == CXType_Pointer)
		v = (struct vtype){.bits = (uint8_t)bits_in_pointer, .is_pointer = true};
	else if (is_integer_type(type))
		v = integer_type(t, type.kind);
	v.record = record_name(u, type);
	map_put(&u->types, t, 0, arena_copy(&u->arena, &v, sizeof(v)));
	return v;
}

/* ---- records ---- */

static struct sp_symbol *record_behind(struct sp_symbol *t)
{
	t = strip_type(t);
	while (t && (t->type == SYM_PTR || t->type == SYM_ARRAY))
		t = strip_type(t->ctype.base_type);
	return record_type(t);
}

static struct sp_symbol *record_of_member(struct sp_symbol *m)
{
	struct sp_symbol *t = strip_type(m);

	while (t && (t->type == SYM_PTR || t->type == SYM_ARRAY))
		t = strip_type(t->ctype.base_type);
	return t && (t->type == SYM_STRUCT || t->type == SYM_UNION) ? t : NULL;
}

/* Names the unnamed records inside one that has a name. */
static void name_members(struct cunit *u, struct sp_symbol *record, const char *name)
{
	struct sp_symbol *m;

	FOR_EACH_PTR(record->symbol_list, m)
	{
		struct sp_symbol *inner = record_of_member(m);
		const char *inner_name = name;

		if (!inner || inner->ident || map_get(&u->records, inner, 0))
			continue;
		if (m->ident)
			inner_name = intern_f("%s::%.*s", name, m->ident->len, m->ident->name);
		map_put(&u->records, inner, 0, (void *)inner_name);
		name_members(u, inner, inner_name);
	}
	END_FOR_EACH_PTR(m);
}

/* The file of the first field, NULL when there is none, and its line. */
static const char *defining_file(struct cunit *u, struct sp_symbol *record, unsigned int *line)
{
	struct sp_symbol *m = first_symbol(record->symbol_list);

	*line = m ? m->pos.line : 0;
	return m ? file_name(u, (CXFile)(uintptr_t)(m->pos.stream + 1)) : NULL;
}

const char *record_name(struct cunit *u, CXType type)
{
	struct sp_symbol *record = record_behind(type.symbol);
	const char *name, *file;
	unsigned int line;

	if (!record || is_vector(record))
		return NULL;
	name = map_get(&u->records, record, 0);
	if (name)
		return name;
	if (!record->ident && record_around(record)) {
		record_name(u, type_of_symbol(record_around(record), 0));
		name = map_get(&u->records, record, 0);
		if (name)
			return name;
	}
	file = defining_file(u, record, &line);
	if (!record->ident)
		name = intern_f("%u@%s", line, file ? file : "");
	else if (file && ends(file, ".c"))
		name = intern_f("%.*s@%s", record->ident->len, record->ident->name, file);
	else
		name = intern_n(record->ident->name, record->ident->len);
	map_put(&u->records, record, 0, (void *)name);
	name_members(u, record, name);
	return name;
}

/* ---- fields ---- */

/* The name that stands for all members of a union: that of the first which has one. */
static const char *first_name(struct sp_symbol *record)
{
	struct sp_symbol *m;

	FOR_EACH_PTR(record->symbol_list, m)
	{
		struct sp_symbol *inner = m->ident ? NULL : record_type(m);
		const char *name = inner ? first_name(inner) : NULL;

		if (m->ident)
			name = intern_n(m->ident->name, m->ident->len);
		if (name)
			return name;
	}
	END_FOR_EACH_PTR(m);
	return NULL;
}

static void fill_field(struct cunit *u, struct field_name *f, struct sp_symbol *member,
		       struct sp_symbol *record)
{
	const char *name = member->ident ? intern_n(member->ident->name, member->ident->len) : NULL;
	CXType type = type_of_symbol(member, 0);

	f->is_unnamed = !member->ident && record_type(member);
	f->in_union = record->type == SYM_UNION;
	if (f->in_union)
		name = first_name(record);
	f->record = record_name(u, type_of_symbol(record, 0));
	f->field = f->record ? name : NULL;
	f->type = vtype_of(u, type);
	f->is_volatile = is_volatile_type(type);
	if (is_bitfield_type(member) && member->bit_size > 0 && member->bit_size <= 64) {
		f->is_bitfield = true;
		f->type.bits = (uint8_t)member->bit_size;
		f->is_bit = member->bit_size == 1 && !f->type.is_bool;
		f->type.is_bool = member->bit_size == 1;
	}
}

const struct field_name *field_of(struct cunit *u, CXCursor field)
{
	struct sp_symbol *record = (struct sp_symbol *)field.data[1];
	struct field_name *f = map_get(&u->fields, field.data[0], 0);

	if (f)
		return f;
	f = arena_new(&u->arena, struct field_name);
	map_put(&u->fields, field.data[0], 0, f);
	if (record)
		fill_field(u, f, (struct sp_symbol *)field.data[0], record);
	return f;
}
