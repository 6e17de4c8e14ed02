// SPDX-License-Identifier: GPL-2.0-or-later
#include "series.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/proc.h"
#include "fix/plan.h"
#include "frontend/gcc.h"
#include "kernel/shadow.h"

/* Appends the diff of two texts of a file, as git writes it. */
static int add_diff(const char *dir, const char *file, const struct buf *before,
		    const struct buf *after, struct buf *out, struct error *err)
{
	const char *old = intern_f("%s/before", dir), *new = intern_f("%s/after", dir);
	const char *const argv[] = {
		"diff", "-up", "--label", intern_f("a/%s", file), "--label", intern_f("b/%s", file),
		old,	new,   NULL};
	const struct proc p = {.argv = argv};
	struct proc_result r;
	int ret = buf_write_file(before, old, err);

	if (!ret)
		ret = buf_write_file(after, new, err);
	if (!ret)
		ret = proc_run(&p, &r, err);
	if (ret)
		return ret;
	if (r.status > 1)
		ret = error_set(err, EIO, "diff fails: %s", r.err.s);
	else if (r.out.n)
		buf_printf(out, "diff --git a/%s b/%s\n%s", file, file, r.out.s);
	proc_result_free(&r);
	return ret;
}

/* The last patch that has the file: what it leaves is what the series leaves. */
static const struct changed *last_of(const struct patch_list *patches, const char *file)
{
	const struct changed *found = NULL;

	for (size_t i = 0; i < patches->n; i++)
		for (size_t k = 0; k < patches->v[i]->files.n; k++)
			if (!strcmp(patches->v[i]->files.v[k].file, file))
				found = &patches->v[i]->files.v[k];
	return found;
}

static bool is_first(const struct patch_list *patches, size_t patch, size_t number)
{
	const char *file = patches->v[patch]->files.v[number].file;

	for (size_t i = 0; i <= patch; i++)
		for (size_t k = 0; k < (i == patch ? number : patches->v[i]->files.n); k++)
			if (!strcmp(patches->v[i]->files.v[k].file, file))
				return false;
	return true;
}

int series_diff(const struct patch_list *patches, struct buf *out, struct error *err)
{
	char *dir = temporary_directory(err);
	int ret = dir ? 0 : -EIO;

	for (size_t i = 0; i < patches->n && !ret; i++)
		for (size_t k = 0; k < patches->v[i]->files.n && !ret; k++) {
			const struct changed *c = &patches->v[i]->files.v[k];

			if (is_first(patches, i, k))
				ret = add_diff(dir, c->file, &c->before,
					       &last_of(patches, c->file)->after, out, err);
		}
	if (dir)
		remove_directory(dir);
	free(dir);
	return ret;
}

/* ---- what git knows ---- */

/* A line of git's for each of the files that differs from what is committed; NULL: none does. */
static const char *not_committed(const struct patch_list *patches, const char *source)
{
	struct argv_vec argv = {};
	static const char *const env[] = {"GIT_OPTIONAL_LOCKS=0", NULL};
	const char *const words[] = {"git", "-C", source, "status", "--porcelain", "--"};
	struct proc p = {.env = env, .limit = (size_t)1 << 20};
	struct proc_result r;
	struct error none;
	const char *said = NULL;

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		vec_push(&argv, words[i]);
	for (size_t i = 0; i < patches->n; i++)
		for (size_t k = 0; k < patches->v[i]->files.n; k++)
			vec_push(&argv, patches->v[i]->files.v[k].file);
	vec_push(&argv, NULL);
	p.argv = argv.v;
	if (patches->n && !proc_run(&p, &r, &none)) {
		said = !r.status && r.out.n ? intern(r.out.s) : NULL;
		proc_result_free(&r);
	}
	vec_free(&argv);
	return said;
}

void series_note_changes(const struct patch_list *patches, const char *source)
{
	const char *said = not_committed(patches, source);

	for (const char *line = said; line && *line;) {
		size_t n = strcspn(line, "\n");

		if (n > 3)
			fprintf(stderr,
				"eqslint: %.*s has changes that are not committed: the patch is made "
				"on top of them\n",
				(int)n - 3, line + 3);
		line += n + (line[n] == '\n');
	}
}

/* A file that is written beside its place until all of them are. */
struct staged {
	const char *path, *beside;
};
VEC_TYPE(staged_vec, struct staged);

/* ---- mails ---- */

/* Who makes the patch, as git knows it. */
static const char *author(void)
{
	static const char *const argv[] = {"git", "var", "GIT_AUTHOR_IDENT", NULL};
	const struct proc p = {.argv = argv, .limit = 4096};
	const char *who = "Your Name <you@example.org>", *end;
	struct proc_result r;
	struct error none;

	if (proc_run(&p, &r, &none))
		return who;
	end = strchr(r.out.s, '>');
	if (!r.status && end)
		who = intern_n(r.out.s, (size_t)(end + 1 - r.out.s));
	proc_result_free(&r);
	return who;
}

/* The name of a patch's file, as git format-patch makes it. */
static const char *file_name(const struct patch *p, size_t number)
{
	struct buf b = {};
	const char *name;

	buf_printf(&b, "%04zu-", number);
	for (const char *c = p->subject; *c && b.n < 57; c++)
		if (isalnum((unsigned char)*c) || *c == '_' || *c == '.')
			buf_putc(&b, *c);
		else if (b.s[b.n - 1] != '-')
			buf_putc(&b, '-');
	while (b.s[b.n - 1] == '-' || b.s[b.n - 1] == '.')
		b.s[--b.n] = 0;
	buf_puts(&b, ".patch");
	name = intern(b.s);
	buf_free(&b);
	return name;
}

static int stage_mail(const struct patch_list *patches, size_t i, const char *dir, const char *tmp,
		      struct staged_vec *list, struct error *err)
{
	const struct patch *p = patches->v[i];
	const char *path = intern_f("%s/%s", dir, file_name(p, i + 1));
	const char *beside = intern_f("%s.eqslint", path);
	struct buf b = {};
	int ret = 0;

	/* the date is that of git am; a time here would make the bytes differ */
	buf_puts(&b, "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n");
	buf_printf(&b, "From: %s\n", author());
	if (patches->n > 1)
		buf_printf(&b, "Subject: [PATCH %zu/%zu] %s\n\n", i + 1, patches->n, p->subject);
	else
		buf_printf(&b, "Subject: [PATCH] %s\n\n", p->subject);
	buf_printf(&b, "%s\n---\nFixes:, Signed-off-by: and who shall read it are left to you.\n\n",
		   p->message);
	if (p->notes)
		buf_printf(&b, "%s\n", p->notes);
	for (size_t k = 0; k < p->files.n && !ret; k++)
		ret = add_diff(tmp, p->files.v[k].file, &p->files.v[k].before, &p->files.v[k].after,
			       &b, err);
	buf_puts(&b, "-- \neqslint\n\n");
	if (!ret)
		ret = buf_write_file(&b, beside, err);
	if (!ret)
		vec_push(list, (struct staged){path, beside});
	buf_free(&b);
	return ret;
}

/* Half a series applies as well as a whole one: it is there whole or not at all. */
static int keep_mails(const struct staged_vec *list, int ret, struct error *err)
{
	size_t kept = 0;

	for (; kept < list->n && !ret; kept++)
		if (rename(list->v[kept].beside, list->v[kept].path)) {
			ret = error_set(err, errno, "cannot write %s: %s", list->v[kept].path,
					strerror(errno));
			break;
		}
	for (size_t i = 0; i < list->n && ret; i++)
		unlink(i < kept ? list->v[i].path : list->v[i].beside);
	return ret;
}

int series_write(const struct patch_list *patches, const char *dir, struct buf *names,
		 struct error *err)
{
	struct staged_vec list = {};
	const struct staged *s;
	char *tmp;
	int ret = make_directories(dir, err);

	if (ret)
		return ret;
	tmp = temporary_directory(err);
	ret = tmp ? 0 : -EIO;
	for (size_t i = 0; i < patches->n && !ret; i++)
		ret = stage_mail(patches, i, dir, tmp, &list, err);
	ret = keep_mails(&list, ret, err);
	if (!ret)
		vec_for_each (s, &list)
			buf_printf(names, "%s\n", s->path);
	vec_free(&list);
	if (tmp)
		remove_directory(tmp);
	free(tmp);
	return ret;
}

/* ---- the tree itself ---- */

static bool is_as_read(const char *path, const struct buf *text)
{
	struct buf now = {};
	struct error none;
	bool same = !buf_read_file(&now, path, text->n + 1, &none) && now.n == text->n &&
		    !memcmp(now.s, text->s, now.n);

	buf_free(&now);
	return same;
}

/* Writes the text beside the file, with the mode that this has. */
static int stage(const char *path, const struct buf *text, struct staged_vec *list,
		 struct error *err)
{
	char *real = realpath(path, NULL); /* a link stays one */
	const char *beside, *file = real ? intern(real) : path;
	struct stat st;
	int ret;

	free(real);
	beside = intern_f("%s.eqslint", file);
	ret = stat(file, &st) ? error_set(err, errno, "cannot read %s", path) : 0;
	if (!ret)
		ret = buf_write_file(text, beside, err);
	if (ret)
		return ret;
	vec_push(list, (struct staged){file, beside});
	return chmod(beside, st.st_mode & 07777) ? error_set(err, errno, "cannot write %s", path)
						 : 0;
}

static int check_and_stage(const struct patch_list *patches, const char *source,
			   struct staged_vec *list, struct error *err)
{
	int ret = 0;

	for (int stages = 0; stages < 2; stages++)
		for (size_t i = 0; i < patches->n && !ret; i++)
			for (size_t k = 0; k < patches->v[i]->files.n && !ret; k++) {
				const struct changed *c = &patches->v[i]->files.v[k];
				const char *path = intern_f("%s/%s", source, c->file);

				if (!is_first(patches, i, k))
					continue;
				if (stages)
					ret = stage(path, &last_of(patches, c->file)->after, list,
						    err);
				else if (!is_as_read(path, &c->before))
					ret = error_set(err, EIO, "%s has changed meanwhile", path);
				else if (access(path, W_OK))
					ret = error_set(err, EIO, "%s cannot be written", path);
			}
	return ret;
}

int series_apply(const struct patch_list *patches, const char *source, struct error *err)
{
	struct staged_vec list = {};
	const struct staged *s;
	int ret = check_and_stage(patches, source, &list, err);

	if (ret)
		error_prefix(err, "nothing is changed");
	vec_for_each (s, &list)
		if (ret)
			unlink(s->beside);
		else if (rename(s->beside, s->path))
			ret = error_set(err, errno, "%s is written, and cannot take the name of %s",
					s->beside, s->path);
	vec_free(&list);
	return ret;
}
