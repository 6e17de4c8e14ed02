// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The compile commands of a build directory as clangd and other tools of
 * clang's read them (clang.llvm.org/docs/JSONCompilationDatabase.html).  A
 * gcc command as it is they do not take.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/str.h"
#include "command.h"
#include "emit.h"
#include "frontend/clang.h"
#include "kernel/commands.h"
#include "kernel/tree.h"
#include "options.h"
#include "scope.h"

/* An editor has the file open by this name: without links of the command's ("source/", ".."). */
static const char *file_of(const struct ktree *tree, const struct kunit *u)
{
	return intern_f("%s/%s", path_exists(tree->source, u->source) ? tree->source : tree->build,
			u->source);
}

/*
 * What the tree does not want to be told of, it is not told of by clang either;
 * nor of what its headers may do for gcc.  Of these words clang does not mind
 * that it does not know them.
 */
static void silence(const struct kunit *u, struct clang_args *args)
{
	static const char *const own[] = {"-Wno-unknown-warning-option", "-Wno-gnu",
					  "-Wno-ignored-attributes",
					  "-Wno-duplicate-decl-specifier"};

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		vec_push(args, own[i]);
	for (size_t i = 0; i < u->argc; i++)
		if (starts(u->argv[i], "-Wno-"))
			vec_push(args, u->argv[i]);
}

/* NULL: a word is not UTF-8, which has no place in JSON. */
static json_t *arguments(const struct ktree *tree, const struct kunit *u, const char *file)
{
	static const char *const first = "clang";
	struct clang_args args = {};
	json_t *out = json_array();
	const char *source;

	vec_push(&args, first);
	clang_arguments(u->argv, u->argc, tree->srcarch, &args, &source);
	silence(u, &args);
	vec_push(&args, "-c");
	vec_push(&args, "-o");
	vec_push(&args, u->object);
	vec_push(&args, file);
	for (size_t i = 0; i < args.n && out; i++)
		if (json_array_append_new(out, json_string(args.v[i]))) {
			json_decref(out);
			out = NULL;
		}
	vec_free(&args);
	return out;
}

static json_t *entry(const struct ktree *tree, const struct kunit *u)
{
	const char *file = file_of(tree, u);

	return json_pack("{s:s, s:o, s:s, s:s}", "directory", tree->build, "arguments",
			 arguments(tree, u, file), "file", file, "output", u->object);
}

static int write_all(const struct ktree *tree, const struct kcommands *commands, struct buf *out,
		     struct error *err)
{
	json_t *all = json_array();
	const struct kunit *u;
	char *text;
	int ret = 0;

	vec_for_each (u, &commands->units) {
		json_t *e = entry(tree, u);

		if (json_array_append_new(all, e))
			ret = error_set(err, EILSEQ, "the command of %s is not UTF-8", u->object);
	}
	text = json_dumps(all, JSON_INDENT(1));
	json_decref(all);
	if (!text)
		die("out of memory");
	buf_printf(out, "%s\n", text);
	free(text);
	return ret;
}

static int compdb(const struct options *opt, struct ktree *tree, struct buf *out, struct error *err)
{
	struct kcommands commands = {};
	struct path_vec paths = {};
	int ret;

	for (size_t i = 1; i < opt->args.n; i++)
		vec_push(&paths, opt->args.v[i]);
	if (!paths.n)
		vec_push(&paths, ".");
	ret = kcommands_load(tree, paths.v, paths.n, cache_directory(opt->cache), &commands, err);
	for (size_t i = 0; !ret && i < commands.empty.n; i++)
		fprintf(stderr, "eqslint: %s has no unit in this configuration\n",
			commands.empty.v[i]);
	if (!ret)
		ret = write_all(tree, &commands, out, err);
	kcommands_free(&commands);
	vec_free(&paths);
	return ret;
}

int cmd_compdb(const struct options *opt)
{
	struct buf out = {};
	struct ktree *tree;
	struct error err;
	int ret = ktree_open(opt->args.v[0], &tree, &err);

	if (!ret) {
		ret = compdb(opt, tree, &out, &err);
		ktree_close(tree);
	}
	ret = ret ? emit_error(&err) : emit_text(opt, &out);
	buf_free(&out);
	return ret;
}
