/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a place in a solved tree to the plan of its fix: what the program knows of it. */
#ifndef EQS_CMD_TRIAL_PLAN_H
#define EQS_CMD_TRIAL_PLAN_H

#include <stdbool.h>
#include <stdint.h>

struct error;
struct plan;
struct recipe;
struct trial;

/* What is to be mended, how, and where. */
struct target {
	const struct recipe *recipe;
	const char *file, *function;
	uint32_t line; /* 0: the function as a whole */
};

/* True when the recipe has something to do there; source: where files are read. */
bool trial_applies(const struct target *t, const char *source);

/* Makes the plan (plan_make(), and its errors). */
int trial_plan(const struct trial *trial, const struct target *t, const char *source,
	       struct plan **plan, struct error *err);

#endif
