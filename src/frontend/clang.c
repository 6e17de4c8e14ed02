// SPDX-License-Identifier: GPL-2.0-or-later
/* A unit: parsed, and what of it is needed lowered. */
#include "clang.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/deep.h"
#include "base/intern.h"
#include "base/str.h"
#include "clang_lower.h"
#include "clang_spare.h"
#include "facts/source.h"

enum { MAX_SOURCE = 256 << 20 };

#define OPTION_PREFIX "eqslint_option_"

const char *clang_version(void)
{
	const char *s = take_string(clang_getClangVersion());
	const char *v = s ? strstr(s, "version ") : NULL;

	if (!v)
		return intern("clang");
	v += strlen("version ");
	return intern_f("clang %.*s", (int)strspn(v, "0123456789."), v);
}

/* ---- options of the kernel: clang tells what they are at the unit's end ---- */

/* The source, and behind it what makes strings of the options' values. */
static int read_source(const char *source, const struct name_list *names, struct buf *out,
		       struct error *err)
{
	int ret = buf_read_file(out, source, MAX_SOURCE, err);

	if (ret)
		return ret;
	buf_puts(out, "\n#define EQSLINT_TEXT_(x) #x\n#define EQSLINT_TEXT(x) EQSLINT_TEXT_(x)\n");
	for (size_t i = 0; i < names->n; i++) {
		if (names->v[i][0] == '?')
			continue;
		buf_printf(out,
			   "static const char " OPTION_PREFIX
			   "%zu[] = EQSLINT_TEXT(CONFIG_%s), " OPTION_PREFIX
			   "%zu_m[] = EQSLINT_TEXT(CONFIG_%s_MODULE);\n",
			   i, names->v[i], i, names->v[i]);
	}
	return 0;
}

struct option_values {
	const char **value, **module; /* by name */
	size_t n;
};

static const char *string_of(CXCursor decl)
{
	CXEvalResult r = clang_Cursor_Evaluate(clang_Cursor_getVarDeclInitializer(decl));
	const char *s = r && clang_EvalResult_getKind(r) == CXEval_StrLiteral
				? intern(clang_EvalResult_getAsStr(r))
				: NULL;

	clang_EvalResult_dispose(r);
	return s;
}

static bool note_option(struct option_values *v, CXCursor decl, const char *name)
{
	size_t i;
	char *end;

	if (!starts(name, OPTION_PREFIX))
		return false;
	i = strtoul(name + strlen(OPTION_PREFIX), &end, 10);
	if (i < v->n)
		*(*end ? &v->module[i] : &v->value[i]) = string_of(decl);
	return true;
}

static void add_option(struct cunit *u, const struct name_list *names,
		       const struct option_values *v, size_t i)
{
	const char *name = names->v[i], *value = v->value[i];
	struct option *o = &u->unit.options[u->unit.noptions];
	size_t n;

	if (*name == '?') {
		n = strcspn(name, "=");
		/* a macro may have put the name together */
		if (!name[n] && !macros_mention(u->macros, name + 1) &&
		    !declares_function(u, intern(name + 1)))
			return;
		*o = (struct option){intern_n(name, n), intern("y")};
		u->unit.noptions++;
		return;
	}
	if (value && value == intern_f("CONFIG_%s", name))
		value = NULL;
	if (!value && v->module[i] && !strcmp(v->module[i], "1"))
		value = intern("m");
	if (!value)
		return;
	n = strlen(value);
	if (!strcmp(value, "1"))
		value = intern("y");
	else if (n >= 2 && *value == '"' && value[n - 1] == '"')
		value = intern_n(value + 1, n - 2);
	*o = (struct option){name, value};
	u->unit.noptions++;
}

/* ---- what is at the top ---- */

struct top {
	struct cunit *u;
	struct option_values *values;
};

/*
 * The text of each declaration would cost too much: only of those in the main
 * file it is asked for.  module_init() is a macro, which is used there.
 */
static bool is_alias(struct cunit *u, CXCursor c)
{
	CXFile file;

	/* clang_getLocation() would look through all files */
	clang_getExpansionLocation(clang_getCursorLocation(c), &file, NULL, NULL, NULL);
	return file == u->main && symbol_of(u, c)->alias;
}

static void see_function(struct cunit *u, CXCursor c)
{
	bool is_static = clang_getCursorLinkage(c) == CXLinkage_Internal;
	bool is_inline = clang_Cursor_isFunctionInlined(c);
	struct symbol *s;

	if (!clang_isCursorDefinition(c)) {
		/* an alias is a function too */
		if (!is_inline && clang_Cursor_hasAttrs(c) && is_alias(u, c))
			symbol_need(u, symbol_of(u, c));
		return;
	}
	map_put(&u->order, decl_key(c), 0, (void *)(uintptr_t)++u->next_order);
	if (is_inline || (is_static && !clang_Cursor_hasAttrs(c)))
		return;
	s = symbol_of(u, c);
	if (!is_static)
		symbol_need(u, s);
}

static void see_variable(struct top *t, CXCursor c)
{
	struct cunit *u = t->u;
	CXString name;
	bool is_option;

	if (clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(c)))
		return;
	vec_push(&u->objects, c);
	if (clang_getCursorLinkage(c) != CXLinkage_Internal) {
		symbol_need(u, symbol_of(u, c));
		return;
	}
	name = clang_getCursorSpelling(c);
	is_option = clang_getCString(name) && note_option(t->values, c, clang_getCString(name));
	clang_disposeString(name);
	if (!is_option && clang_Cursor_hasAttrs(c))
		symbol_of(u, c); /* needed when it says that it is used */
}

static enum CXChildVisitResult see(CXCursor c, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct top *t = data;

	(void)parent;
	if (kind == CXCursor_FunctionDecl || kind == CXCursor_VarDecl)
		declared_again(t->u, c);
	if (kind == CXCursor_FunctionDecl)
		see_function(t->u, c);
	else if (kind == CXCursor_VarDecl)
		see_variable(t, c);
	return CXChildVisit_Continue;
}

static void lower_needed(struct cunit *u)
{
	for (size_t i = 0; i < u->queue.n && !u->ret; i++) {
		struct symbol *s = u->queue.v[i];

		s->order = (uint32_t)(uintptr_t)map_get(&u->order, decl_key(s->decl), 0);
		if (s->is_function)
			lower_function(u, s);
		else
			add_rows(u, s);
	}
}

/* ---- the unit's end ---- */

struct ordered {
	uint32_t order, at;
};

static int by_order(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	if (x->order != y->order)
		return x->order < y->order ? -1 : 1;
	return x->at < y->at ? -1 : 1;
}

static void add_functions(struct cunit *u)
{
	size_t n = u->functions.n;
	struct ordered *o = arena_array(&u->scratch, struct ordered, n);
	struct function *f = arena_array(&u->arena, struct function, n);

	for (size_t i = 0; i < n; i++)
		o[i] = (struct ordered){u->orders.v[i], (uint32_t)i};
	if (n)
		qsort(o, n, sizeof(*o), by_order);
	for (size_t i = 0; i < n; i++)
		f[i] = u->functions.v[o[i].at];
	u->unit.functions = f;
	u->unit.nfunctions = (uint32_t)n;
	u->unit.nrows = (uint32_t)u->rows.n;
	u->unit.rows = arena_copy(&u->arena, u->rows.v, u->rows.n * sizeof(*u->rows.v));
}

static void lower_unit(struct cunit *u, const struct name_list *names)
{
	struct option_values v = {.n = names->n};
	struct top t = {.u = u, .values = &v};
	CXTargetInfo info;

	v.value = arena_array(&u->arena, const char *, names->n);
	v.module = arena_array(&u->arena, const char *, names->n);
	u->policy = clang_getCursorPrintingPolicy(clang_getTranslationUnitCursor(u->tu));
	clang_PrintingPolicy_setProperty(u->policy, CXPrintingPolicy_TerseOutput, 1);
	clang_PrintingPolicy_setProperty(u->policy, CXPrintingPolicy_SuppressInitializers, 1);
	u->pushes = !strcmp(u->unit.arch, "x86");
	u->macros = macros_open(u->tu, u->main, u->headers, &u->arena);
	info = clang_getTranslationUnitTargetInfo(u->tu);
	u->pointer_bits = (uint8_t)clang_TargetInfo_getPointerWidth(info);
	clang_TargetInfo_dispose(info);
	clang_visitChildren(clang_getTranslationUnitCursor(u->tu), see, &t);
	lower_needed(u);
	if (!u->ret) {
		add_functions(u);
		unit_references(u);
		u->unit.options = arena_array(&u->arena, struct option, names->n);
		for (size_t i = 0; i < names->n; i++)
			add_option(u, names, &v, i);
	}
	macros_close(u->macros);
	clang_PrintingPolicy_dispose(u->policy);
}

/* ---- all ---- */

struct work {
	struct cunit u;
	CXIndex index;
	struct clang_args args;
	const char *source;
	struct name_list names;
	bool is_spared; /* of bodies that are not needed, as it seems */
	struct spared spared;
};

static void *lower_in_thread(void *arg)
{
	struct work *w = arg;

	lower_unit(&w->u, &w->names);
	return NULL;
}

static int lower_deep(struct work *w)
{
	int ret = deep_call(lower_in_thread, w);

	if (ret)
		return error_set(w->u.err, -ret, "no thread to read C in: %s", strerror(-ret));
	return w->u.ret;
}

struct listing {
	struct buf *out;
	struct map seen;
};

static void list_file(CXFile file, CXSourceLocation *stack, unsigned int depth, CXClientData data)
{
	struct listing *l = data;
	CXString name;

	(void)stack;
	(void)depth;
	if (map_get(&l->seen, file, 0))
		return;
	map_put(&l->seen, file, 0, l);
	name = clang_getFileName(file);
	buf_printf(l->out, "%s\n", clang_getCString(name));
	clang_disposeString(name);
}

static void list_reads(CXTranslationUnit tu, struct buf *out)
{
	struct listing l = {.out = out};

	clang_getInclusions(tu, list_file, &l);
	map_free(&l.seen);
}

static int parse(struct work *w, struct buf *text, CXTranslationUnit *tu, struct error *err)
{
	const struct clang_args *args = &w->args;
	const char *source = w->source;
	struct spared *spared = &w->spared;
	enum CXErrorCode code;

	if (w->is_spared) {
		spare_bodies(spared, source, text, args);
		w->u.headers = &spared->headers;
	}
	vec_push(&spared->files, (struct CXUnsavedFile){source, text->s, text->n});
	code = clang_parseTranslationUnit2(w->index, source, args->v, (int)args->n, spared->files.v,
					   (unsigned int)spared->files.n, CXTranslationUnit_None,
					   tu);
	switch (code) {
	case CXError_Success:
		return 0;
	case CXError_Crashed:
		return error_set(err, EINVAL, "%s: libclang crashed while it read this", source);
	default:
		return error_set(err, EINVAL, "%s: clang does not take this command", source);
	}
}

static void begin(struct cunit *u, const char *source, const struct clang_args *args)
{
	const char *target = args->n && starts(args->v[0], "--target=") ? args->v[0] + 9 : NULL;

	unit_begin(u, source, target ? source_arch(target) : "unknown",
		   intern_f("%s %s", clang_version(), target ? target : "native"));
}

/* Has a function that is needed lost its body? */
static bool lacks_body(const struct cunit *u)
{
	for (size_t i = 0; i < u->references.n; i++)
		if (u->references.v[i]->is_static && u->references.v[i]->inlining)
			return true;
	return false;
}

static int make_parsed(struct work *w, struct clang_facts *facts, const char **header)
{
	struct cunit *u = &w->u;
	int ret = unit_errors(u, header);

	if (ret)
		return ret;
	begin(u, w->source, &w->args);
	ret = lower_deep(w);
	if (!ret && w->is_spared && lacks_body(u))
		return -EAGAIN;
	if (!ret)
		list_reads(u->tu, &facts->reads);
	return ret;
}

static int make(struct work *w, struct clang_facts *facts, const char **header)
{
	struct cunit *u = &w->u;
	struct buf text = {};
	int ret = read_source(w->source, &w->names, &text, u->err);

	if (!ret)
		ret = parse(w, &text, &u->tu, u->err);
	if (!ret) {
		u->main = clang_getFile(u->tu, w->source);
		ret = make_parsed(w, facts, header);
	}
	if (u->tu)
		clang_disposeTranslationUnit(u->tu);
	spared_free(&w->spared);
	buf_free(&text);
	return ret;
}

static int make_unit(struct work *w, const struct clang_unit *unit, struct clang_facts *facts,
		     const char **header, struct error *err)
{
	int ret;

	memset(&w->u, 0, sizeof(w->u));
	w->u.u = unit;
	w->u.err = err;
	arena_init(&w->u.arena);
	arena_init(&w->u.scratch);
	ret = make(w, facts, header);
	if (!ret) {
		facts->arena = w->u.arena;
		facts->unit = w->u.unit;
		facts->unit.arena = &facts->arena;
	} else {
		arena_free(&w->u.arena);
		buf_free(&facts->reads);
	}
	unit_end(&w->u);
	return ret;
}

static void add_arguments(struct work *w, const struct clang_unit *unit)
{
	/* what gcc only warns of */
	static const char *const added[] = {"-w",
					    "-Wno-implicit-function-declaration",
					    "-Wno-implicit-int",
					    "-Wno-int-conversion",
					    "-Wno-incompatible-function-pointer-types",
					    "-Wno-return-mismatch",
					    "-fno-spell-checking",
					    "-ferror-limit=1"};

	if (unit->include)
		vec_push(&w->args, intern_f("-I%s", unit->include));
	for (size_t i = 0; i < sizeof(added) / sizeof(*added); i++)
		vec_push(&w->args, added[i]);
}

int clang_facts_make(const struct clang_unit *unit, const char *const *command, size_t n,
		     struct clang_facts *facts, const char **header, struct error *err)
{
	struct work w = {.is_spared = !unit->whole};
	int ret;

	memset(facts, 0, sizeof(*facts));
	clang_arguments(command, n, unit->arch, &w.args, &w.source);
	if (!w.source) {
		vec_free(&w.args);
		return error_set(err, ENODATA, "the command compiles no C, or several files");
	}
	add_arguments(&w, unit);
	w.index = clang_createIndex(0, 0);
	ret = unit_option_names(unit->options, &w.names, err);
	if (!ret)
		ret = make_unit(&w, unit, facts, header, err);
	/* a body was needed after all, or its want led clang astray */
	if (w.is_spared && (ret == -EAGAIN || ret == -EINVAL)) {
		w.is_spared = false;
		ret = make_unit(&w, unit, facts, header, err);
	}
	clang_disposeIndex(w.index);
	vec_free(&w.args);
	vec_free(&w.names);
	return ret;
}

void clang_facts_free(struct clang_facts *facts)
{
	arena_free(&facts->arena);
	buf_free(&facts->reads);
}
