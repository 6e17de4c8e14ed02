// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/arena.h"
#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "finish.h"
#include "gather.h"

int cmd_scan(const struct options *opt)
{
	struct unit_vec units = {};
	struct report report = {};
	struct arena arena;
	struct error err;
	int ret;

	arena_init(&arena);
	if (gather(opt, &units, &arena, &report, &err))
		ret = emit_error(&err);
	else
		ret = finish(opt, false, &units, &arena, &report, NULL);
	report_free(&report);
	vec_free(&units);
	arena_free(&arena);
	return ret;
}
