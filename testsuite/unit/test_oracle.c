// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The solver against brute force: random programs are solved by the engine and
 * run by a machine that inlines every call and tries every value.
 *
 * Complete: what fires on some execution is found by the engine.  Exact: on
 * programs in which it has no reason to lose what it knows (see
 * oracle/generate.h) it finds nothing else.  On other programs what it finds
 * too much is counted and printed: points of one whole state are joined, so
 * knowledge of two locals at once is lost by design.
 *
 * EQSLINT_SEED=N and EQSLINT_PROGRAMS=N choose the programs.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine/engine.h"
#include "engine/solve.h"
#include "facts/forms.h"
#include "oracle/explore.h"
#include "oracle/generate.h"

static struct {
	unsigned programs, exact, failed, overflow, gaps;
	size_t faults, excess, configs;
} total;

struct trial {
	uint64_t seed;
	bool plain;
	struct gen gen;
	struct arena arena;
	struct buf text[2];
	struct unit *units[2];
	unsigned nunits;
	struct program *program;
	struct machine machine;
	struct map found; /* (check, event) -> sighting of the engine */
	bool failed;
};

static void complain(struct trial *t, const struct check *c, const struct event *e,
		     const char *what)
{
	/* The first program that goes wrong is shown, of the others only what. */
	for (unsigned u = 0; u < t->nunits && !total.failed; u++)
		fputs(t->text[u].s, stderr);
	total.failed += !t->failed;
	t->failed = true;
	print_error("EQSLINT_SEED=%llu EQSLINT_PROGRAMS=1%s: line %u: %s: %s (%s:%u)\n",
		    (unsigned long long)t->seed, t->plain ? " (plain)" : "", e ? e->place.line : 0,
		    what, c->message, c->file, c->line);
}

/* A limit of the engine was hit: then it may know less. */
static bool hit_limit(const struct program *p)
{
	for (size_t i = 0; i < program_gaps(p)->n; i++)
		if (!strncmp(program_gaps(p)->v[i].kind, "too-many-", 9))
			return true;
	return false;
}

static bool is_reported(const struct program *p, const struct event *e)
{
	for (size_t i = 0; i < program_faults(p)->n; i++)
		if (program_faults(p)->v[i].place.line == e->place.line)
			return true;
	return false;
}

/* A function that changes no state is not entered: of its result all is known that it ever returns.
 */
static bool enters_all(const struct program *p)
{
	for (size_t i = 0; i < p->funcs.n; i++)
		if (!p->funcs.v[i]->is_core && strcmp(p->funcs.v[i]->f->symbol, "fill"))
			return false;
	return true;
}

/* What no execution comes to is solved for itself, as callers might leave it. */
static bool is_reached(const struct machine *m, const struct sighting *y)
{
	for (const struct context *c = y->context; c; c = c->parent)
		if (!map_get(&m->entered, c->func->f, 0))
			return false;
	return true;
}

/* Every function ran and every configuration was seen. */
static bool runs_all(const struct trial *t)
{
	for (size_t i = 0; i < t->program->funcs.n; i++)
		if (!map_get(&t->machine.entered, t->program->funcs.v[i]->f, 0))
			return false;
	return !t->machine.overflow;
}

static void compare(struct trial *t)
{
	struct machine *m = &t->machine;
	struct solver *s = t->program->solver;
	bool limit = hit_limit(t->program), exact = t->plain && !limit && enters_all(t->program);

	total.gaps += limit;
	total.exact += exact;
	for (size_t i = 0; i < s->seen.n; i++)
		map_put(&t->found, s->seen.v[i]->check, s->seen.v[i]->event, s->seen.v[i]);
	for (size_t i = 0; i < m->seen.n && !limit; i++) {
		const struct seen *x = m->seen.v[i];
		const struct sighting *y = map_get(&t->found, x->check, x->event);
		bool sure = y && y->is_sure;

		/* What speaks once for a function has one place, whichever came first. */
		if (x->check->once)
			continue;
		if (!x->check->every && x->must && !sure)
			complain(t, x->check, x->event, "missed");
		if (x->check->every && x->no && sure)
			complain(t, x->check, x->event, "not on every path");
		if (x->check->every && x->must && !x->may_not && !sure && exact && runs_all(t))
			complain(t, x->check, x->event, "missed on every path");
		if (sure && !is_reported(t->program, x->event))
			complain(t, x->check, x->event, "seen and not reported");
	}
	for (size_t i = 0; i < s->seen.n && !m->overflow; i++) {
		const struct sighting *y = s->seen.v[i];
		const struct seen *x = map_get(&m->seen_map, y->check, y->event);

		if (!y->is_sure || !is_reached(m, y))
			continue;
		total.faults++;
		if (x && x->may)
			continue;
		total.excess++;
		if (exact)
			complain(t, y->check, y->event, "no execution does this");
	}
}

static void read_units(struct trial *t)
{
	struct error err;

	for (unsigned u = 0; u < t->nunits; u++)
		if (facts_read_text(t->text[u].s, t->text[u].n, "generated", &t->arena,
				    &t->units[u], &err))
			fail_msg("seed %llu: %s\n%s", (unsigned long long)t->seed, err.text,
				 t->text[u].s);
}

static void one_program(struct ruleset *rules, uint64_t seed, bool plain)
{
	static const char *const archs[] = {"x86", "s390", "powerpc", "riscv"};
	const char *restorer = NULL;
	struct trial t = {.seed = seed, .plain = plain};

	arena_init(&t.arena);
	t.gen = (struct gen){.state = seed * 2 + plain, .rules = rules, .plain = plain};
	gen_below(&t.gen, 2);
	t.gen.arch = archs[gen_below(&t.gen, 4)];
	if (!gen_saver(&t.gen, &restorer) || !restorer)
		fail_msg("no flags are saved and restored on %s", t.gen.arch);
	generate(&t.gen, t.text, &t.nunits);
	read_units(&t);
	t.program = program_new(rules);
	for (unsigned u = 0; u < t.nunits; u++)
		program_add(t.program, t.units[u], true);
	program_link(t.program);
	program_solve(t.program);
	t.machine.rules = rules;
	t.machine.aliases = t.gen.shared;
	t.machine.units = t.units;
	t.machine.nunits = t.nunits;
	t.machine.arch = t.gen.arch;
	enumerate(&t.machine);
	compare(&t);
	total.programs++;
	total.overflow += t.machine.overflow;
	total.configs += t.machine.nvisited;
	map_free(&t.found);
	machine_free(&t.machine);
	program_free(t.program);
	arena_free(&t.arena);
	buf_free(&t.text[0]);
	buf_free(&t.text[1]);
}

static unsigned long long setting(const char *name, unsigned long long otherwise)
{
	const char *s = getenv(name);

	return s && *s ? strtoull(s, NULL, 0) : otherwise;
}

/* Says once what the tree is like, so that the generator knows which models hold there. */
static void settle_tree(struct ruleset *rules)
{
	static const char text[] = "eqslint-facts 1\n"
				   "unit u.c arch=x86 compiler=none object=u.o\n"
				   "option CONTEXT_TRACKING_USER y\n";
	struct program *p = program_new(rules);
	struct arena arena;
	struct unit *unit;
	struct error err;

	arena_init(&arena);
	if (facts_read_text(text, strlen(text), "tree", &arena, &unit, &err))
		fail_msg("%s", err.text);
	program_add(p, unit, true);
	program_link(p);
	program_free(p);
	arena_free(&arena);
}

static void run_programs(const char *dir)
{
	unsigned long long seed = setting("EQSLINT_SEED", 1), n = setting("EQSLINT_PROGRAMS", 1000);
	struct ruleset *rules;
	struct error err;

	if (rules_load(dir, &rules, &err))
		fail_msg("%s", err.text);
	settle_tree(rules);
	memset(&total, 0, sizeof(total));
	for (unsigned long long i = 0; i < n; i++)
		for (int plain = 0; plain < 2; plain++)
			one_program(rules, seed + i, plain);
	print_message(
		"%s: seed %llu: %u programs (%u exact), %zu configurations; %zu faults, %zu of them "
		"(%.1f%%) on no execution; %u programs too large, %u over a limit of the engine\n",
		dir, seed, total.programs, total.exact, total.configs, total.faults, total.excess,
		total.faults ? 100.0 * (double)total.excess / (double)total.faults : 0.0,
		total.overflow, total.gaps);
	rules_free(rules);
	assert_int_equal(total.failed, 0);
}

static void kernel_rules(void **state)
{
	(void)state;
	run_programs("rules");
}

/* What the kernel's rules do not use: counters, three values, classes of results, `return: any`. */
static void other_rules(void **state)
{
	(void)state;
	run_programs("testsuite/unit/oracle/rules");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(other_rules),
		cmocka_unit_test(kernel_rules),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return failed;
}
