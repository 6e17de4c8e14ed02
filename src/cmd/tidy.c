// SPDX-License-Identifier: GPL-2.0-or-later
#include "tidy.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/proc.h"
#include "fix/plan.h"
#include "frontend/gcc.h"
#include "kernel/shadow.h"

/* The numbers of lines that only the one file has, each on a line of its own; interned. */
static const char *own_lines(const char *before, const char *after, bool of_after)
{
	const char *const words[] = {"diff",
				     "--unchanged-line-format=",
				     of_after ? "--old-line-format=" : "--old-line-format=%dn\n",
				     of_after ? "--new-line-format=%dn\n" : "--new-line-format=",
				     before,
				     after,
				     NULL};
	const struct proc p = {.argv = words};
	struct proc_result r;
	struct error none;
	const char *lines;

	if (proc_run(&p, &r, &none))
		return NULL;
	lines = intern(r.out.s);
	proc_result_free(&r);
	return lines;
}

/* Appends --lines=N:M for the lines that the file after has and the one before has not. */
static void add_ranges(const char *lines, struct argv_vec *argv)
{
	unsigned long first = 0, last = 0, n;
	char *end;

	do {
		n = strtoul(lines, &end, 10);
		lines = end;
		if (first && n != last + 1) {
			vec_push(argv, intern_f("--lines=%lu:%lu", first, last));
			first = 0;
		}
		first = first ? first : n;
		last = n;
	} while (n);
}

/* The same code, whatever stands between its tokens. */
static bool same_code(const struct buf *one, const struct buf *other)
{
	struct buf texts[2] = {};
	struct csource s[2] = {};
	struct error none;
	size_t i = 0, k = 0;
	bool same;

	buf_add(&texts[0], one->s, one->n);
	buf_add(&texts[1], other->s, other->n);
	same = !csource_lex(&s[0], &texts[0], &none) && !csource_lex(&s[1], &texts[1], &none);
	for (; same; i++, k++) {
		i = next_code(&s[0], i, s[0].tokens.n);
		k = next_code(&s[1], k, s[1].tokens.n);
		if (i >= s[0].tokens.n || k >= s[1].tokens.n)
			break;
		same = token_is(&s[1], k, token_text(&s[0], i));
	}
	same = same && i >= s[0].tokens.n && k >= s[1].tokens.n;
	for (i = 0; i < 2; i++) {
		csource_free(&s[i]);
		buf_free(&texts[i]);
	}
	return same;
}

/* Formats the file in place; false: it cannot, or would change other lines or code. */
static bool format(const struct changed *c, const char *before, const char *after, struct buf *out)
{
	const char *gone = own_lines(before, after, false), *added = own_lines(before, after, true);
	struct argv_vec argv = {};
	struct proc p = {};
	struct proc_result r;
	struct error none;
	bool done;

	if (!gone || !added || !*added)
		return false;
	vec_push(&argv, "clang-format");
	vec_push(&argv, "--style=file");
	vec_push(&argv, "-i");
	add_ranges(added, &argv);
	vec_push(&argv, after);
	vec_push(&argv, NULL);
	p.argv = argv.v;
	done = !proc_run(&p, &r, &none);
	vec_free(&argv);
	if (!done)
		return false;
	done = !r.status && own_lines(before, after, false) == gone &&
	       !buf_read_file(out, after, c->after.n * 2, &none) && same_code(out, &c->after);
	proc_result_free(&r);
	return done;
}

static void tidy_file(struct changed *c, const char *dir)
{
	const char *before = intern_f("%s/before", dir), *name = strrchr(c->file, '/');
	const char *after = intern_f("%s/after-%s", dir, name ? name + 1 : c->file);
	struct buf text = {};
	struct error none;

	if (!buf_write_file(&c->before, before, &none) &&
	    !buf_write_file(&c->after, after, &none) && format(c, before, after, &text)) {
		struct buf old = c->after;

		c->after = text;
		text = old;
	}
	buf_free(&text);
}

/* In how many patches of the plan the file is. */
static size_t times(const struct plan *plan, const char *file)
{
	const struct patch *p;
	const struct changed *c;
	size_t n = 0;

	vec_for_each (p, &plan->patches)
		vec_for_each (c, &p->files)
			n += !strcmp(c->file, file);
	return n;
}

void tidy_plan(struct plan *plan, const char *source)
{
	const char *style = intern_f("%s/.clang-format", source);
	char *found = proc_which("clang-format"), *dir;
	struct error none;
	struct patch *p;
	struct changed *c;

	dir = found && !access(style, R_OK) ? temporary_directory(&none) : NULL;
	if (dir && !symlink(style, intern_f("%s/.clang-format", dir)))
		vec_for_each (p, &plan->patches)
			vec_for_each (c, &p->files)
				if (times(plan, c->file) == 1)
					tidy_file(c, dir);
	if (dir)
		remove_directory(dir);
	free(dir);
	free(found);
}
