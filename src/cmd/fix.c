// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * eqslint fix: findings one after the other, each planned in the tree as those
 * before it leave it, tried in a copy of the source, and kept when its proof
 * holds.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/intern.h"
#include "command.h"
#include "emit.h"
#include "engine/engine.h"
#include "fix/plan.h"
#include "gather.h"
#include "kernel/commands.h"
#include "kernel/scratch.h"
#include "kernel/shadow.h"
#include "kernel/tree.h"
#include "options.h"
#include "outcome.h"
#include "prove.h"
#include "rules/rules.h"
#include "tidy.h"
#include "trial.h"
#include "trial_plan.h"

struct fixer {
	const struct options *opt;
	struct scratch scratch;
	const char *source;	 /* the real tree */
	struct trial now;	 /* as the fixes so far leave it */
	VEC(const char *) found; /* fingerprints: what there was at the start */
	struct attempt_vec attempts;
	struct patch_list patches;
};

/* ---- one plan ---- */

/* Puts the files of one patch into the copy: as they are before it, or after. */
static int put_patch(struct fixer *x, const struct patch *p, bool after, struct error *err)
{
	const struct changed *c;
	int ret = 0;

	vec_for_each (c, &p->files)
		if (!ret)
			ret = scratch_write(&x->scratch, c->file, after ? &c->after : &c->before,
					    err);
	return ret;
}

/* All of the plan's; the way back is in the other order, as patches may share a file. */
static int put(struct fixer *x, const struct plan *plan, bool after, struct error *err)
{
	size_t n = plan->patches.n;
	int ret = 0;

	for (size_t i = 0; i < n && !ret; i++)
		ret = put_patch(x, &plan->patches.v[after ? i : n - 1 - i], after, err);
	return ret;
}

/* The recipe has something to do in the function. */
static bool applies(const struct fixer *x, const struct recipe *r, const char *file,
		    const char *function, uint32_t line)
{
	return trial_applies(&(struct target){r, file, function, line}, x->scratch.dir);
}

/* A fix that is made twice is the same as once: the second finds nothing to do. */
static int prove_once(const struct fixer *x, const struct plan *plan, const struct recipe *r,
		      uint32_t line, struct error *err)
{
	/* what is counted is still there; that it is no finding any more is proven */
	if (r->kind == RECIPE_COUNT || !applies(x, r, plan->file, plan->function, line))
		return 0;
	return error_set(err, EINVAL, "it would be made again in what it leaves");
}

/* The other form of the file stands in the copy for this alone. */
static int prove_strictly(struct fixer *x, const struct trial *after, const struct plan *plan,
			  struct error *err)
{
	int ret = scratch_write(&x->scratch, plan->file, &plan->strict, err);
	struct error back;

	if (!ret)
		ret = prove_strict(&x->now, after, plan, err);
	if (put_patch(x, &plan->patches.v[plan->patches.n - 1], true, &back)) {
		*err = back;
		return -EIO;
	}
	return ret;
}

/* Tries the plan in the copy.  When it holds, the copy is what there is from now on. */
static int prove_plan(struct fixer *x, struct plan *plan, const struct recipe *r, uint32_t line,
		      const struct finding *target, struct error *err)
{
	struct trial after = {};
	struct error back;
	int ret = put(x, plan, true, err);

	if (!ret)
		ret = prove_once(x, plan, r, line, err);
	if (!ret)
		ret = trial_open(&after, x->opt, x->scratch.dir, err);
	if (!ret)
		ret = prove(&x->now, &after, plan, target, err);
	if (!ret && plan->strict.n)
		ret = prove_strictly(x, &after, plan, err);
	if (!ret) {
		trial_close(&x->now);
		x->now = after;
		return 0;
	}
	trial_close(&after);
	if (put(x, plan, false, &back)) {
		*err = back;
		return -EIO;
	}
	return ret;
}

/* ---- what is to be mended ---- */

/* The way that leads to the finding, for the message of its patch. */
static const char *way(const struct finding *f)
{
	const struct path_step *s;
	struct buf b = {};
	const char *text;

	buf_printf(&b, "The way that eqslint (%s) found:\n\n  %s:%u: %s\n\n", f->rule, f->file,
		   f->line, f->message);
	vec_for_each (s, &f->path)
		buf_printf(&b, "  %s:%u %s%s%s\n", s->file, s->line, s->event, s->note ? ": " : "",
			   s->note ? s->note : "");
	while (b.n && b.s[b.n - 1] == '\n')
		b.s[--b.n] = 0;
	text = intern(b.s);
	buf_free(&b);
	return text;
}

/* A function is mended as a whole once, and each line of it once. */
static bool was_tried(const struct fixer *x, const struct target *t)
{
	const struct attempt *a;

	vec_for_each (a, &x->attempts)
		if (!strcmp(a->file, t->file) && !strcmp(a->function, t->function) &&
		    (!t->line || (a->line == t->line && a->reason)))
			return true;
	return false;
}

static void progress(const struct fixer *x, const char *what, const char *function)
{
	if (x->opt->verbose || (!x->opt->quiet && isatty(STDERR_FILENO)))
		fprintf(stderr, "eqslint: %s: %s\n", function, what);
}

/*
 * One function.  What fails is noted; returned is only what lets nothing go on:
 * -EINTR, and -EIO.
 */
static int attempt(struct fixer *x, const struct target *t, const struct finding *f,
		   struct error *err)
{
	struct attempt a = {.rule = f ? f->rule : NULL,
			    .file = t->file,
			    .function = t->function,
			    .line = t->line};
	int ret;

	progress(x, "a plan is made", t->function);
	ret = trial_plan(&x->now, t, x->scratch.dir, &a.plan, err);
	if (!ret) {
		struct patch *last = &a.plan->patches.v[a.plan->patches.n - 1];

		tidy_plan(a.plan, x->source);
		if (f)
			last->message = intern_f("%s\n\n%s", last->message, way(f));
		progress(x, "its change is tried in a copy of the source", t->function);
		ret = prove_plan(x, a.plan, t->recipe, t->line, f, err);
		if (!ret)
			last->notes = outcome_notes(a.plan);
		for (size_t i = 0; !ret && i < a.plan->patches.n; i++)
			vec_push(&x->patches, &a.plan->patches.v[i]);
	}
	if (ret) {
		a.reason = intern(err->text);
		plan_free(a.plan);
		a.plan = NULL;
	}
	vec_push(&x->attempts, a);
	return ret == -EINTR || ret == -EIO ? ret : 0;
}

static bool was_found(const struct fixer *x, const char *fingerprint)
{
	for (size_t i = 0; i < x->found.n; i++)
		if (!strcmp(x->found.v[i], fingerprint))
			return true;
	return false;
}

/* A recipe for one place, or for the function as a whole. */
static bool try_target(const struct fixer *x, struct target *t, const char *file,
		       const char *function, uint32_t line)
{
	bool whole = t->recipe->kind == RECIPE_SPLIT || t->recipe->kind == RECIPE_SPREAD;

	*t = (struct target){t->recipe, file, function, whole ? 0 : line};
	return applies(x, t->recipe, t->file, t->function, t->line);
}

/* Where the recipe applies: where the state arose, at the finding, or on the way between. */
static bool aim(const struct fixer *x, const struct finding *f, struct target *t)
{
	const struct path_step *s;

	if (t->recipe->kind == RECIPE_COUNT)
		return try_target(x, t, f->file, f->function, f->line);
	if (try_target(x, t, f->origin.file, f->origin.function, f->origin.line) ||
	    try_target(x, t, f->file, f->function, f->line))
		return true;
	vec_for_each (s, &f->path)
		if (try_target(x, t, s->file, s->function, s->line))
			return true;
	return false;
}

/*
 * The first of the rule's recipes that applies.  Where none does it is the last
 * of them, at the function that the state arose in, of which the reason speaks.
 * False: there is no recipe.
 */
static bool target_of(const struct fixer *x, const struct finding *f, struct target *t)
{
	const struct ruleset *rules = x->now.rules;
	const struct recipe *last = NULL;

	for (size_t i = 0; i < rules->recipes.n; i++) {
		t->recipe = rules->recipes.v[i];
		if (!recipe_mends(t->recipe, f->rule))
			continue;
		if (aim(x, f, t))
			return true;
		last = t->recipe;
	}
	t->recipe = last;
	if (last && last->kind == RECIPE_SPLIT && f->origin.file && f->origin.function)
		try_target(x, t, f->origin.file, f->origin.function, 0);
	else if (last)
		try_target(x, t, f->file, f->function, f->line);
	return last;
}

/* The gravest finding whose place was not tried; NULL: there is none. */
static const struct finding *next_target(const struct fixer *x, struct target *at)
{
	const struct finding *f, *best = NULL;
	struct target t;

	vec_for_each (f, &x->now.report.findings) {
		if (f->severity < SEVERITY_WARNING || f->status == STATUS_SUPPRESSED ||
		    !options_asks_for(x->opt, f->rule) || !was_found(x, f->fingerprint) ||
		    (best && f->severity <= best->severity) || !target_of(x, f, &t) ||
		    was_tried(x, &t))
			continue;
		best = f;
		*at = t;
	}
	return best;
}

static int mend_findings(struct fixer *x, struct error *err)
{
	const struct finding *f;
	struct target t;
	int ret = 0;

	vec_for_each (f, &x->now.report.findings)
		vec_push(&x->found, f->fingerprint);
	while (!ret && (f = next_target(x, &t)))
		ret = attempt(x, &t, f, err);
	return ret;
}

/* The first recipe that applies; where none does it is the first of all, which says why. */
static const struct recipe *recipe_for(const struct fixer *x, const char *file,
				       const char *function)
{
	const struct ruleset *rules = x->now.rules;

	for (size_t i = 0; i < rules->recipes.n; i++)
		if (applies(x, rules->recipes.v[i], file, function, 0))
			return rules->recipes.v[i];
	return rules->recipes.n ? rules->recipes.v[0] : NULL;
}

static int mend_function(struct fixer *x, struct error *err)
{
	struct target t = {.function = x->opt->function};
	struct place_vec places = {};
	int ret;

	program_definitions(x->now.program, x->opt->function, &places);
	if (places.n == 1) {
		t.file = places.v[0].file;
		t.recipe = recipe_for(x, t.file, t.function);
	}
	if (t.recipe)
		ret = attempt(x, &t, NULL, err);
	else if (places.n == 1)
		ret = error_set(err, ENOENT, "the rules have no recipe for a fix");
	else
		ret = error_set(err, ENOENT, "%s has %s", x->opt->function,
				places.n ? "several bodies in what was read: name its file"
					 : "no body in what was read");
	vec_free(&places);
	return ret;
}

static int fix(struct fixer *x, struct error *err)
{
	struct outcome outcome;
	int ret = trial_open(&x->now, x->opt, NULL, err);

	if (ret)
		return ret;
	x->source = intern(gather_tree(x->now.gather)->source);
	outcome = (struct outcome){x->opt, x->source, &x->attempts, &x->patches, &x->now.report};
	ret = scratch_make(&x->scratch, x->source, err);
	if (!ret)
		ret = x->opt->function ? mend_function(x, err) : mend_findings(x, err);
	if (ret) {
		outcome_say_unread(&outcome); /* it may be why */
		return ret;
	}
	outcome_say(&outcome);
	return outcome_write(&outcome, err);
}

/* One way of giving the outcome back, and a file for it only where it is one. */
static int check_options(const struct options *opt, struct error *err)
{
	bool is_format = opt->format == FORMAT_JSON || opt->format == FORMAT_COCCI;

	if (opt->apply + opt->diff + is_format > 1)
		return error_set(err, EINVAL,
				 "only one of --apply, --diff, --format=cocci and --format=json");
	if (opt->apply && opt->output)
		return error_set(err, EINVAL, "--apply edits the source: there is nothing for -o");
	return 0;
}

int cmd_fix(const struct options *opt)
{
	struct options own = *opt;
	struct fixer x = {.opt = &own};
	const struct attempt *a;
	struct error err = {};
	bool refused = false;
	char *cache = NULL;
	int ret = 0;

	if (check_options(opt, &err))
		return emit_error(&err);
	/* the tries read what the tree's facts are made of once more: kept for this run at least */
	if (!cache_directory(opt->cache)) {
		cache = temporary_directory(&err);
		own.cache = cache;
		ret = cache ? 0 : -EIO;
	}
	if (!ret)
		ret = fix(&x, &err);
	if (ret)
		ret = emit_error(&err);
	else if (x.now.report.failed.n)
		ret = 2;
	vec_for_each (a, &x.attempts) {
		refused = refused || a->reason;
		plan_free(a->plan);
	}
	trial_close(&x.now);
	scratch_remove(&x.scratch);
	if (cache)
		remove_directory(cache);
	free(cache);
	vec_free(&x.attempts);
	vec_free(&x.found);
	vec_free(&x.patches);
	return ret ? ret : refused;
}
