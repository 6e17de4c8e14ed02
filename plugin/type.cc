// SPDX-License-Identifier: GPL-2.0-or-later
/* Types, and the names of records, fields and symbols. */
#include "build.h"

static tree strip_to_record(tree type)
{
	while (type && (POINTER_TYPE_P(type) || TREE_CODE(type) == ARRAY_TYPE))
		type = TREE_TYPE(type);
	return type && RECORD_OR_UNION_TYPE_P(type) ? TYPE_MAIN_VARIANT(type) : NULL_TREE;
}

/* The record's tag, or the typedef that stands for it; NULL when it has none. */
static const char *tag_of(tree record)
{
	tree name = TYPE_NAME(record);

	/*
	 * "typedef struct { } __aligned(8) psw_t" names a variant of the type. Of
	 * several typedefs it is the first: variants are not in order.
	 */
	for (tree v = name ? NULL_TREE : record; v; v = TYPE_NEXT_VARIANT(v))
		if (TYPE_NAME(v) && TREE_CODE(TYPE_NAME(v)) == TYPE_DECL &&
		    (!name || DECL_UID(TYPE_NAME(v)) < DECL_UID(name)))
			name = TYPE_NAME(v);
	if (name && TREE_CODE(name) == TYPE_DECL)
		name = DECL_NAME(name);
	return name ? IDENTIFIER_POINTER(name) : NULL;
}

/* The file that defines the record, NULL when none does. */
static const char *defining_file(builder *b, tree record, unsigned *line)
{
	tree first = TYPE_FIELDS(record);
	expanded_location x;

	*line = 0;
	/* The location of the tag is that of its first declaration, a field's is the definition's.
	 */
	if (!first || DECL_SOURCE_LOCATION(first) <= BUILTINS_LOCATION)
		return NULL;
	x = expand_location(linemap_resolve_location(line_table, DECL_SOURCE_LOCATION(first),
						     LRK_MACRO_EXPANSION_POINT, NULL));
	*line = x.line;
	return x.file ? file_name(b, x.file) : NULL;
}

static bool is_c_file(const char *file)
{
	size_t n = file ? strlen(file) : 0;

	return n > 2 && !strcmp(file + n - 2, ".c");
}

/* Names the unnamed records inside one that has a name. */
static void name_members(builder *b, tree record, const char *name)
{
	for (tree f = TYPE_FIELDS(record); f; f = DECL_CHAIN(f)) {
		tree inner = TREE_CODE(f) == FIELD_DECL ? strip_to_record(TREE_TYPE(f)) : NULL_TREE;
		const char *inner_name = name;

		if (!inner || tag_of(inner) || b->record_names.get(TYPE_UID(inner)))
			continue;
		if (DECL_NAME(f))
			inner_name =
				eqs::intern_f("%s::%s", name, IDENTIFIER_POINTER(DECL_NAME(f)));
		b->record_names.put(TYPE_UID(inner), inner_name);
		name_members(b, inner, inner_name);
	}
}

const char *record_name(builder *b, tree type)
{
	tree record = strip_to_record(type);
	const char **known, *tag, *file, *name;
	unsigned line;

	if (!record)
		return NULL;
	known = b->record_names.get(TYPE_UID(record));
	if (known)
		return *known;
	tag = tag_of(record);
	file = defining_file(b, record, &line);
	/* Of a local variable, or met through a pointer before the record around it. */
	if (!tag)
		return eqs::intern_f("%u@%s", line, file ? file : "");
	name = is_c_file(file) ? eqs::intern_f("%s@%s", tag, file) : eqs::intern(tag);
	/* What has no fields yet is another type than what will have them, so this is final. */
	b->record_names.put(TYPE_UID(record), name);
	name_members(b, record, name);
	return name;
}

void name_records_around(builder *b, tree ref)
{
	tree record = DECL_CONTEXT(TREE_OPERAND(ref, 1));
	tree base = TREE_OPERAND(ref, 0);

	if (tag_of(TYPE_MAIN_VARIANT(record)) ||
	    b->record_names.get(TYPE_UID(TYPE_MAIN_VARIANT(record))))
		return;
	while (TREE_CODE(base) == ARRAY_REF || TREE_CODE(base) == VIEW_CONVERT_EXPR)
		base = TREE_OPERAND(base, 0);
	if (TREE_CODE(base) != COMPONENT_REF)
		return;
	name_records_around(b, base);
	record_name(b, DECL_CONTEXT(TREE_OPERAND(base, 1)));
}

/* The name that stands for all members of a union: that of the first which has one. */
static const char *first_name(tree record)
{
	for (tree f = TYPE_FIELDS(record); f; f = DECL_CHAIN(f)) {
		tree inner;
		const char *name;

		if (TREE_CODE(f) != FIELD_DECL)
			continue;
		if (DECL_NAME(f))
			return IDENTIFIER_POINTER(DECL_NAME(f));
		inner = strip_to_record(TREE_TYPE(f));
		name = inner ? first_name(inner) : NULL;
		if (name)
			return name;
	}
	return NULL;
}

field_name field_of(builder *b, tree field)
{
	tree record = DECL_CONTEXT(field);
	field_name *known = b->fields.get(DECL_UID(field)), step = {};
	const char *name = DECL_NAME(field) ? IDENTIFIER_POINTER(DECL_NAME(field)) : NULL;

	if (known)
		return *known;
	if (TREE_CODE(record) == UNION_TYPE)
		name = first_name(record);
	step.record = record_name(b, record);
	step.field = name && step.record ? eqs::intern(name) : NULL;
	b->fields.put(DECL_UID(field), step);
	return step;
}

eqs::vtype vtype_of(builder *b, tree type)
{
	eqs::vtype *known = b->types.get(TYPE_UID(type)), t = {};

	if (known)
		return *known;
	if (INTEGRAL_TYPE_P(type) || POINTER_TYPE_P(type)) {
		t.bits = TYPE_PRECISION(type) <= UINT8_MAX ? TYPE_PRECISION(type) : 0;
		t.is_pointer = POINTER_TYPE_P(type);
		t.is_bool = TREE_CODE(type) == BOOLEAN_TYPE || t.bits == 1;
		t.is_signed = !t.is_pointer && !TYPE_UNSIGNED(type);
	}
	t.record = record_name(b, type);
	b->types.put(TYPE_UID(type), t);
	return t;
}

/*
 * GCC numbers the objects inside functions only when it comes to write them,
 * in an order that asking for their names would change.  So they are named by
 * the function, and counted when it has several of one name.
 */
static const char *inner_symbol(builder *b, tree decl)
{
	tree fn = DECL_CONTEXT(decl), other;
	const char *name = DECL_NAME(decl) ? IDENTIFIER_POINTER(DECL_NAME(decl)) : "";
	function *fun = DECL_STRUCT_FUNCTION(fn);
	unsigned before = 0, i;

	if (fun)
		FOR_EACH_LOCAL_DECL(fun, i, other)
	before += DECL_NAME(other) == DECL_NAME(decl) && TREE_STATIC(other) &&
		  DECL_UID(other) < DECL_UID(decl);
	if (before)
		return eqs::intern_f("%s.%s.%u", symbol_of(b, fn), name, before);
	return eqs::intern_f("%s.%s", symbol_of(b, fn), name);
}

const char *symbol_of(builder *b, tree decl)
{
	const char **known = b->symbols.get(DECL_UID(decl)), *name;
	tree context = DECL_CONTEXT(decl);

	if (known)
		return *known;
	if (VAR_P(decl) && context && TREE_CODE(context) == FUNCTION_DECL && !DECL_EXTERNAL(decl) &&
	    !TREE_PUBLIC(decl)) {
		name = inner_symbol(b, decl);
	} else {
		name = IDENTIFIER_POINTER(DECL_ASSEMBLER_NAME(decl));
		name = eqs::intern(name + (*name == '*'));
	}
	b->symbols.put(DECL_UID(decl), name);
	return name;
}

const char *function_symbol(builder *b, tree fndecl)
{
	b->referenced.add(DECL_UID(fndecl));
	return symbol_of(b, fndecl);
}
