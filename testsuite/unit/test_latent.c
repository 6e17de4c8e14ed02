// SPDX-License-Identifier: GPL-2.0-or-later
/* When a finding is latent, what its path shows, what is said beside it: on a small program in text
 * facts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "engine/engine.h"
#include "facts/forms.h"

#define WINDOW                                                                                     \
	"function run static @1\n"                                                                 \
	"  block 0\n"                                                                              \
	"    call arch_local_irq_disable() @2 !local_irq_disable\n"                                \
	"    call guest_enter_irqoff() @3\n"                                                       \
	"    call arch_local_irq_enable() @4 !local_irq_enable\n"                                  \
	"    call guest_exit() @5\n"                                                               \
	"    return @6\n"

struct solved {
	struct arena arena;
	struct ruleset *rules;
	struct program *p;
};

static void solve(struct solved *s, const char *head, const char *body)
{
	struct unit *unit;
	struct error err;
	struct buf text = {};

	buf_printf(&text, "eqslint-facts 1\nunit t.c arch=x86 compiler=gcc object=t.o\n%s%s", head,
		   body);
	arena_init(&s->arena);
	assert_int_equal(rules_load("rules", &s->rules, &err), 0);
	if (facts_read_text(text.s, text.n, "t", &s->arena, &unit, &err))
		fail_msg("%s", err.text);
	buf_free(&text);
	s->p = program_new(s->rules);
	program_add(s->p, unit, true);
	program_link(s->p);
	program_solve(s->p);
}

static void drop(struct solved *s)
{
	program_free(s->p);
	rules_free(s->rules);
	arena_free(&s->arena);
}

static bool has_gap(const struct solved *s, const char *kind)
{
	for (size_t i = 0; i < program_gaps(s->p)->n; i++)
		if (!strcmp(program_gaps(s->p)->v[i].kind, kind))
			return true;
	return false;
}

static const char *needed_by(const char *head)
{
	struct solved s;
	const char *needed;

	solve(&s, head, WINDOW);
	assert_int_equal(program_faults(s.p)->n, 1);
	needed = program_faults(s.p)->v[0].needed;
	drop(&s);
	return needed;
}

static void latent_needs_to_know_the_option(void **state)
{
	(void)state;
	assert_null(needed_by("option CONTEXT_TRACKING y\n"));
	assert_string_equal(needed_by("option KVM y\n"), "CONTEXT_TRACKING");
	assert_string_equal(needed_by("option \"?ct_irq_enter\" y\noption CONTEXT_TRACKING y\n"),
			    "CONTEXT_TRACKING_USER");
}

static void facts_without_options_are_never_latent(void **state)
{
	struct solved s;

	(void)state;
	assert_null(needed_by(""));
	solve(&s, "", WINDOW);
	assert_true(has_gap(&s, "undecidable"));
	drop(&s);
}

static void the_path_begins_at_the_origin_and_ends_with_the_fault(void **state)
{
	static const unsigned lines[] = {3, 4, 5};
	const struct fault *f;
	struct solved s;

	(void)state;
	solve(&s, "option CONTEXT_TRACKING y\n", WINDOW);
	f = &program_faults(s.p)->v[0];
	assert_int_equal(f->place.line, 4);
	assert_int_equal(f->steps.n, 3);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(f->steps.v[i].place.line, lines[i]);
	assert_true(f->steps.v[1].is_fault);
	drop(&s);
}

static bool misses_a_body(const char *symbol)
{
	struct buf body = {};
	struct solved s;
	bool yes;

	buf_printf(&body,
		   "function run static @1\n"
		   "  block 0\n"
		   "    call arch_local_irq_disable() @2 !local_irq_disable\n"
		   "    call guest_enter_irqoff() @3\n"
		   "    call %s() @4\n"
		   "    call guest_exit() @5\n"
		   "    return @6\n",
		   symbol);
	solve(&s, "option CONTEXT_TRACKING y\n", body.s);
	yes = has_gap(&s, "missing-body");
	drop(&s);
	buf_free(&body);
	return yes;
}

static void what_the_compiler_makes_has_no_body(void **state)
{
	(void)state;
	assert_true(misses_a_body("swap_bytes"));
	assert_false(misses_a_body("__builtin_bswap64"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(latent_needs_to_know_the_option),
		cmocka_unit_test(facts_without_options_are_never_latent),
		cmocka_unit_test(the_path_begins_at_the_origin_and_ends_with_the_fault),
		cmocka_unit_test(what_the_compiler_makes_has_no_body),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
