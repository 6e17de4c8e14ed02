// SPDX-License-Identifier: GPL-2.0-or-later
/* The binary form: exact round trips, and every way in which a record can lie. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "facts/forms.h"
#include "facts_gen.h"
#include "facts_text.h"

static void binary_round_trip(void **state)
{
	(void)state;
	for (uint32_t seed = 0; seed < 600; seed++) {
		struct arena a;

		arena_init(&a);
		binary_keeps(gen_unit(&a, seed, seed % 7, 4, 3, seed & 1));
		arena_free(&a);
	}
}

/* facts_equal() must see a change of any field: it is what the round trips stand on. */
static void equal_sees_differences(void **state)
{
	struct arena a, b;
	struct unit *u, *v;
	struct function *f;
	struct block *bl;
	struct chain *chain;

	(void)state;
	arena_init(&a);
	arena_init(&b);
	u = gen_unit(&a, 11, 5, 4, 6, false);
	v = gen_unit(&b, 11, 5, 4, 6, false);
	assert_true(facts_equal(u, v));
#define DIFFERS(field, change)                                                                     \
	do {                                                                                       \
		__typeof__(field) old_ = field;                                                    \
		change;                                                                            \
		assert_false(facts_equal(u, v));                                                   \
		field = old_;                                                                      \
		assert_true(facts_equal(u, v));                                                    \
	} while (0)
	DIFFERS(v->arch, v->arch = intern("other"));
	DIFFERS(v->release, v->release = v->release ? NULL : intern("6"));
	DIFFERS(v->config, v->config = intern("77"));
	DIFFERS(v->is_preprocessed, v->is_preprocessed = !v->is_preprocessed);
	DIFFERS(v->nfunctions, v->nfunctions--);
	DIFFERS(v->nsymrefs, v->nsymrefs--);
	f = &v->functions[0];
	DIFFERS(f->symbol, f->symbol = intern("other"));
	DIFFERS(f->linkage, f->linkage = (f->linkage + 1) % 3);
	DIFFERS(f->inlining, f->inlining = (f->inlining + 1) % 4);
	DIFFERS(f->is_noreturn, f->is_noreturn = !f->is_noreturn);
	DIFFERS(f->section, f->section = intern(".other"));
	DIFFERS(f->place.line, f->place.line++);
	DIFFERS(f->place.column, f->place.column++);
	DIFFERS(f->place.file, f->place.file = intern("other.c"));
	bl = &f->blocks[0];
	DIFFERS(bl->place.line, bl->place.line++);
	DIFFERS(bl->events[0].place.line, bl->events[0].place.line++);
	chain = arena_alloc(&b, sizeof(*chain) + sizeof(chain->name[0]));
	chain->n = 1;
	chain->name[0] = intern("some_macro");
	DIFFERS(bl->events[0].chain, bl->events[0].chain = chain);
#undef DIFFERS
	arena_free(&a);
	arena_free(&b);
}

/* Every prefix of a record is refused; nothing outside it is read (the copy is exact). */
static void cut_records(void **state)
{
	struct buf whole = {};
	struct arena a, b;

	(void)state;
	arena_init(&a);
	facts_write_binary(&whole, gen_unit(&a, 5, 3, 3, 3, true));
	for (size_t n = 0; n < whole.n; n++) {
		char *part = malloc(n ? n : 1);
		struct error err = {};
		struct unit *u;
		size_t used;

		memcpy(part, whole.s, n);
		arena_init(&b);
		assert_int_equal(facts_read_binary(part, n, &used, &b, &u, &err), -EINVAL);
		assert_true(err.text[0]);
		/* The same with a header that says that this is all. */
		if (n >= 16) {
			uint64_t size = n;

			memcpy(part + 8, &size, sizeof(size));
			assert_int_equal(facts_read_binary(part, n, &used, &b, &u, &err), -EINVAL);
		}
		arena_free(&b);
		free(part);
	}
	buf_free(&whole);
	arena_free(&a);
}

/* Bytes changed at random: refused, or facts that keep every promise. */
static void damaged_records(void **state)
{
	unsigned int refused = 0, read = 0;

	(void)state;
	for (uint32_t seed = 0; seed < 4000; seed++) {
		struct gen g = {.state = seed};
		struct buf b = {};
		struct error err = {};
		struct arena a;
		struct unit *u;
		size_t used;

		arena_init(&a);
		facts_write_binary(&b, gen_unit(&a, seed % 40, 2, 3, 3, true));
		for (uint32_t n = 1 + gen_below(&g, 4); n; n--)
			b.s[16 + gen_below(&g, (uint32_t)b.n - 16)] = (char)gen_below(&g, 256);
		if (facts_read_binary(b.s, b.n, &used, &a, &u, &err)) {
			assert_true(err.text[0]);
			refused++;
		} else {
			binary_keeps(u); /* walks all that a reader may walk without a check */
			read++;
		}
		arena_free(&a);
		buf_free(&b);
	}
	/* Both must have been seen, or this tests nothing. */
	assert_true(refused > 100);
	assert_true(read > 100);
}

static void refused(const struct unit *u, const char *why)
{
	struct buf b = {};
	struct error err = {};
	struct unit *v;
	struct arena a;
	size_t used;

	arena_init(&a);
	facts_write_binary(&b, u);
	assert_int_equal(facts_read_binary(b.s, b.n, &used, &a, &v, &err), -EINVAL);
	if (!strstr(err.text, why))
		fail_msg("'%s' does not say '%s'", err.text, why);
	buf_free(&b);
	arena_free(&a);
}

/* A unit with one function that keeps all promises; the tests break one each. */
struct one {
	struct local locals[2];
	struct step step;
	struct path path;
	struct operand arg;
	struct range ranges[2];
	struct guard guard;
	struct edge edge;
	struct event event, phi;
	struct block block;
	struct function function;
	struct cell cell;
	struct row row;
	struct unit unit;
};

static struct one *one(void)
{
	static struct one o;

	memset(&o, 0, sizeof(o));
	o.locals[0].is_param = true;
	o.step = (struct step){.kind = STEP_FIELD, .record = intern("r"), .field = intern("f")};
	o.path = (struct path){.root = ROOT_LOCAL, .nsteps = 1, .steps = &o.step};
	o.arg = (struct operand){.kind = OPERAND_PATH, .path = &o.path};
	o.ranges[1] = (struct range){5, 7};
	o.guard = (struct guard){.rel = GUARD_IN, .nranges = 2, .ranges = o.ranges};
	o.phi = (struct event){.kind = EVENT_SET};
	o.phi.set.dst.kind = OPERAND_LOCAL;
	o.edge = (struct edge){.guard = &o.guard, .nsets = 1, .sets = &o.phi};
	o.event = (struct event){.kind = EVENT_CALL};
	o.event.call.symbol = intern("callee");
	o.event.call.nargs = 1;
	o.event.call.args = &o.arg;
	o.block = (struct block){.nevents = 1, .nedges = 1, .events = &o.event, .edges = &o.edge};
	o.function = (struct function){.symbol = intern("fn"), .nparams = 1, .nlocals = 2};
	o.function.locals = o.locals;
	o.function.nblocks = 1;
	o.function.blocks = &o.block;
	o.cell.value.kind = OPERAND_CONST;
	o.row = (struct row){.object = intern("obj"), .index = -1, .ncells = 1, .cells = &o.cell};
	o.unit = (struct unit){.arch = intern("s390"), .compiler = intern("cc")};
	o.unit.source = intern("a.c");
	o.unit.object = intern("a.o");
	o.unit.nfunctions = o.unit.nrows = 1;
	o.unit.functions = &o.function;
	o.unit.rows = &o.row;
	return &o;
}

#define BREAK(change, why)                                                                         \
	do {                                                                                       \
		struct one *o = one();                                                             \
		change;                                                                            \
		refused(&o->unit, why);                                                            \
	} while (0)

static void broken_promises(void **state)
{
	(void)state;
	binary_keeps(&one()->unit);
	BREAK(o->unit.arch = NULL, "architecture");
	BREAK(o->unit.source = NULL, "source");
	BREAK(o->function.symbol = NULL, "without a name");
	BREAK(o->function.nblocks = 0, "function fn: no block");
	BREAK(o->function.alias_of = intern("x"), "an alias with a body");
	BREAK(o->function.nparams = 3, "more parameters than locals");
	BREAK(o->function.nparams = 0, "not the first of its locals");
	BREAK(o->edge.to = 1, "a block that does not exist");
	BREAK(o->path.local = 2, "starts at a local that does not exist");
	BREAK((o->path.root = ROOT_GLOBAL, o->path.symbol = NULL), "a global without a name");
	BREAK((o->path.root = ROOT_TYPE, o->path.nsteps = 0), "no field first");
	BREAK((o->path.root = ROOT_TYPE, o->step.kind = STEP_DEREF), "no field first");
	BREAK(o->step.record = NULL, "no name or no record");
	BREAK((o->step.kind = STEP_INDEX_LOCAL, o->step.index = 2), "an index is a local");
	BREAK((o->step.kind = STEP_INDEX_LOCAL, o->step.index = -1), "an index is a local");
	BREAK((o->arg.kind = OPERAND_LOCAL, o->arg.local = 2), "an operand is a local that");
	BREAK((o->arg.kind = OPERAND_FUNC, o->arg.symbol = NULL), "a function without a name");
	BREAK(o->event.call.symbol = NULL, "a call of a symbol without a name");
	BREAK(o->event.call.result.kind = OPERAND_CONST, "goes to no local");
	BREAK((o->event.kind = EVENT_SET, o->event.set.dst = o->arg), "what is set is no local");
	BREAK((o->event = o->phi, o->event.kind = EVENT_STORE), "stored to is no path");
	BREAK(o->event = (struct event){.kind = EVENT_ASM}, "assembly without text");
	BREAK(o->phi.kind = EVENT_RETURN, "other than a set stands on an edge");
	BREAK(o->phi.set.dst.local = 9, "a local that does not exist");
	BREAK(o->ranges[1].lo = 0, "ascending and apart");
	BREAK(o->ranges[1].lo = 9, "ends before it begins");
	BREAK((o->guard.a = (struct operand){.kind = OPERAND_CONST, .type = {.bits = 3}},
	       o->ranges[1].hi = 8),
	      "what its operand cannot be");
	BREAK(o->cell.field = intern("f"), "a field and no record");
	BREAK(o->cell.value.kind = OPERAND_UNKNOWN, "a cell that holds no constant");
	BREAK((o->cell.value = o->arg, o->cell.value.kind = OPERAND_ADDR), "a local that does not");
	BREAK(o->row.object = NULL, "without a name");
	BREAK(o->row.index = -2, "negative index");
}

static void other_versions(void **state)
{
	struct error err = {};
	struct buf b = {};
	struct unit *u;
	struct arena a;
	size_t used;

	(void)state;
	arena_init(&a);
	facts_write_binary(&b, &one()->unit);
	b.s[4]++;
	assert_int_equal(facts_read_binary(b.s, b.n, &used, &a, &u, &err), -EPROTO);
	assert_string_equal(err.text, "facts of version 2, this program reads 1: build them again");
	b.s[0]++;
	assert_int_equal(facts_read_binary(b.s, b.n, &used, &a, &u, &err), -EINVAL);
	buf_free(&b);
	arena_free(&a);
}

/* A record may be followed by anything, and says where it ends; it may hold no more than facts. */
static void what_follows(void **state)
{
	struct error err = {};
	struct buf b = {};
	struct unit *u;
	struct arena a;
	size_t used, n;
	uint64_t size;

	(void)state;
	arena_init(&a);
	facts_write_binary(&b, &one()->unit);
	n = b.n;
	buf_puts(&b, "EQSF and more");
	assert_int_equal(facts_read_binary(b.s, b.n, &used, &a, &u, &err), 0);
	assert_int_equal(used, n);
	size = b.n;
	memcpy(b.s + 8, &size, sizeof(size));
	assert_int_equal(facts_read_binary(b.s, b.n, &used, &a, &u, &err), -EINVAL);
	assert_non_null(strstr(err.text, "longer than its facts"));
	buf_free(&b);
	arena_free(&a);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/*
 * As many functions as x86 KVM has, denser: about 0.1 s.  The
 * limit is wide for sanitizers and slow machines; it is there to catch a
 * reader that is no more linear.
 */
static void reading_is_fast(void **state)
{
	struct error err = {};
	struct buf b = {};
	struct arena a;
	struct unit *u;
	size_t used, functions = 0;
	double start;

	(void)state;
	arena_init(&a);
	for (uint32_t seed = 0; seed < 50; seed++)
		facts_write_binary(&b, gen_unit(&a, seed, 200, 6, 4, false));
	arena_free(&a);
	intern_drop();
	start = now();
	for (size_t at = 0; at < b.n; at += used) {
		assert_int_equal(facts_read_binary(b.s + at, b.n - at, &used, &a, &u, &err), 0);
		functions += u->nfunctions;
	}
	print_message("# %zu functions in %zu bytes: %.0f ms\n", functions, b.n,
		      (now() - start) * 1e3);
	assert_int_equal(functions, 10000);
	assert_true(now() - start < 3);
	buf_free(&b);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(binary_round_trip), cmocka_unit_test(equal_sees_differences),
		cmocka_unit_test(cut_records),	     cmocka_unit_test(damaged_records),
		cmocka_unit_test(broken_promises),   cmocka_unit_test(other_versions),
		cmocka_unit_test(what_follows),	     cmocka_unit_test(reading_is_fast),
	};

	return cmocka_run_group_tests_name("facts", tests, NULL, drop);
}
