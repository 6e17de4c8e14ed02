// SPDX-License-Identifier: GPL-2.0-or-later
/* Places in the source, and the outermost macro that they came through. */
#include "tree.h"

#include "place.h"

#include "base/intern.h"
#include "base/str.h"
#include "facts/source.h"

#define MAX_WAY 32

static struct map chains; /* (text at the use, word) -> struct chain */

/* ---- of cursors ---- */

static CXSourceLocation location(struct position p)
{
	return (CXSourceLocation){.stream = p.stream, .line = p.line, .column = p.pos};
}

/* A declarator begins with the stars in front of the name. */
static CXSourceLocation name_location(const struct sp_symbol *s)
{
	CXSourceLocation l = location(s->pos);
	const struct text_file *f = text_file(l.stream);
	uint32_t at, n = s->ident ? s->ident->len : 0;

	if (!f || !n || !text_offset(f, l.line, l.column, &at) || f->text[at] != '*')
		return l;
	for (; at + n < f->size && !strchr("({;=", f->text[at]); at++) {
		if (f->text[at] == '\n')
			l.line++;
		if (f->text[at] != '*' && !memcmp(f->text + at, s->ident->name, n))
			break;
	}
	l.column = 1;
	return l;
}

static const struct expression *operand_of_view(CXCursor c)
{
	return (const struct expression *)((c.xdata == VIEW_OBJECT || c.xdata == VIEW_FIRST) &&
							   c.data[2]
						   ? c.data[2]
						   : c.data[0]);
}

static CXSourceLocation call_location(CXCursor c)
{
	CXSourceLocation l = location(start_of((struct expression *)c.data[0]));
	CXCursor called = clang_getCursorReferenced(c);

	if (!clang_Cursor_isNull(called))
		l.word = ((const struct sp_symbol *)called.data[0])->ident;
	return l;
}

static CXSourceLocation asm_location(const struct statement *s)
{
	CXSourceLocation l = location(s->pos);

	l.word = built_in_ident("asm");
	return l;
}

CXSourceLocation clang_getCursorLocation(CXCursor c)
{
	if (c.kind == CXCursor_CallExpr)
		return call_location(c);
	if (c.kind == CXCursor_GCCAsmStmt)
		return asm_location((const struct statement *)c.data[0]);
	if (clang_isExpression(c.kind))
		return location(operand_of_view(c)->pos);
	if (c.xdata == VIEW_SYMBOLS)
		return location(((const struct statement *)c.data[1])->pos);
	if (clang_isStatement(c.kind))
		return location(((const struct statement *)c.data[0])->pos);
	if (clang_Cursor_isNull(c))
		return (CXSourceLocation){};
	if (c.kind == CXCursor_FunctionDecl)
		return name_location((const struct sp_symbol *)c.data[0]);
	return location(((const struct sp_symbol *)c.data[0])->pos);
}

CXSourceRange clang_getCursorExtent(CXCursor c)
{
	CXSourceRange r = {clang_getCursorLocation(c), clang_getCursorLocation(c)};

	r.end.is_end = c.kind == CXCursor_CompoundStmt;
	return r;
}

CXSourceLocation clang_getRangeStart(CXSourceRange r)
{
	return r.begin;
}

CXSourceLocation clang_getRangeEnd(CXSourceRange r)
{
	return r.end;
}

void clang_getExpansionLocation(CXSourceLocation l, CXFile *file, unsigned int *line,
				unsigned int *column, unsigned int *offset)
{
	if (file)
		*file = (CXFile)(uintptr_t)(l.stream + 1);
	if (line)
		*line = l.line;
	if (column)
		*column = l.column;
	if (offset)
		*offset = 0;
}

/* ---- of facts ---- */

const char *file_name(struct cunit *u, CXFile file)
{
	const char *name = map_get(&u->files, file, 0);
	uintptr_t stream = (uintptr_t)file - 1;

	if (name || (int)stream >= input_stream_nr)
		return name;
	name = source_file(u->u->srctree, input_streams[stream].name);
	if (name)
		map_put(&u->files, file, 0, (void *)name);
	return name;
}

static const struct chain *chain_of(struct cunit *u, const struct text_file *f, uint32_t at,
				    const char *macro, const void *word)
{
	const char *names[MAX_WAY];
	struct chain *c = map_get(&chains, f->text + at, word);
	size_t n;

	if (c)
		return c;
	n = macro_way(f, at, macro, word, names, MAX_WAY);
	c = arena_alloc(&u->arena, sizeof(*c) + n * sizeof(*c->name));
	c->n = (uint32_t)n;
	memcpy(c->name, names, n * sizeof(*names));
	map_put(&chains, f->text + at, word, c);
	return c;
}

static bool place_end(const struct text_file *f, uint32_t at, struct place *place)
{
	unsigned int line, column;

	if (!text_closing(f, at, &line, &column))
		return false;
	place->line = line;
	place->column = column + 1; /* as libclang tells an end: behind it */
	return true;
}

static bool has_arguments(const char *macro)
{
	const struct sp_symbol *m;

	for (m = built_in_ident(macro)->symbols; m; m = m->next_id)
		if ((m->namespace == NS_MACRO || m->namespace == NS_UNDEF) && m->arglist)
			return true;
	return false;
}

/* Is the macro there no more than the name of a function, whose parameters are behind it? */
static bool is_name_only(const struct text_file *f, uint32_t at, const char *macro)
{
	int depth = 0;

	at = text_skip_blanks(f, at + (uint32_t)strlen(macro));
	if (has_arguments(macro)) {
		do {
			if (at >= f->size)
				return false;
			depth += (f->text[at] == '(') - (f->text[at] == ')');
			at++;
		} while (depth > 0);
		at = text_skip_blanks(f, at);
	}
	return at < f->size && f->text[at] == '(';
}

void place_of(struct cunit *u, CXSourceLocation l, struct place *place, const struct chain **chain)
{
	const struct text_file *f = text_file(l.stream);
	const char *macro;
	uint32_t at;

	*chain = NULL;
	*place = (struct place){.file = file_name(u, (CXFile)(uintptr_t)(l.stream + 1)),
				.line = l.line};
	if (!place->file || !f || !l.line) {
		*place = (struct place){};
		return;
	}
	if (!text_offset(f, l.line, l.column, &at))
		return;
	place->column = at - f->lines.v[l.line - 1] + 1;
	macro = macro_at(f, at, l.line);
	if (l.is_end && (!macro || is_name_only(f, at, macro)) && place_end(f, at, place))
		return;
	if (macro)
		*chain = chain_of(u, f, at, macro, l.word);
}

/* Of a function's body: a macro that is no more than the function's name does not write it. */
void place_between(struct cunit *u, CXCursor c, struct place *place, const struct chain **chain)
{
	CXSourceLocation l = clang_getCursorLocation(c);
	const struct text_file *f = text_file(l.stream);
	const char *macro;
	uint32_t at;

	place_of(u, l, place, chain);
	if (c.kind != CXCursor_CompoundStmt || !*chain || !f ||
	    !text_offset(f, l.line, l.column, &at))
		return;
	macro = macro_at(f, at, l.line);
	if (macro && is_name_only(f, at, macro))
		*chain = NULL;
}

/* sparse has an operator's own place; of a choice the question mark's, not the colon's. */
void place_operator(struct cunit *u, CXCursor c, CXCursor left, CXCursor right, struct place *place,
		    const struct chain **chain)
{
	CXSourceLocation l = clang_getCursorLocation(c);
	const struct text_file *f = text_file(l.stream);
	uint32_t at;

	(void)left;
	(void)right;
	place_of(u, l, place, chain);
	if (c.kind == CXCursor_ConditionalOperator && !*chain && f && place->file &&
	    text_offset(f, l.line, l.column, &at))
		text_colon(f, at, &place->line, &place->column);
}

/* The string that the text is once macros are expanded; "" when it is none. */
static const char *string_in(const char *text, size_t n)
{
	char *copy = strndup(text, n);
	struct token *end, *t = copy ? preprocess(tokenize_buffer(copy, n, &end)) : NULL;
	const char *s = "";

	while (t && t->pos.type == TOKEN_STREAMBEGIN)
		t = t->next;
	if (t && t->pos.type == TOKEN_STRING)
		s = intern_n(t->string->data, t->string->length ? t->string->length - 1 : 0);
	return s; /* the tokens refer to the copy */
}

static bool is_asm(const struct text_file *f, uint32_t at)
{
	static const char *const words[] = {"asm", "__asm__", "__asm"};

	for (int i = 0; i < 3; i++) {
		uint32_t n = (uint32_t)strlen(words[i]);

		if (f->size - at > n && !memcmp(f->text + at, words[i], n) &&
		    strchr(" (", f->text[at + n]))
			return !is_name_char(f->text[at - 1]);
	}
	return false;
}

const char *place_asm_name(const struct sp_symbol *s, const char *otherwise)
{
	CXSourceLocation begin = location(s->pos), end = location(s->endpos);
	const struct text_file *f = text_file(begin.stream);
	const char *open, *close;
	uint32_t at, last;

	if (!f || end.stream != begin.stream || !text_offset(f, begin.line, begin.column, &at) ||
	    !text_offset(f, end.line, end.column, &last))
		return otherwise;
	for (at++; at < last && !is_asm(f, at); at++)
		;
	open = at < last ? strchr(f->text + at, '(') : NULL;
	close = open ? strpbrk(open, ");") : NULL;
	return close && *close == ')' ? string_in(open + 1, (size_t)(close - open - 1)) : otherwise;
}

bool place_macro_names(const struct sp_symbol *s)
{
	CXSourceLocation l = location(s->pos);
	const struct text_file *f = text_file(l.stream);
	const char *way[MAX_WAY], *macro;
	uint32_t at;

	if (!f || !text_offset(f, l.line, l.column, &at) || !(macro = macro_at(f, at, l.line)))
		return false;
	for (size_t n = macro_way(f, at, macro, s->ident, way, MAX_WAY); n--;)
		if (macro_has_asm(way[n], s->ident))
			return true;
	/* by a macro whose name is pasted together */
	return !macro_spells(f, at, macro, s->ident) &&
	       text_anywhere(intern_f("%.*s asm(", (int)s->ident->len, s->ident->name));
}

/* sparse says of __LINE__ the line where the use begins. */
const char *text_of_use(struct cunit *u, CXCursor c, const char *text)
{
	(void)u;
	(void)c;
	return text;
}

int64_t line_of_use(struct cunit *u, CXCursor c, int64_t value)
{
	(void)u;
	(void)c;
	return value;
}
