// SPDX-License-Identifier: GPL-2.0-or-later
#include "frontend.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/intern.h"
#include "clang.h"
#include "said.h"

const char *const frontend_names[] = {"auto", "gcc", "sparse", "clang", NULL};

/* Of its first line. */
static int ask_version(const char *program, const char **version, struct error *err)
{
	const char *const argv[] = {program, CLANG_VERSION_WORD, NULL};
	struct proc p = {.argv = argv, .limit = 4096};
	struct proc_result r = {};
	int ret = proc_run(&p, &r, err);

	if (!ret && (r.status || r.signal || !r.out.n))
		ret = error_set(err, ENOPKG, "%s does not run: %.*s", program,
				(int)strcspn(r.err.s, "\n"), r.err.s);
	if (!ret)
		*version = intern_n(r.out.s, strcspn(r.out.s, "\n"));
	proc_result_free(&r);
	return ret;
}

static int use_clang(struct frontend *f, const char *plugins, struct error *err)
{
	f->program = intern_f("%s/eqslint-clang", plugins);
	if (access(f->program, X_OK))
		return error_set(err, ENOPKG,
				 "there is no %s: make builds it with libclang (libclang-19-dev)",
				 f->program);
	f->kind = FRONTEND_CLANG;
	f->gcc = (struct gcc){.cc = f->program, .machine = intern("libclang")};
	return ask_version(f->program, &f->gcc.version, err);
}

/* sparse ends the process where it cannot go on, so it is a program of its own. */
static int use_sparse(struct frontend *f, const char *plugins, struct error *err)
{
	f->program = intern_f("%s/eqslint-sparse", plugins);
	if (access(f->program, X_OK))
		return error_set(err, ENOPKG,
				 "there is no %s: make builds it of sparse's source, which it "
				 "fetches, or of SPARSE_SRC=DIR",
				 f->program);
	f->kind = FRONTEND_SPARSE;
	f->gcc = (struct gcc){.cc = f->program, .machine = intern("sparse")};
	f->gcc.version = intern("library");
	return 0;
}

int frontend_find(struct frontend *f, enum frontend_kind kind, const char *cc, const char *machine,
		  const char *version, const char *plugins, struct error *err)
{
	struct error own, other;
	int ret;

	memset(f, 0, sizeof(*f));
	if (kind == FRONTEND_CLANG)
		return use_clang(f, plugins, err);
	if (kind == FRONTEND_SPARSE)
		return use_sparse(f, plugins, err);
	ret = gcc_find(&f->gcc, cc, machine, version, plugins, &own);
	if (!ret) {
		f->kind = FRONTEND_GCC;
		f->program = f->gcc.plugin;
		return 0;
	}
	if (kind == FRONTEND_AUTO && ret == -ENOPKG) {
		f->why = intern(own.text);
		ret = use_clang(f, plugins, &other);
		return ret ? error_set(err, -ret, "%s; and %s", own.text, other.text) : 0;
	}
	return error_set(err, -ret, "%s", own.text);
}

int frontend_find_check(struct frontend *f, const char *cc, const char *plugins, struct error *err)
{
	struct error own;
	int ret;

	if (!frontend_find(f, FRONTEND_SPARSE, cc, NULL, NULL, plugins, &own))
		return 0;
	ret = frontend_find(f, FRONTEND_AUTO, cc, NULL, NULL, plugins, err);
	if (!ret && !f->why)
		f->why = intern(own.text);
	return ret;
}

static void tell(struct argv_vec *argv, const char *name, const char *value)
{
	if (value)
		vec_push(argv, intern_f("%s=%s", name, value));
}

void frontend_command(const struct frontend *f, const struct gcc_unit *u,
		      const char *const *command, size_t n, struct argv_vec *argv)
{
	if (f->kind == FRONTEND_GCC) {
		gcc_facts_command(&f->gcc, u, command, n, argv);
		return;
	}
	vec_push(argv, f->program);
	tell(argv, "out", u->out);
	tell(argv, "srctree", u->srctree);
	tell(argv, "arch", u->arch);
	tell(argv, "release", u->release);
	tell(argv, "object", u->object);
	tell(argv, "config", u->config);
	tell(argv, "options", u->options);
	tell(argv, "include", u->include);
	if (f->checks)
		vec_push(argv, "warn=");
	for (size_t i = 0; f->checks && i < f->checks->n; i++)
		vec_push(argv, intern_f("warn=%s", f->checks->v[i]));
	for (size_t i = 0; i < n; i++)
		vec_push(argv, command[i]);
	vec_push(argv, NULL);
	argv->n--;
}

/* The second line of what it says is the header that is not there. */
static const char *second_line(const char *s)
{
	s = strchr(s, '\n');
	return s && s[1] && s[1] != '\n' ? intern_n(s + 1, strcspn(s + 1, "\n")) : NULL;
}

static int worker_result(const char *name, const struct gcc_unit *u, const struct proc_result *r,
			 const char **header, struct error *err)
{
	const char *line = said_below(r->err.s, u->srctree);
	size_t n = strcspn(line, "\n");
	const char *h;

	if (!r->status && !access(u->out, R_OK))
		return 0;
	if (r->signal)
		return error_set(err, EINVAL, "%s died of signal %d while it read this", name,
				 r->signal);
	switch (r->status) {
	case CLANG_EXIT_SILENT:
		return error_set(err, ENODATA, "%.*s", (int)n, line);
	case CLANG_EXIT_HEADER:
		h = second_line(r->err.s);
		if (h && header)
			*header = h;
		return error_set(err, ENOENT, "%.*s", (int)n, line);
	default:
		if (!n)
			return error_set(err, EINVAL, "%s ends with status %d", name, r->status);
		return error_set(err, EINVAL, "%.*s", (int)n, line);
	}
}

int frontend_result(const struct frontend *f, const struct gcc_unit *u, const struct proc_result *r,
		    const char **header, struct error *err)
{
	if (f->kind == FRONTEND_GCC)
		return gcc_facts_result(&f->gcc, u, r, header, err);
	return worker_result(f->gcc.machine, u, r, header, err);
}

/* What stands behind the two lines that say why it failed. */
static void take_warnings(const struct frontend *f, const struct proc_result *r)
{
	const char *s = r->err.s;

	for (int i = 0; r->status && i < 2 && s; i++) {
		s = strchr(s, '\n');
		s = s ? s + 1 : NULL;
	}
	if (s)
		buf_puts(f->warnings, s);
}

int frontend_run(const struct frontend *f, const struct gcc_unit *u, const char *cwd,
		 const char *const *command, size_t n, const char **header, struct error *err)
{
	struct argv_vec argv = {};
	struct proc_result r = {};
	struct proc p = {.cwd = cwd, .env = gcc_facts_env};
	int ret;

	frontend_command(f, u, command, n, &argv);
	p.argv = argv.v;
	ret = proc_run(&p, &r, err);
	if (!ret)
		ret = frontend_result(f, u, &r, header, err);
	if (f->checks)
		take_warnings(f, &r);
	proc_result_free(&r);
	vec_free(&argv);
	return ret;
}
