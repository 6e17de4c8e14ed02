// SPDX-License-Identifier: GPL-2.0-or-later
/* The text form: what a line means, exact round trips, and errors that name the line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts/forms.h"
#include "facts_gen.h"
#include "facts_text.h"

#define HEAD "eqslint-facts 1\nunit a.c arch=s390 compiler=cc object=a.o\n"

static void round_trip(void **state)
{
	(void)state;
	for (uint32_t seed = 0; seed < 1500; seed++) {
		struct arena a;

		arena_init(&a);
		text_keeps(gen_unit(&a, seed, seed % 7, 4, 3, seed & 1));
		arena_free(&a);
	}
}

/* One function with a line of everything; what is printed is what was read. */
static const char sample[] =
	"eqslint-facts 1\n"
	"unit arch/s390/kvm/kvm-s390.c arch=s390 release=6.12.117 "
	"compiler=\"gcc 12.2.0 s390x-linux-gnu\" object=arch/s390/kvm/kvm-s390.o config=12ab "
	"preprocessed\n"
	"option KVM y\n"
	"function __vcpu_run static inline=never section=.noinstr.text @4870:12\n"
	"  param %0 vcpu :p64{kvm_vcpu}\n"
	"  local %1 flags :u64 in-memory\n"
	"  local %2 :s32\n"
	"  local %3 :b1\n"
	"  block 0\n"
	"    call guest_enter_irqoff() @4897:3 !inner<outer\n"
	"    call (vcpu%0->kvm{kvm_vcpu}->ops{kvm}.run{kvm_ops}:p64)(vcpu%0, &flags%1:u64::p64) -> %2 "
	"@include/linux/k.h:7\n"
	"    call *(%2)(-, ?:s32) noreturn\n"
	"    asm \"stosm %0,3; nop\" out([flags%1:u64]) in(3:s32, %2&0xff)\n"
	"    set %3 = not %3\n"
	"    set %2 = %2 + -1:s32\n"
	"    set %2 = volatile(jiffies:u64)\n"
	"    set %2 = unknown\n"
	"    store (any).mode{kvm_vcpu}:s32 = (any).mode{kvm_vcpu}:s32 | 4:s32\n"
	"    store table[%2]->*[?][3] = &handler():p64\n"
	"    branch @4899:2 !likely\n"
	"    goto 1 if %2 == 0:s32\n"
	"      set %2 = 5:s32\n"
	"    goto 2 if %2 in -4..-1 7\n"
	"    goto 2 if label 1\n"
	"  block 1\n"
	"    return %2 @4900\n"
	"  block 2\n"
	"    return\n"
	"function old_name alias=__vcpu_run\n"
	"row kvm_ops_s390 within=.v[2] record=kvm_ops index=2 static @50\n"
	"  cell run{kvm_ops} = &__vcpu_run():p64\n"
	"  cell flags{kvm_ops} = 3:u32\n"
	"  cell = &old_name()\n"
	"extern sie64a section=.noinstr.text weak\n";

static void what_lines_mean(void **state)
{
	const struct function *f;
	const struct block *b;
	const struct event *e;
	struct buf out = {};
	struct arena a;
	struct unit *u;

	(void)state;
	arena_init(&a);
	u = facts_of(&a, sample);
	facts_write_text(&out, u);
	assert_string_equal(out.s, sample);
	assert_string_equal(u->compiler, "gcc 12.2.0 s390x-linux-gnu");
	assert_true(u->is_preprocessed);
	assert_int_equal(u->nfunctions, 2);
	f = &u->functions[0];
	assert_int_equal(f->linkage, LINKAGE_STATIC);
	assert_int_equal(f->inlining, INLINE_NEVER);
	assert_int_equal(f->nparams, 1);
	assert_int_equal(f->nlocals, 4);
	assert_true(f->locals[1].in_memory);
	assert_string_equal(f->place.file, u->source);
	b = &f->blocks[0];
	assert_int_equal(b->nevents, 10);
	e = b->events;
	assert_int_equal(e[0].place.line, 4897);
	assert_int_equal(e[0].chain->n, 2);
	assert_string_equal(e[0].chain->name[1], "outer");
	assert_int_equal(e[1].call.callee, CALLEE_SLOT);
	assert_int_equal(e[1].call.slot->nsteps, 5);
	assert_string_equal(e[1].call.slot->steps[4].record, "kvm_ops");
	assert_int_equal(e[1].call.args[0].type.bits, 64); /* the local's */
	assert_int_equal(e[1].call.args[1].kind, OPERAND_ADDR);
	assert_int_equal(e[1].call.args[1].path->type.bits, 64);
	assert_true(e[1].call.args[1].type.is_pointer);
	assert_int_equal(e[1].call.result.local, 2);
	assert_string_equal(e[1].place.file, "include/linux/k.h");
	assert_true(e[2].call.is_noreturn);
	assert_int_equal(e[3].as.outs[0].kind, OPERAND_PATH);
	assert_int_equal(e[3].as.ins[1].mask, 0xff);
	assert_int_equal(e[4].set.op, SET_NOT);
	assert_int_equal(e[5].set.op, SET_ADD);
	assert_int_equal(e[5].set.b.value, -1);
	assert_true(e[6].set.a.path->is_volatile);
	assert_int_equal(e[8].kind, EVENT_STORE);
	assert_int_equal(e[8].set.dst.path->root, ROOT_TYPE);
	assert_int_equal(e[9].set.dst.path->nsteps, 4);
	assert_int_equal(b->place.line, 4899);
	assert_int_equal(b->edges[0].nsets, 1);
	assert_int_equal(b->edges[1].guard->ranges[0].lo, -4);
	assert_int_equal(b->edges[1].guard->ranges[1].hi, 7);
	assert_int_equal(b->edges[2].guard->label, 1);
	assert_string_equal(u->functions[1].alias_of, "__vcpu_run");
	assert_null(u->rows[0].cells[2].field);
	buf_free(&out);
	arena_free(&a);
}

/* What a person writes by hand: comments, no places, blanks as they come. */
static void by_hand(void **state)
{
	struct arena a;
	struct unit *u, *v;

	(void)state;
	arena_init(&a);
	u = facts_of(&a, HEAD "# a window\n\nfunction f\nblock 0\ncall  g( 1 ,\t2 )  @3  !m \n"
			      "\treturn\n\ngoto 0   if  4  notin  1..2   5");
	v = facts_of(&a, HEAD "function f\n  block 0\n    call g(1, 2) @3 !m\n    return\n"
			      "    goto 0 if 4 notin 1..2 5..5\n");
	assert_int_equal(u->functions[0].blocks[0].nevents, 2);
	assert_string_equal(u->functions[0].blocks[0].events[0].place.file, "a.c");
	assert_true(facts_equal(u, v));
	arena_free(&a);
}

static void refused(const char *text, int code, const char *message)
{
	struct error err = {};
	struct unit *u;
	struct arena a;

	arena_init(&a);
	if (facts_read_text(text, strlen(text), "t", &a, &u, &err) != code)
		fail_msg("not refused as it should: %s", text);
	assert_string_equal(err.text, message);
	arena_free(&a);
}

#define FN HEAD "function f\nparam %0 p :s32\nblock 0\n"

static void errors(void **state)
{
	(void)state;
	refused("", -EINVAL, "t: these are no text facts: the first line is not 'eqslint-facts 1'");
	refused("eqslint-facts 2\n", -EPROTO,
		"t: facts of version 2, this program reads 1: write them again");
	refused("eqslint-facts 1\n", -EINVAL, "t: a unit without a source");
	refused("eqslint-facts 1\nunit a.c\n", -EINVAL, "t: a unit without an architecture");
	refused("eqslint-facts 1\nfunction f\n", -EINVAL, "t:2:9: expected 'unit' first");
	refused(HEAD "nonsense\n", -EINVAL, "t:3:1: this line is not known, or not here");
	refused(HEAD "call f()\n", -EINVAL, "t:3:1: this line is not known, or not here");
	refused(HEAD "function f\n", -EINVAL, "t: function f: no block");
	refused(HEAD "function f inline=maybe\n", -EINVAL,
		"t:3:24: inline is hint, always or never");
	refused(FN "call f(\n", -EINVAL, "t:6:8: expected an operand");
	refused(FN "call f(1 2)\n", -EINVAL, "t:6:10: expected ','");
	refused(FN "set %1 = 2\n", -EINVAL, "t:6:5: there is no such local");
	refused(FN "set q%0 = 2\n", -EINVAL, "t:6:6: local %0 is not q");
	refused(FN "set p%0 = 2 3\n", -EINVAL, "t:6:13: more on the line than belongs there");
	refused(FN "store %0 = 2\n", -EINVAL, "t: function f: what is stored to is no path");
	refused(FN "goto 1\n", -EINVAL,
		"t: function f: an edge goes to a block that does not exist");
	refused(FN "goto 0\ncall f()\n", -EINVAL, "t:7:5: an event after the edges of its block");
	refused(FN "goto 0 if 1 = 2\n", -EINVAL,
		"t:6:13: expected one of == != < <= > >= in notin");
	refused(FN "block 2\n", -EINVAL, "t:6:8: the next block is 1");
	refused(FN "local %1\n", -EINVAL, "t:6:1: this line is not known, or not here");
	refused(FN "asm \"x\n", -EINVAL, "t:6:7: expected '\"'");
	refused(FN "asm \"\\x00\"\n", -EINVAL,
		"t:6:8: no escape that is known: \\n \\t \\\" \\\\ or \\x and two hex digits, not both 0");
	refused(FN "return 99999999999999999999\n", -EINVAL, "t:6:26: the number is too large");
	refused(FN "return 1:s256\n", -EINVAL, "t:6:13: the number is too large");
	refused(FN "return x{r}\n", -EINVAL, "t:6:9: more on the line than belongs there");
	refused(FN "return volatile\n", -EINVAL, "t:6:8: expected a name, or a string in quotes");
}

/* Bytes changed at random: an error, or facts that can be written and read again. */
static void damaged(void **state)
{
	unsigned int bad = 0, good = 0;
	struct buf text = {};
	struct arena gen;

	(void)state;
	arena_init(&gen);
	facts_write_text(&text, gen_unit(&gen, 3, 1, 2, 3, true));
	for (uint32_t seed = 0; seed < 20000; seed++) {
		struct gen g = {.state = seed};
		struct error err = {};
		struct unit *u;
		struct arena a;
		size_t n = seed % 3 ? text.n : gen_below(&g, (uint32_t)text.n);
		char *copy = malloc(n + 1);

		memcpy(copy, text.s, n);
		for (int i = 0; i < 2 && n; i++)
			copy[gen_below(&g, (uint32_t)n)] = text.s[gen_below(&g, (uint32_t)text.n)];
		arena_init(&a);
		if (facts_read_text(copy, n, "t", &a, &u, &err)) {
			assert_true(err.text[0]);
			bad++;
		} else {
			text_keeps(u);
			good++;
		}
		arena_free(&a);
		free(copy);
	}
	assert_true(bad > 1000);
	assert_true(good > 1000);
	buf_free(&text);
	arena_free(&gen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip), cmocka_unit_test(what_lines_mean),
		cmocka_unit_test(by_hand),    cmocka_unit_test(errors),
		cmocka_unit_test(damaged),
	};

	return cmocka_run_group_tests_name("facts text", tests, NULL, drop);
}
