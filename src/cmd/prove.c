// SPDX-License-Identifier: GPL-2.0-or-later
#include "prove.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/str.h"
#include "engine/engine.h"
#include "fix/plan.h"
#include "trial.h"

/* How often the line stands in the text. */
static size_t count_line(const struct buf *text, const char *line, size_t n)
{
	size_t count = 0;

	for (const char *p = text->s; p && *p;) {
		const char *end = strchrnul(p, '\n');

		count += (size_t)(end - p) == n && !memcmp(p, line, n);
		p = *end ? end + 1 : end;
	}
	return count;
}

static int prove_unit(const struct trial *before, const struct trial *after, const char *file,
		      struct error *err)
{
	struct buf old = {}, new = {};
	int ret = trial_warnings(before, file, &old, err);

	if (!ret)
		ret = trial_warnings(after, file, &new, err);
	for (const char *p = new.s; !ret &&p &&*p;) {
		const char *end = strchrnul(p, '\n');
		size_t n = (size_t)(end - p);

		if (count_line(&new, p, n) > count_line(&old, p, n))
			ret = error_set(err, EINVAL, "%s would compile with a new %.*s", file,
					(int)n, p);
		p = *end ? end + 1 : end;
	}
	buf_free(&old);
	buf_free(&new);
	return ret;
}

int prove_strict(const struct trial *before, const struct trial *after, const struct plan *plan,
		 struct error *err)
{
	int ret = prove_unit(before, after, plan->file, err);

	if (ret == -EINVAL)
		error_prefix(
			err,
			"with the parameters of %s const, as the run may write to no local of its caller",
			plan->wrapper);
	return ret;
}

static int prove_units(const struct trial *before, const struct trial *after,
		       const struct plan *plan, struct error *err)
{
	int ret = 0;

	for (size_t i = 0; i < plan->patches.n; i++)
		for (size_t k = 0; k < plan->patches.v[i].files.n && !ret; k++) {
			const char *file = plan->patches.v[i].files.v[k].file;

			if (ends(file, ".c"))
				ret = prove_unit(before, after, file, err);
		}
	return ret;
}

static bool counts(const struct finding *f)
{
	return f->severity >= SEVERITY_WARNING;
}

static const struct finding *find(const struct report *r, const char *fingerprint)
{
	const struct finding *f;

	vec_for_each (f, &r->findings)
		if (!strcmp(f->fingerprint, fingerprint))
			return f;
	return NULL;
}

static bool is_changed(const struct plan *plan, const char *file)
{
	for (size_t i = 0; i < plan->patches.n; i++)
		for (size_t k = 0; k < plan->patches.v[i].files.n; k++)
			if (!strcmp(plan->patches.v[i].files.v[k].file, file))
				return true;
	return false;
}

/* It lies in what the run comes to: nothing there is another than before. */
static bool is_revealed(const struct trial *after, const struct plan *plan, const struct finding *f)
{
	return plan->wrapper && !is_changed(plan, f->file) &&
	       program_reaches(after->program, plan->wrapper_file, plan->wrapper, f->file,
			       f->function);
}

static int prove_findings(const struct report *before, const struct trial *now, struct plan *plan,
			  const struct finding *target, struct error *err)
{
	const struct report *after = &now->report;
	const struct finding *f;

	if (target && find(after, target->fingerprint))
		return error_set(err, EINVAL, "the finding would still be there");
	vec_for_each (f, &after->findings) {
		if (target && f->rule == target->rule && !strcmp(f->function, target->function))
			return error_set(err, EINVAL, "%s would still be found in %s", f->rule,
					 f->function);
		if (!counts(f) || find(before, f->fingerprint))
			continue;
		if (is_revealed(now, plan, f))
			vec_push(&plan->revealed,
				 intern_f("%s:%u: %s in %s() [%s]", f->file, f->line, f->message,
					  f->function, f->rule));
		else
			return error_set(err, EINVAL, "it would bring %s:%u: %s [%s] in %s",
					 f->file, f->line, f->message, f->rule, f->function);
	}
	return 0;
}

static bool is_said(const struct report *r, const struct assumption *a)
{
	const struct assumption *b;

	vec_for_each (b, &r->assumptions)
		if (!strcmp(a->kind, b->kind) && !strcmp(a->what, b->what))
			return true;
	return false;
}

/* All that was read and decided before is now. */
static int prove_reading(const struct report *before, const struct report *after,
			 const struct finding *target, struct error *err)
{
	const struct assumption *a;

	if (after->failed.n > before->failed.n || after->not_ready.n > before->not_ready.n)
		return error_set(err, EINVAL, "%s would not be read any more",
				 after->failed.n ? after->failed.v[0].object
						 : after->not_ready.v[0].object);
	/* of another rule it says only that this one now has something to look at */
	vec_for_each (a, &after->assumptions)
		if (target && !strcmp(a->kind, ASSUMPTION_UNDECIDABLE) &&
		    starts(a->what, target->rule) && !is_said(before, a))
			return error_set(err, EINVAL, "it would not be decidable any more: %s",
					 a->what);
	return 0;
}

int prove(const struct trial *before, const struct trial *after, struct plan *plan,
	  const struct finding *target, struct error *err)
{
	int ret = prove_units(before, after, plan, err);

	if (!ret)
		ret = prove_reading(&before->report, &after->report, target, err);
	if (!ret)
		ret = prove_findings(&before->report, after, plan, target, err);
	return ret;
}
