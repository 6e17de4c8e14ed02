// SPDX-License-Identifier: GPL-2.0-or-later
#include "outcome.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/intern.h"
#include "emit.h"
#include "finding/finding.h"
#include "fix/plan.h"
#include "options.h"

static void add_list(struct buf *b, const char *head, const char *const *list, size_t n)
{
	if (n)
		buf_printf(b, "%s\n", head);
	for (size_t i = 0; i < n; i++)
		buf_printf(b, "  %s\n", list[i]);
}

const char *outcome_notes(const struct plan *plan)
{
	struct buf b = {};
	const char *text;

	add_list(&b,
		 "Found now in what the wrapper calls; it was there before, and hidden by this:",
		 plan->revealed.v, plan->revealed.n);
	add_list(
		&b,
		"Comments to read, by their lines before: what they name is another call now, or gone:",
		plan->doubtful.v, plan->doubtful.n);
	text = b.n ? intern(b.s) : NULL;
	buf_free(&b);
	return text;
}

void outcome_say_unread(const struct outcome *x)
{
	const struct unit_note *n;

	vec_for_each (n, &x->report->failed)
		fprintf(stderr, "eqslint: %s is not read: %s\n", n->object, n->why);
}

void outcome_say(const struct outcome *x)
{
	const struct attempt *a;

	vec_for_each (a, x->attempts)
		if (a->plan && outcome_notes(a->plan) && !x->opt->quiet)
			fprintf(stderr, "eqslint: %s: %s", a->function, outcome_notes(a->plan));
	vec_for_each (a, x->attempts)
		if (a->reason)
			fprintf(stderr, "eqslint: no fix for %s in %s%s%s%s: %s\n", a->function,
				a->file, a->rule ? " [" : "", a->rule ? a->rule : "",
				a->rule ? "]" : "", a->reason);
	outcome_say_unread(x);
	series_note_changes(x->patches, x->source);
	if (!x->attempts->n)
		fprintf(stderr, "eqslint: nothing is found that eqslint knows how to mend\n");
}

static int apply(const struct outcome *x, struct error *err)
{
	struct buf diff = {};
	char answer[8] = "";
	int ret = 0;

	if (!x->opt->yes) {
		ret = series_diff(x->patches, &diff, err);
		if (ret)
			return ret;
		printf("%sApply this to %s? [y/N] ", diff.s, x->source);
		fflush(stdout);
		buf_free(&diff);
		if (!fgets(answer, sizeof(answer), stdin) || (*answer != 'y' && *answer != 'Y'))
			return error_set(err, ECANCELED, "nothing is changed");
	}
	return series_apply(x->patches, x->source, err);
}

static int write_json(const struct outcome *x, struct error *err)
{
	json_t *root = json_object(), *plans = json_array(), *refused = json_array();
	const struct attempt *a;
	struct buf out = {};
	char *text;
	int ret;

	vec_for_each (a, x->attempts)
		if (a->plan)
			json_array_append_new(plans, plan_json(a->plan));
		else
			json_array_append_new(refused,
					      json_pack("{s:s, s:s, s:s?, s:s}", "file", a->file,
							"function", a->function, "rule", a->rule,
							"reason", a->reason));
	json_object_set_new(root, "version", json_integer(1));
	json_object_set_new(root, "plans", plans);
	json_object_set_new(root, "refused", refused);
	text = json_dumps(root, JSON_INDENT(1));
	json_decref(root);
	if (!text)
		return error_set(err, EINVAL, "the plans hold what is no UTF-8");
	buf_printf(&out, "%s\n", text);
	free(text);
	ret = emit_write(x->opt, &out, err);
	buf_free(&out);
	return ret;
}

int outcome_write(const struct outcome *x, struct error *err)
{
	const struct attempt *a;
	struct buf out = {};
	int ret = 0;

	if (x->opt->format == FORMAT_JSON)
		return write_json(x, err);
	if (x->opt->format == FORMAT_COCCI) {
		vec_for_each (a, x->attempts)
			if (a->plan && !ret)
				ret = plan_cocci(a->plan, &out, err);
	} else if (x->opt->apply)
		ret = x->patches->n ? apply(x, err) : 0;
	else if (x->opt->diff)
		ret = series_diff(x->patches, &out, err);
	else if (x->patches->n) {
		ret = series_write(x->patches, x->opt->output ? x->opt->output : ".", &out, err);
		if (!ret)
			fputs(out.s, stdout);
		buf_free(&out);
	}
	if (!ret && out.n)
		ret = emit_write(x->opt, &out, err);
	buf_free(&out);
	return ret;
}
