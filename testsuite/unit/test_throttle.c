// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Throttles against brute force: random functions that count, compare, reset and
 * arm are called in a loop; every way through them is enumerated, the calls in
 * line, and judged by what docs/design/throttle.md says of one way.  The engine
 * must find the arming where no candidate's ways are all in order, and nowhere else
 * but once in ten thousand programs: it does not try every comparison with every identity.
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

#include "base/buf.h"
#include "base/intern.h"
#include "engine/engine.h"
#include "facts/forms.h"

enum { MAX_BLOCKS = 8, MAX_EVENTS = 3, MAX_TESTS = 8, MAX_WAYS = 200000 };

/* What a block does, and how it ends. */
enum deed { ADVANCE, RESET, ARM, CALL, STORE_ID, FLAG_ON, FLAG_OFF, NDEEDS };
enum end { GOTO, OPAQUE, OVER, AT, TEST_ID, TEST_FLAG, TEST_RESULT, RETURN };

struct stretch {
	unsigned n;
	enum deed deeds[MAX_EVENTS];
	enum end end;
	unsigned to[2]; /* where the test holds, and where not */
	unsigned test;	/* number of the comparison of the count */
	unsigned value; /* RETURN */
};

struct routine {
	unsigned nblocks;
	struct stretch blocks[MAX_BLOCKS];
};

struct trial {
	uint64_t state;
	struct routine arm, helper;
	unsigned ntests, narms;
};

/* What one way did so far, for one choice of comparisons and identity. */
struct way {
	bool flag, advanced, below, past, at, anew, other, stored, reset_for, armed, uncompared;
	bool undone;
};

struct judge {
	const struct trial *t;
	int test;	/* -1: every comparison counts */
	bool identity;	/* resets for another identity are excused */
	bool forgiving; /* resets are overlooked */
	bool wrong, armed;
	bool met; /* a comparison that counts */
	unsigned ways;
};

static unsigned below(struct trial *t, unsigned n)
{
	t->state = t->state * 6364136223846793005ull + 1442695040888963407ull;
	return (unsigned)((t->state >> 33) % n);
}

/* ---- the programs ---- */

static void make_deeds(struct trial *t, struct stretch *b, bool is_helper)
{
	b->n = below(t, MAX_EVENTS + 1);
	for (unsigned i = 0; i < b->n; i++) {
		static const enum deed often[] = {ADVANCE, ADVANCE, ADVANCE,  RESET,   ARM,	ARM,
						  CALL,	   CALL,    STORE_ID, FLAG_ON, FLAG_OFF};
		enum deed d = often[below(t, 11)];

		if (is_helper && d != RESET)
			d = ADVANCE;
		if (d == ARM && t->narms++)
			d = ADVANCE;
		b->deeds[i] = d;
	}
}

static void make_routine(struct trial *t, struct routine *r, bool is_helper)
{
	r->nblocks = is_helper ? 2 + below(t, 2) : 4 + below(t, MAX_BLOCKS - 3);
	for (unsigned i = 0; i < r->nblocks; i++) {
		struct stretch *b = &r->blocks[i];
		unsigned left = r->nblocks - i - 1;

		make_deeds(t, b, is_helper);
		b->end = left ? (enum end)below(t, RETURN) : RETURN;
		b->value = below(t, 2);
		if (is_helper && (b->end > AT || b->end == GOTO) && left)
			b->end = below(t, 3) ? OVER : RETURN;
		/* a result is tested where it is given back */
		if (b->end == TEST_RESULT) {
			b->n = 1;
			b->deeds[0] = CALL;
		}
		for (unsigned k = 0; k < 2 && left; k++)
			b->to[k] = i + 1 + below(t, left);
		if (left && b->to[0] == b->to[1] && b->end != GOTO && b->end != RETURN)
			b->end = GOTO;
		if ((b->end == OVER || b->end == AT) && t->ntests == MAX_TESTS)
			b->end = OPAQUE;
		if (b->end == OVER || b->end == AT)
			b->test = t->ntests++;
	}
}

static void make_trial(struct trial *t)
{
	make_routine(t, &t->helper, true);
	make_routine(t, &t->arm, false);
}

/* ---- as facts ---- */

static void print_deed(struct buf *out, enum deed d, unsigned line)
{
	switch (d) {
	case ADVANCE:
		buf_printf(out, "    store count:u32 = count:u32 + 1:u32 @%u\n", line);
		break;
	case RESET:
		buf_printf(out, "    store count:u32 = base:u32 @%u\n", line);
		break;
	case ARM:
		buf_printf(out, "    call vmcs_write32(18478:u64, 0:u32) @%u\n", line);
		break;
	case CALL:
		buf_printf(out, "    call helper() -> %%2 @%u\n", line);
		break;
	case STORE_ID:
		buf_printf(out, "    store last:u64 = rip%%1 @%u\n", line);
		break;
	default:
		buf_printf(out, "    set flag%%3 = %d:b1 @%u\n", d == FLAG_ON, line);
	}
}

static void print_edges(struct buf *out, const struct stretch *b, const char *yes, const char *no)
{
	buf_printf(out, "    goto %u if %s\n    goto %u if %s\n", b->to[0] + 1, yes, b->to[1] + 1,
		   no);
}

static void print_end(struct buf *out, const struct stretch *b, unsigned line, unsigned number)
{
	/* a local has one definition, as in facts of C */
	const char *count = intern_f("%%%u", 5 + 2 * number),
		   *last = intern_f("%%%u", 6 + 2 * number);

	switch (b->end) {
	case GOTO:
		buf_printf(out, "    goto %u\n", b->to[0] + 1);
		break;
	case OPAQUE:
		buf_printf(out, "    call unknown() -> %%4 @%u\n", line);
		print_edges(out, b, "%4 != 0:b1", "%4 == 0:b1");
		break;
	case OVER:
		buf_printf(out, "    set %s = volatile(count:u32) @%u\n", count, line);
		print_edges(out, b, intern_f("%s > 100:u32", count),
			    intern_f("%s <= 100:u32", count));
		break;
	case AT:
		buf_printf(out, "    set %s = volatile(count:u32) @%u\n", count, line);
		print_edges(out, b, intern_f("%s == 100:u32", count),
			    intern_f("%s != 100:u32", count));
		break;
	case TEST_ID:
		buf_printf(out, "    set %s = last:u64 @%u\n", last, line);
		print_edges(out, b, intern_f("%s != rip%%1", last), intern_f("%s == rip%%1", last));
		break;
	case TEST_FLAG:
		print_edges(out, b, "flag%3 != 0:b1", "flag%3 == 0:b1");
		break;
	case TEST_RESULT:
		print_edges(out, b, "%2 != 0:b1", "%2 == 0:b1");
		break;
	case RETURN:
		break;
	}
}

static void print_routine(struct buf *out, const struct routine *r, const char *name,
			  bool is_helper)
{
	unsigned line = is_helper ? 100 : 200;

	buf_printf(out, "function %s static @%u\n  %s %%0 force :b1\n  %s %%1 rip :u64\n", name,
		   line, is_helper ? "local" : "param", is_helper ? "local" : "param");
	buf_printf(out, "  local %%2 :b1\n  local %%3 flag :b1\n  local %%4 :b1\n");
	for (unsigned i = 0; i < MAX_BLOCKS; i++)
		buf_printf(out, "  local %%%u :u32\n  local %%%u :u64\n", 5 + 2 * i, 6 + 2 * i);
	/* block 0 leads in; the last one is where nothing is asked for */
	if (is_helper)
		buf_printf(out, "  block 0\n    goto 1\n");
	else
		buf_printf(out,
			   "  block 0\n    set flag%%3 = 0:b1 @%u\n    goto 1 if force%%0 != 0:b1\n"
			   "    goto %u if force%%0 == 0:b1\n",
			   line, r->nblocks + 1);
	for (unsigned i = 0; i < r->nblocks; i++) {
		const struct stretch *b = &r->blocks[i];

		buf_printf(out, "  block %u\n", i + 1);
		for (unsigned k = 0; k < b->n; k++)
			print_deed(out, b->deeds[k], ++line);
		print_end(out, b, ++line, i);
		if (b->end == RETURN && is_helper)
			buf_printf(out, "    return %u:b1 @%u\n", b->value, line);
		else if (b->end == RETURN)
			buf_printf(out, "    return @%u\n", line);
	}
	if (!is_helper)
		buf_printf(out, "  block %u\n    return @%u\n", r->nblocks + 1, ++line);
}

static void print_trial(struct buf *out, const struct trial *t)
{
	buf_printf(out,
		   "eqslint-facts 1\nunit u.c arch=x86 compiler=none object=u.o\n"
		   "option CONTEXT_TRACKING_USER y\n"
		   "function run @1\n  param %%0 rip :u64\n  local %%1 req_immediate_exit :b1\n"
		   "  block 0\n    goto 1\n"
		   "  block 1\n    set req_immediate_exit%%1 = 1:b1 @2\n"
		   "    call arm(req_immediate_exit%%1, rip%%0) @3\n    goto 1\n");
	print_routine(out, &t->helper, "helper", true);
	print_routine(out, &t->arm, "arm", false);
}

/* ---- by brute force ---- */

static void end_way(struct judge *j, const struct way *w)
{
	bool anew = w->reset_for && w->stored;

	j->ways++;
	j->wrong |= w->at && w->advanced && !w->anew;
	if (!w->armed)
		return;
	j->wrong |= !anew && (!w->advanced || w->uncompared || w->reset_for);
	j->wrong |= w->undone && !j->forgiving;
}

static void arms(struct judge *j, struct way *w)
{
	j->armed = true;
	j->wrong |= w->past || (!w->below && !w->other);
	w->armed = true;
	w->uncompared |= !w->below;
}

static void resets(struct way *w)
{
	if (w->past)
		w->anew = true;
	else if (w->other)
		w->reset_for = true;
	else
		w->undone = true;
}

/* What is to be done behind a call: the rest of the caller's block. */
struct rest {
	const struct routine *r;
	unsigned block, deed;
};

static void go(struct judge *j, struct way w, const struct routine *r, unsigned block,
	       unsigned deed, const struct rest *behind, int result);

static void go_on(struct judge *j, const struct way *w, const struct routine *r, unsigned block,
		  const struct rest *behind)
{
	go(j, *w, r, block, 0, behind, -1);
}

/* Both ways from a comparison of the count: past the bound, and below it. */
static void compare(struct judge *j, const struct way *w, const struct routine *r,
		    const struct stretch *b, const struct rest *behind)
{
	bool counts = j->test < 0 || (unsigned)j->test == b->test;
	struct way past = *w, under = *w;

	j->met |= counts;
	if (counts)
		past.at = b->end == AT && (past.at || !past.past);
	past.past |= counts;
	under.below |= counts;
	go_on(j, &past, r, b->to[0], behind);
	go_on(j, &under, r, b->to[1], behind);
}

static void leave(struct judge *j, const struct way *w, const struct routine *r,
		  const struct stretch *b, const struct rest *behind, int result)
{
	struct way other = *w;

	switch (b->end) {
	case GOTO:
		go_on(j, w, r, b->to[0], behind);
		break;
	case OPAQUE:
		go_on(j, w, r, b->to[0], behind);
		go_on(j, w, r, b->to[1], behind);
		break;
	case OVER:
	case AT:
		compare(j, w, r, b, behind);
		break;
	case TEST_ID:
		other.other |= j->identity;
		go_on(j, &other, r, b->to[0], behind);
		go_on(j, w, r, b->to[1], behind);
		break;
	case TEST_FLAG:
		go_on(j, w, r, b->to[!w->flag], behind);
		break;
	case TEST_RESULT:
		go_on(j, w, r, b->to[!result], behind);
		break;
	case RETURN:
		if (behind)
			go(j, *w, behind->r, behind->block, behind->deed, NULL, (int)b->value);
		else
			end_way(j, w);
		break;
	}
}

static void go(struct judge *j, struct way w, const struct routine *r, unsigned block,
	       unsigned deed, const struct rest *behind, int result)
{
	const struct stretch *b = &r->blocks[block];

	for (; deed < b->n && j->ways < MAX_WAYS; deed++) {
		struct rest rest = {r, block, deed + 1};

		switch (b->deeds[deed]) {
		case ADVANCE:
			w.advanced = true;
			break;
		case RESET:
			resets(&w);
			break;
		case ARM:
			arms(j, &w);
			break;
		case CALL:
			go(j, w, &j->t->helper, 0, 0, &rest, -1);
			return;
		case STORE_ID:
			w.stored |= w.other;
			break;
		default:
			w.flag = b->deeds[deed] == FLAG_ON;
		}
	}
	if (j->ways < MAX_WAYS)
		leave(j, &w, r, b, behind, result);
}

/* Some choice of comparisons and identity has every way in order. */
static bool is_throttled(const struct trial *t, bool forgiving, bool *armed)
{
	bool yes = false;

	for (int test = -1; test < (int)t->ntests; test++)
		for (int identity = 0; identity < 2; identity++) {
			struct judge j = {
				.t = t, .test = test, .identity = identity, .forgiving = forgiving};

			go(&j, (struct way){}, &t->arm, 0, 0, NULL, -1);
			/* what nobody compares is no count */
			yes |= !j.wrong && j.met;
			*armed = j.armed;
			assert_true(j.ways < MAX_WAYS);
		}
	return yes;
}

/* ---- by the engine ---- */

static const struct fault *find_arming(const struct program *p)
{
	for (size_t i = 0; i < program_faults(p)->n; i++)
		if (!strcmp(program_faults(p)->v[i].check->rule->name,
			    "unthrottled-immediate-exit"))
			return &program_faults(p)->v[i];
	return NULL;
}

/* 1: found; 2: and said to be undone by a reset. */
static int solve(struct ruleset *rules, const struct buf *text)
{
	struct program *p = program_new(rules);
	const struct fault *f;
	struct arena arena;
	struct unit *unit;
	struct error err;
	int found;

	arena_init(&arena);
	if (facts_read_text(text->s, text->n, "generated", &arena, &unit, &err))
		fail_msg("%s\n%s", err.text, text->s);
	program_add(p, unit, true);
	program_link(p);
	program_solve(p);
	f = find_arming(p);
	found = !f ? 0 : f->reason ? 2 : 1;
	program_free(p);
	arena_free(&arena);
	return found;
}

static unsigned long long setting(const char *name, unsigned long long otherwise)
{
	const char *s = getenv(name);

	return s && *s ? strtoull(s, NULL, 0) : otherwise;
}

static void random_throttles(void **state)
{
	unsigned long long seed = setting("EQSLINT_SEED", 1), n = setting("EQSLINT_PROGRAMS", 4000);
	unsigned found = 0, throttled = 0, undone = 0, wrong = 0, excess = 0;
	struct ruleset *rules;
	struct error err;

	(void)state;
	if (rules_load("rules", &rules, &err))
		fail_msg("%s", err.text);
	for (unsigned long long i = 0; i < n; i++) {
		struct trial t = {.state = (seed + i) * 0x9e3779b97f4a7c15ull};
		struct buf text = {};
		bool armed = false, holds, forgiven;
		int got;

		make_trial(&t);
		print_trial(&text, &t);
		holds = is_throttled(&t, false, &armed);
		forgiven = is_throttled(&t, true, &armed);
		got = solve(rules, &text);
		found += got != 0;
		undone += got == 2;
		throttled += armed && holds;
		excess += got && armed && holds;
		if ((got != 0) != (armed && !holds) || (got == 2 && !forgiven)) {
			if (!wrong++)
				fputs(text.s, stderr);
			print_error(
				"EQSLINT_SEED=%llu EQSLINT_PROGRAMS=1: armed %d, throttled %d (%d "
				"without resets), found %d\n",
				seed + i, armed, holds, forgiven, got);
		}
		buf_free(&text);
	}
	print_message("seed %llu: %llu programs, %u throttled, %u found, %u of them undone by a "
		      "reset\n",
		      seed, n, throttled, found, undone);
	rules_free(rules);
	assert_true(wrong - excess == 0 && excess <= n / 10000);
	assert_true(n < 1000 || (found && throttled && undone));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_throttles),
	};
	int failed = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return failed;
}
