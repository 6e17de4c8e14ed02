// SPDX-License-Identifier: GPL-2.0-or-later
/* Types, and the names of records and fields, as the GCC plugin gives them. */
#include "clang_lower.h"

#include <string.h>

#include "base/intern.h"
#include "base/str.h"

const void *decl_key(CXCursor decl)
{
	return clang_getCanonicalCursor(decl).data[0];
}

const char *take_string(CXString s)
{
	const char *c = clang_getCString(s), *ret = c && *c ? intern(c) : NULL;

	clang_disposeString(s);
	return ret;
}

/* ---- kinds of types ---- */

bool is_pointer_type(CXType type)
{
	return clang_getCanonicalType(type).kind == CXType_Pointer;
}

bool is_volatile_type(CXType type)
{
	return clang_isVolatileQualifiedType(clang_getCanonicalType(type));
}

static enum CXChildVisitResult first_child(CXCursor c, CXCursor parent, CXClientData data)
{
	(void)parent;
	*(CXCursor *)data = c;
	return CXChildVisit_Break;
}

/*
 * libclang forgets "volatile" where an address space is named too; the pointer
 * that is followed still spells it.
 */
bool is_const_type(CXType type)
{
	return clang_isConstQualifiedType(clang_getCanonicalType(type));
}

bool is_volatile_expression(CXCursor c)
{
	CXType type = clang_getCursorType(c);
	CXCursor pointer = clang_getNullCursor();
	const char *s;

	if (is_volatile_type(type))
		return true;
	/* a cursor without a type has none to ask: libclang dies */
	if (clang_getCursorKind(c) != CXCursor_UnaryOperator ||
	    !clang_getAddressSpace(clang_getCanonicalType(type)))
		return false;
	clang_visitChildren(c, first_child, &pointer);
	s = take_string(clang_getTypeSpelling(clang_getCursorType(pointer)));
	return s && strstr(s, "volatile");
}

bool is_array_type(CXType type)
{
	switch (clang_getCanonicalType(type).kind) {
	case CXType_ConstantArray:
	case CXType_IncompleteArray:
	case CXType_VariableArray:
		return true;
	default:
		return false;
	}
}

bool is_record_type(CXType type)
{
	return clang_getCanonicalType(type).kind == CXType_Record;
}

static bool is_integer_kind(enum CXTypeKind kind)
{
	return (kind >= CXType_Bool && kind <= CXType_Int128) || kind == CXType_Enum;
}

bool is_integer_type(CXType type)
{
	return is_integer_kind(clang_getCanonicalType(type).kind);
}

CXType pointee(CXType type)
{
	type = clang_getCanonicalType(type);
	if (type.kind == CXType_Pointer)
		return clang_getCanonicalType(clang_getPointeeType(type));
	if (is_array_type(type))
		return clang_getCanonicalType(clang_getArrayElementType(type));
	return type;
}

static bool is_signed_kind(CXType type)
{
	if (type.kind == CXType_Enum)
		type = clang_getCanonicalType(
			clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type)));
	switch (type.kind) {
	case CXType_Char_S:
	case CXType_SChar:
	case CXType_Short:
	case CXType_Int:
	case CXType_Long:
	case CXType_LongLong:
	case CXType_Int128:
		return true;
	default:
		return false;
	}
}

struct vtype vtype_of(struct cunit *u, CXType type)
{
	struct vtype *known, t = {};
	long long size;

	type = clang_getCanonicalType(type);
	known = map_get(&u->types, type.data[0], 0);
	if (known)
		return *known;
	if (type.kind == CXType_Bool) {
		t.bits = 1;
		t.is_bool = true;
	} else if (is_integer_kind(type.kind) || type.kind == CXType_Pointer) {
		size = clang_Type_getSizeOf(type);
		t.bits = size > 0 && size <= 16 ? (uint8_t)(size * 8) : 0;
		t.is_pointer = type.kind == CXType_Pointer;
		t.is_signed = is_signed_kind(type);
	}
	t.record = record_name(u, type);
	known = arena_copy(&u->arena, &t, sizeof(t));
	map_put(&u->types, type.data[0], 0, known);
	return t;
}

/* ---- records ---- */

struct cursors {
	VEC(CXCursor) list;
};

static enum CXVisitorResult add_field(CXCursor c, CXClientData data)
{
	struct cursors *f = data;

	vec_push(&f->list, c);
	return CXVisit_Continue;
}

static struct cursors fields_of(CXCursor record)
{
	struct cursors f = {};

	clang_Type_visitFields(clang_getCursorType(record), add_field, &f);
	return f;
}

/* The declaration of the record that the type is, through pointers and arrays. */
static CXCursor record_of(CXType type)
{
	CXCursor decl;

	type = clang_getCanonicalType(type);
	while (type.kind == CXType_Pointer || is_array_type(type))
		type = pointee(type);
	if (type.kind != CXType_Record)
		return clang_getNullCursor();
	decl = clang_getTypeDeclaration(type);
	if (!clang_Cursor_isNull(clang_getCursorDefinition(decl)))
		decl = clang_getCursorDefinition(decl);
	return decl;
}

static bool is_unnamed_record(CXCursor record)
{
	return clang_Cursor_isAnonymous(record);
}

/* Names the unnamed records inside one that has a name. */
static void name_members(struct cunit *u, CXCursor record, const char *name)
{
	struct cursors f = fields_of(record);
	CXCursor *c;

	vec_for_each (c, &f.list) {
		CXCursor inner = record_of(clang_getCursorType(*c));
		const char *inner_name = name, *field;

		if (clang_Cursor_isNull(inner) || !is_unnamed_record(inner) ||
		    map_get(&u->records, decl_key(inner), 0))
			continue;
		field = clang_Cursor_isAnonymousRecordDecl(inner)
				? NULL
				: take_string(clang_getCursorSpelling(*c));
		if (field)
			inner_name = intern_f("%s::%s", name, field);
		map_put(&u->records, decl_key(inner), 0, (void *)inner_name);
		name_members(u, inner, inner_name);
	}
	vec_free(&f.list);
}

/* The file of the first field, NULL when there is none, and its line. */
static const char *defining_file(struct cunit *u, CXCursor record, unsigned int *line)
{
	struct cursors f = fields_of(record);
	const char *name = NULL;
	CXFile file;

	*line = 0;
	if (f.list.n) {
		clang_getExpansionLocation(clang_getCursorLocation(f.list.v[0]), &file, line, NULL,
					   NULL);
		name = file ? file_name(u, file) : NULL;
	}
	vec_free(&f.list);
	return name;
}

static bool is_record_cursor(CXCursor c)
{
	enum CXCursorKind k = clang_getCursorKind(c);

	return k == CXCursor_StructDecl || k == CXCursor_UnionDecl;
}

static const char *unnamed_record(struct cunit *u, CXCursor record)
{
	CXCursor outer = clang_getCursorLexicalParent(record);
	const char *name = NULL, *file;
	unsigned int line;

	if (is_record_cursor(outer)) {
		record_name(u, clang_getCursorType(outer));
		name = map_get(&u->records, decl_key(record), 0);
	}
	if (name)
		return name;
	file = defining_file(u, record, &line);
	return intern_f("%u@%s", line, file ? file : "");
}

const char *record_name(struct cunit *u, CXType type)
{
	CXCursor record = record_of(type);
	const char *name, *file;
	unsigned int line;

	if (clang_Cursor_isNull(record))
		return NULL;
	name = map_get(&u->records, decl_key(record), 0);
	if (name)
		return name;
	if (is_unnamed_record(record)) {
		name = unnamed_record(u, record);
	} else {
		name = take_string(clang_getCursorSpelling(record));
		file = defining_file(u, record, &line);
		if (name && file && ends(file, ".c"))
			name = intern_f("%s@%s", name, file);
	}
	if (!name)
		return NULL;
	map_put(&u->records, decl_key(record), 0, (void *)name);
	name_members(u, record, name);
	return name;
}

/* ---- fields ---- */

/* The name that stands for all members of a union: that of the first which has one. */
static const char *first_name(CXCursor record)
{
	struct cursors f = fields_of(record);
	const char *name = NULL;

	for (size_t i = 0; i < f.list.n && !name; i++) {
		CXCursor inner = record_of(clang_getCursorType(f.list.v[i]));

		if (!clang_Cursor_isNull(inner) && clang_Cursor_isAnonymousRecordDecl(inner))
			name = first_name(inner);
		else
			name = take_string(clang_getCursorSpelling(f.list.v[i]));
	}
	vec_free(&f.list);
	return name;
}

/* A member without a name, whose fields are those of the record around. */
static bool is_unnamed_member(CXCursor field)
{
	CXType type = clang_getCursorType(field);
	CXCursor inner;

	if (!is_record_type(type))
		return false;
	inner = clang_getTypeDeclaration(clang_getCanonicalType(type));
	return clang_Cursor_isAnonymousRecordDecl(inner);
}

const struct field_name *field_of(struct cunit *u, CXCursor field)
{
	struct field_name *f = map_get(&u->fields, decl_key(field), 0);
	CXCursor record;
	const char *name;
	int width;

	if (f)
		return f;
	f = arena_new(&u->arena, struct field_name);
	record = clang_getCursorSemanticParent(field);
	f->is_unnamed = is_unnamed_member(field);
	name = f->is_unnamed ? NULL : take_string(clang_getCursorSpelling(field));
	f->in_union = clang_getCursorKind(record) == CXCursor_UnionDecl;
	if (f->in_union)
		name = first_name(record);
	f->record = record_name(u, clang_getCursorType(record));
	f->field = f->record ? name : NULL;
	f->type = vtype_of(u, clang_getCursorType(field));
	f->is_volatile = is_volatile_expression(field);
	width = clang_getFieldDeclBitWidth(field);
	if (width > 0 && width <= 64) {
		f->is_bitfield = true;
		f->type.bits = (uint8_t)width;
		f->is_bit = width == 1 && !f->type.is_bool;
		f->type.is_bool = width == 1;
	}
	map_put(&u->fields, decl_key(field), 0, f);
	return f;
}
