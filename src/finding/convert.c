// SPDX-License-Identifier: GPL-2.0-or-later
#include "convert.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "identity.h"

static const char *value_name(const struct ruleset *rules, unsigned var, const struct state *s)
{
	unsigned v = state_get(s, var);

	if (v == VALUE_CALLER || v == VALUE_OUTER)
		return intern("-");
	if (v == VALUE_UNKNOWN)
		return intern("?");
	return rules->vars[var].values[v];
}

/* The note of a value that the step brought about; the first of the lanes that has one. */
static const char *value_note(const struct ruleset *rules, varmask lanes,
			      const struct fault_step *step)
{
	for (unsigned i = 0; i < rules->nvars; i++) {
		unsigned now = state_get(&step->after, i);

		if ((lanes >> i & 1) && now != state_get(&step->before, i) && now &&
		    now <= rules->vars[i].nvalues && rules->vars[i].notes[now])
			return rules->vars[i].notes[now];
	}
	return NULL;
}

static void add_step(struct finding *f, const struct ruleset *rules, varmask lanes, varmask about,
		     const struct fault_step *s)
{
	struct path_step step = {.file = s->place.file,
				 .line = s->place.line,
				 .column = s->place.column,
				 .function = s->function,
				 .event = s->event,
				 .is_fault = s->is_fault};

	for (unsigned i = 0; i < rules->nvars; i++) {
		struct lane lane = {.variable = rules->vars[i].name};

		if (!(lanes >> i & 1))
			continue;
		lane.value = value_name(rules, i, &s->after);
		lane.changed = state_get(&s->before, i) != state_get(&s->after, i);
		lane.matters = !about || about >> i & 1;
		vec_push(&step.lanes, lane);
	}
	step.note = s->note ? s->note : value_note(rules, lanes, s);
	vec_push(&f->path, step);
}

static void add_path(struct finding *f, const struct program *p, const struct ruleset *rules,
		     const struct fault *fault)
{
	varmask lanes = fault->check->rule->lanes & (varmask)~program_fixed(p);

	for (size_t i = 0; i < fault->steps.n; i++)
		add_step(f, rules, lanes, fault->check->touches, &fault->steps.v[i]);
	if (fault->steps.n && !fault->steps.v[0].is_fault) {
		const struct fault_step *first = &fault->steps.v[0];

		f->origin =
			(struct spot){first->place.file, first->place.line, first->function, NULL};
	}
}

/* ---- what is shown of a long path ---- */

/* Of more steps between the origin and the fault only so many are shown, so many of them from the
 * start. */
enum { MAX_BETWEEN = 24, FROM_START = 8 };

/* The last step before the fault that gave the variable the value that it has there; 0: none. */
static size_t last_setter(const struct fault *fault, size_t at, unsigned var)
{
	unsigned value = state_get(&fault->steps.v[at].before, var);

	for (size_t i = at; i-- > 1;)
		if (state_get(&fault->steps.v[i].after, var) == value &&
		    state_get(&fault->steps.v[i].before, var) != value)
			return i;
	return 0;
}

/* Of the steps before at, those that are shown: keep[i]. */
static void choose_steps(const struct fault *fault, const struct ruleset *rules, size_t at,
			 bool *keep)
{
	const struct check *c = fault->check;
	varmask vars = (c->origin ? c->origin->vars : 0) | (c->state ? c->state->vars : 0);
	size_t room = MAX_BETWEEN;

	for (unsigned v = 0; v < rules->nvars; v++) {
		size_t i = vars >> v & 1 ? last_setter(fault, at, v) : 0;

		if (i && !keep[i]) {
			keep[i] = true;
			room--;
		}
	}
	for (size_t i = 1; i < at && i <= FROM_START && room; i++) {
		room -= !keep[i];
		keep[i] = true;
	}
	for (size_t i = at; i-- > 1 && room;) {
		room -= !keep[i];
		keep[i] = true;
	}
}

/*
 * Locks that are taken and given back do not matter to the reader, and there may be
 * hundreds: the middle goes, but for what made the fault.  The fingerprint is of
 * the whole path.
 */
static void cut_middle(struct finding *f, const struct fault *fault, const struct ruleset *rules)
{
	size_t at = 0, n = 0, left_out = 0;
	bool *keep;

	while (at < f->path.n && !f->path.v[at].is_fault)
		at++;
	if (at <= MAX_BETWEEN + 1)
		return;
	keep = calloc(f->path.n, sizeof(*keep));
	if (!keep)
		die("out of memory");
	choose_steps(fault, rules, at, keep);
	for (size_t i = 0; i < f->path.n; i++) {
		struct path_step s = f->path.v[i];

		if (i && i < at && !keep[i]) {
			vec_free(&s.lanes);
			left_out++;
			continue;
		}
		s.left_out = left_out;
		left_out = 0;
		f->path.v[n++] = s;
	}
	f->path.n = n;
	free(keep);
}

static struct finding convert(const struct program *p, const struct ruleset *rules,
			      const struct fault *fault)
{
	const struct check *c = fault->check;
	const struct recipe *recipe = recipe_for_rule(rules, c->rule->name);
	struct finding f = {
		.rule = c->rule->name,
		.severity = c->severity == RULE_ERROR	  ? SEVERITY_ERROR
			    : c->severity == RULE_WARNING ? SEVERITY_WARNING
							  : SEVERITY_NOTE,
		.status = fault->needed ? STATUS_LATENT : STATUS_NEW,
		.file = fault->place.file,
		.line = fault->place.line,
		.column = fault->place.column,
		.end_line = fault->place.line,
		.function = fault->function,
		.message = c->message,
		.help = c->rule->fix,
		.fix = recipe ? recipe->summary : NULL,
		.fenced_option = fault->needed,
	};

	if (fault->reason)
		f.message = intern_f("%s: %s", c->message, fault->reason);
	if (fault->count > 1)
		f.message =
			intern_f("%s (and %u more in this function)", c->message, fault->count - 1);
	f.end_column = f.column + (uint32_t)strlen(fault->event);
	add_path(&f, p, rules, fault);
	identity_fingerprint(&f);
	cut_middle(&f, fault, rules);
	return f;
}

static bool is_rule_wanted(const char *rule, const char *const *only, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!strcmp(only[i], rule))
			return true;
	return !n;
}

static bool is_unit_wanted(const struct fault *f, unit_wanted_fn wanted, const void *ctx)
{
	for (size_t i = 0; wanted && i < f->units.n; i++)
		if (wanted(ctx, f->units.v[i], f->place.file))
			return true;
	return !wanted;
}

void findings_from_program(struct report *r, const struct program *p, const struct ruleset *rules,
			   const char *const *only, size_t n, unit_wanted_fn wanted,
			   const void *ctx)
{
	const struct fault_vec *faults = program_faults(p);
	const struct gap_vec *gaps = program_gaps(p);

	for (size_t i = 0; i < faults->n; i++)
		if (is_rule_wanted(faults->v[i].check->rule->name, only, n) &&
		    is_unit_wanted(&faults->v[i], wanted, ctx))
			vec_push(&r->findings, convert(p, rules, &faults->v[i]));
	for (size_t i = 0; i < gaps->n; i++) {
		const struct gap *g = &gaps->v[i];
		struct assumption a = {.kind = g->kind,
				       .file = g->place.file,
				       .line = g->place.line,
				       .function = g->function,
				       .what = g->what};

		vec_push(&r->assumptions, a);
	}
}
