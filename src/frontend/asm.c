// SPDX-License-Identifier: GPL-2.0-or-later
#include "asm.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "asm_flow.h"
#include "base/buf.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/str.h"
#include "said.h"

/* The kernel's largest has 300 kB with its lines. */
#define OBJECT_MAX ((size_t)16 << 20)

/* ---- the command ---- */

/* How many words of the command are left out from here on. */
static size_t left_out(const char *const *w, size_t n)
{
	static const char *const words[] = {"-MD", "-MMD", "-MP", "-MG", "-pipe"};
	static const char *const pairs[] = {"-o", "-MF", "-MT", "-MQ"};
	static const char *const prefixes[] = {
		"-o",	  "-MF",     "-MT",    "-MQ",	  "-Wp,-M", "-flto", "-save-temps",
		"-Wa,-g", "-Wa,--g", "-Wa,-a", "-gdwarf", "-ggdb",  "-gz",   "-gsplit"};
	const char *s = w[0];

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (!strcmp(s, pairs[i]))
			return n > 1 ? 2 : 1;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strcmp(s, words[i]))
			return 1;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		if (starts(s, prefixes[i]))
			return 1;
	return s[0] == '-' && s[1] == 'g' && (!s[2] || (isdigit((unsigned char)s[2]) && !s[3]));
}

void asm_command(const char *const *command, size_t n, const char *include, const char *out,
		 const char *reads, struct argv_vec *argv)
{
	for (size_t i = 0; i < n;) {
		size_t k = i ? left_out(command + i, n - i) : 0;

		if (!k)
			vec_push(argv, command[i]);
		i += k ? k : 1;
	}
	if (include)
		vec_push(argv, intern_f("-I%s", include));
	/* the last version whose line table names its files in place */
	vec_push(argv, "-gdwarf-3");
	if (reads) {
		vec_push(argv, "-MD");
		vec_push(argv, "-MF");
		vec_push(argv, reads);
	}
	vec_push(argv, "-o");
	vec_push(argv, out);
	vec_push(argv, NULL);
	argv->n--;
}

/* OBJECT: FILE FILE \ and so on; a backslash in front of a blank or # of a name, $ twice. */
void asm_reads(const char *p, struct buf *files)
{
	const char *colon = strstr(p, ": ");

	buf_add(files, "", 0);
	for (p = colon ? colon + 2 : ""; *p;) {
		size_t before = files->n;

		p += strspn(p, " \t\n");
		for (; *p && !strchr(" \t\n", *p); p++) {
			if (p[0] == '\\' && p[1] == '\n')
				break;
			if ((p[0] == '\\' && p[1] && strchr(" #", p[1])) ||
			    (p[0] == '$' && p[1] == '$'))
				p++;
			buf_putc(files, *p);
		}
		if (files->n > before)
			buf_putc(files, '\n');
		p += *p == '\\';
	}
}

/* ---- what it says ---- */

/*
 * NAME of "...: fatal error: NAME: No such file or directory" and, for .incbin
 * and .include, "...: Error: file not found: NAME" and "...: Error: can't open
 * NAME for reading: No such file or directory".
 */
static const char *missing_file(const char *line, size_t n)
{
	static const char found[] = "file not found: ", none[] = ": No such file or directory";
	static const char *const before[] = {"fatal error: ", "can't open "};
	static const char reading[] = " for reading";
	const size_t nreading = sizeof(reading) - 1;
	const char *p = memmem(line, n, found, sizeof(found) - 1);
	const char *end = memmem(line, n, none, sizeof(none) - 1);

	if (p) {
		p += sizeof(found) - 1;
		return intern_n(p, n - (size_t)(p - line));
	}
	for (size_t i = 0; end && i < sizeof(before) / sizeof(before[0]); i++) {
		p = memmem(line, (size_t)(end - line), before[i], strlen(before[i]));
		if (!p)
			continue;
		p += strlen(before[i]);
		n = (size_t)(end - p);
		if (n > nreading && !memcmp(end - nreading, reading, nreading))
			n -= nreading;
		return n ? intern_n(p, n) : NULL;
	}
	return NULL;
}

/* The compiler's file for the assembler has another name each time: "/tmp/ccXYZ.s: Error: ...". */
static const char *behind_temporary(const char *line, size_t n)
{
	const char *colon = *line == '/' ? memchr(line, ':', n) : NULL;

	if (!colon || colon - line < 3 || memcmp(colon - 2, ".s: ", 4))
		return line;
	return colon + 2;
}

int asm_result(const struct proc_result *r, const char *srctree, const char **file,
	       struct error *err)
{
	size_t n;
	const char *line = said_line(r->err.s, srctree, &n), *name, *s;

	if (!r->status)
		return 0;
	s = behind_temporary(line, n);
	n -= (size_t)(s - line);
	line = s;
	name = missing_file(line, n);
	if (name && file)
		*file = name;
	if (!n)
		return error_set(err, EINVAL, "the assembler ends with status %d", r->status);
	return error_set(err, name ? ENOENT : EINVAL, "%.*s", (int)n, line);
}

/* ---- the unit ---- */

static enum linkage linkage_of(const struct asm_func *f)
{
	if (!f->symbol || f->symbol->bind == STB_LOCAL)
		return LINKAGE_STATIC;
	return f->symbol->bind == STB_WEAK ? LINKAGE_WEAK : LINKAGE_GLOBAL;
}

static int add_functions(struct asm_flow *f, struct unit *u, struct error *err)
{
	const struct asm_section *s;
	int ret = 0;

	u->functions = arena_array(u->arena, struct function, f->funcs.n);
	for (size_t i = 0; i < f->funcs.n && !ret; i++) {
		const struct asm_func *fn = &f->funcs.v[i];
		struct function *to = &u->functions[u->nfunctions++];

		s = asm_object_section(f->object, fn->address);
		to->symbol = fn->name;
		to->linkage = linkage_of(fn);
		/* empty lists are lists too */
		to->locals = arena_array(u->arena, struct local, 0);
		to->blocks = arena_array(u->arena, struct block, 0);
		to->section = strcmp(s->name, ".text") ? s->name : NULL;
		if (i && fn[-1].address == fn->address) {
			/* of the one that names the code */
			to->alias_of = f->funcs.v[f->func_at[fn->address] - 1].name;
			to->place = to[-1].place;
		} else {
			ret = asm_flow_body(f, i, to, err);
		}
	}
	return ret;
}

static int by_symbol(const void *a, const void *b)
{
	return strcmp(((const struct symref *)a)->symbol, ((const struct symref *)b)->symbol);
}

VEC_TYPE(symref_vec, struct symref);

/* What the block calls and nobody has seen. */
static void add_called(const struct block *b, struct map *seen, struct symref_vec *refs)
{
	for (uint32_t i = 0; i < b->nevents; i++) {
		const struct event *e = &b->events[i];

		if (e->kind != EVENT_CALL || e->call.callee != CALLEE_SYMBOL ||
		    map_get(seen, e->call.symbol, 0))
			continue;
		map_put(seen, e->call.symbol, 0, (void *)(uintptr_t)e->call.symbol);
		vec_push(refs, (struct symref){.symbol = e->call.symbol});
	}
}

/* What is called and not defined here. */
static void add_symrefs(struct unit *u, const struct asm_object *o)
{
	struct map seen = {}, weak = {};
	struct symref_vec refs = {};

	for (uint32_t i = 0; i < u->nfunctions; i++)
		map_put(&seen, u->functions[i].symbol, 0, &u->functions[i]);
	for (uint32_t i = 0; i < u->nfunctions; i++)
		for (uint32_t k = 0; k < u->functions[i].nblocks; k++)
			add_called(&u->functions[i].blocks[k], &seen, &refs);
	for (size_t i = 0; i < o->symbols.n; i++) {
		const struct asm_symbol *s = &o->symbols.v[i];

		if (s->name && s->is_undefined && s->bind == STB_WEAK)
			map_put(&weak, s->name, 0, (void *)(uintptr_t)s->name);
	}
	for (size_t i = 0; i < refs.n; i++)
		refs.v[i].is_weak = map_get(&weak, refs.v[i].symbol, 0);
	if (refs.n)
		qsort(refs.v, refs.n, sizeof(refs.v[0]), by_symbol);
	u->nsymrefs = (uint32_t)refs.n;
	u->symrefs = arena_copy(u->arena, refs.v, refs.n * sizeof(refs.v[0]));
	vec_free(&refs);
	map_free(&seen);
	map_free(&weak);
}

static struct unit *new_unit(const struct asm_unit *of, struct arena *arena)
{
	struct unit *u = arena_new(arena, struct unit);

	u->arena = arena;
	u->arch = of->arch;
	u->release = of->release;
	u->compiler = of->compiler;
	u->source = of->source;
	u->object = of->object;
	u->config = of->config;
	u->noptions = (uint32_t)of->noptions;
	u->rows = arena_array(arena, struct row, 0);
	u->options = arena_copy(arena, of->options, of->noptions * sizeof(*of->options));
	return u;
}

static int read_code(const struct asm_unit *of, const struct asm_object *o, struct arena *arena,
		     struct unit **unit, size_t *undecoded, struct error *err)
{
	struct asm_lines lines = {};
	struct asm_alts alts = {};
	struct asm_code code;
	struct asm_flow flow;
	int ret = asm_code_init(&code, o, of->texts, of->ntexts, err);

	if (!ret) {
		struct unit *u = new_unit(of, arena);

		asm_lines_read(&lines, o, of->srctree, of->cwd);
		asm_alts_read(&alts, o);
		asm_flow_init(&flow, &code, &lines, &alts, of->source, arena);
		ret = add_functions(&flow, u, err);
		if (!ret) {
			add_symrefs(u, o);
			*undecoded = code.nbad;
			*unit = u;
		}
		asm_flow_free(&flow);
		asm_alts_free(&alts);
		asm_lines_free(&lines);
	}
	asm_code_free(&code);
	return ret;
}

int asm_read(const struct asm_unit *of, const void *p, size_t n, struct arena *arena,
	     struct unit **unit, size_t *undecoded, struct error *err)
{
	struct asm_object o;
	int ret = asm_object_read(&o, p, n, err);

	if (!ret)
		ret = read_code(of, &o, arena, unit, undecoded, err);
	asm_object_free(&o);
	return ret;
}

int asm_read_file(const struct asm_unit *of, const char *path, struct arena *arena,
		  struct unit **unit, size_t *undecoded, struct error *err)
{
	struct buf b = {};
	int ret = buf_read_file(&b, path, OBJECT_MAX, err);

	if (!ret)
		ret = asm_read(of, b.s, b.n, arena, unit, undecoded, err);
	buf_free(&b);
	return ret;
}
