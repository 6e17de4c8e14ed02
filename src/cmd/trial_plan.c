// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial_plan.h"

#include <errno.h>

#include "engine/engine.h"
#include "fix/plan.h"
#include "gather.h"
#include "kernel/commands.h"
#include "kernel/tree.h"
#include "rules/rules.h"
#include "trial.h"

bool trial_applies(const struct target *t, const char *source)
{
	const struct plan_input in = {.recipe = t->recipe,
				      .source = source,
				      .file = t->file,
				      .function = t->function,
				      .line = t->line};

	return t->file && t->function && *t->file != '/' && plan_applies(&in);
}

static int plan_split_at(const struct trial *trial, struct plan_input *in, struct plan **plan,
			 struct error *err)
{
	struct buf declarations = {};
	struct place_vec places = {};
	const struct reached *run;
	int ret;

	vec_for_each (run, in->runs)
		if (run->calls_back)
			in->handler = run->calls_back;
	if (in->handler) {
		program_definitions(trial->program, in->handler, &places);
		if (places.n == 1)
			in->handler_file = places.v[0].file;
	}
	if (in->handler && !in->handler_file)
		ret = error_set(err, EINVAL,
				"%s is called back, and where it is defined is not known",
				in->handler);
	else
		ret = trial_declarations(trial, in->file, &declarations, err);
	in->declarations = &declarations;
	if (!ret)
		ret = plan_make(in, plan, err);
	buf_free(&declarations);
	vec_free(&places);
	return ret;
}

/* Who leaves the outer state and runs the guest: one function, whichever part was found. */
static int find_caller(const struct trial *trial, struct plan_input *in, struct reached_vec *runs,
		       struct error *err)
{
	uint32_t run = rules_tag(trial->rules, in->recipe->run);
	struct caller_vec callers = {};
	const struct caller *c;
	size_t n = 0;

	program_callers(trial->program, in->recipe->outer_leave, &callers);
	vec_for_each (c, &callers) {
		struct reached_vec own = {};

		program_calls_to(trial->program, c->file, c->function, run, &own);
		if (own.n && !n++) {
			in->file = c->file;
			in->function = c->function;
			*runs = own;
		} else {
			vec_free(&own);
		}
	}
	vec_free(&callers);
	if (n == 1)
		return 0;
	return error_set(err, EINVAL, "%zu functions run the guest and call %s() behind it", n,
			 in->recipe->outer_leave);
}

static int plan_spread_at(const struct trial *trial, struct plan_input *in, struct plan **plan,
			  struct error *err)
{
	struct caller_vec found = {}, wrappers = {};
	struct reached_vec runs = {};
	const struct caller *c;
	int ret = find_caller(trial, in, &runs, err);

	program_callers(trial->program, in->recipe->enter_call, &found);
	vec_for_each (c, &found)
		if (!ret &&
		    program_reaches(trial->program, in->file, in->function, c->file, c->function))
			vec_push(&wrappers, *c);
	if (!ret)
		in->topic = recipe_topic(trial->rules, in->file);
	in->runs = &runs;
	in->wrappers = &wrappers;
	if (!ret && !wrappers.n)
		ret = error_set(err, EINVAL, "nothing that %s() calls calls %s()", in->function,
				in->recipe->enter_call);
	if (!ret)
		ret = plan_make(in, plan, err);
	vec_free(&found);
	vec_free(&wrappers);
	vec_free(&runs);
	return ret;
}

static enum linked linked(const struct trial *trial, const char *file, const char *other)
{
	const struct kunit *a = gather_unit(trial->gather, file),
			   *b = gather_unit(trial->gather, other);

	if (!a || !b)
		return LINKED_UNKNOWN;
	return kunit_is_linked_with(a, b) && rules_image(trial->rules, a->object) ==
						     rules_image(trial->rules, b->object)
		       ? LINKED_TOGETHER
		       : LINKED_APART;
}

int trial_plan(const struct trial *trial, const struct target *t, const char *source,
	       struct plan **plan, struct error *err)
{
	struct plan_input in = {.recipe = t->recipe,
				.source = source,
				.arch = gather_tree(trial->gather)->srcarch,
				.topic = recipe_topic(trial->rules, t->file),
				.linked = linked,
				.trial = trial,
				.file = t->file,
				.function = t->function,
				.line = t->line};
	struct reached_vec runs = {};
	struct waiting_vec waits = {};
	int ret;

	if (t->recipe->kind == RECIPE_SPREAD)
		return plan_spread_at(trial, &in, plan, err);
	if (t->recipe->kind != RECIPE_SPLIT)
		return plan_make(&in, plan, err);
	program_calls_to(trial->program, t->file, t->function,
			 rules_tag(trial->rules, t->recipe->run), &runs);
	program_waits(trial->program, t->file, t->function, &waits);
	in.runs = &runs;
	in.waits = &waits;
	ret = plan_split_at(trial, &in, plan, err);
	vec_free(&runs);
	vec_free(&waits);
	return ret;
}
