// SPDX-License-Identifier: GPL-2.0-or-later
/* The normal form of memory, tests and ways. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_text.h"
#include "normal_is.h"

static void flow(void **state)
{
	(void)state;
	/* A branch on which nothing depends takes its condition with it. */
	normal_is("function f\nparam %0 :p64{r}\nlocal %1 :s32\nblock 0\n"
		  "set %1 = %0->a{r}:s32\nbranch @9\ngoto 1 if %1 == 0:s32\ngoto 2 if %1 != 0:s32\n"
		  "block 1\ngoto 3\nblock 2\ngoto 3\nblock 3\ncall g()\n",
		  "function f\n  param %0 :p64{r}\n  block 0\n    call g()\n");
	/* The order of blocks, edges and locals is one; what is not reached goes. */
	normal_is("function f\nparam %0 :s32\nlocal %1 :s32\nlocal %2 :s32\nblock 0\ngoto 4\n"
		  "block 1\nreturn %1\nblock 2\ncall lost()\n"
		  "block 3\ngoto 1\nset %1 = 7:s32\n"
		  "block 4\ncall g() -> %2 @5\nbranch @6:7 !in<out\n"
		  "goto 3 if 0:s32 != %2\ngoto 1 if 0:s32 == %2\nset %1 = 8:s32\n",
		  "function f\n  param %0 :s32\n  local %1 :u32\n  local %2 :u32\n  block 0\n"
		  "    call g() -> %1 @5\n    branch @6 !out\n"
		  "    goto 1 if %1 == 0:u32\n      set %2 = 8:u32\n"
		  "    goto 1 if %1 != 0:u32\n      set %2 = 7:u32\n"
		  "  block 1\n    return %2\n");
	/* A loop for ever stays one. */
	normal_is("function f\nblock 0\ngoto 1\nblock 1\ngoto 2\nblock 2\ngoto 1\n",
		  "function f\n  block 0\n    goto 0\n");
}

/* Bits above a number that has no sign are 0: the test is none. */
static void above(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :u32\nblock 0\n"
		  "goto 1 if %0:u64&0xffffffff00000000 != 0:u64\n"
		  "goto 2 if %0:u64&0xffffffff00000000 == 0:u64\nblock 1\ncall g()\nblock 2\n"
		  "return\n",
		  "function f\n  param %0 :u32\n  block 0\n    return\n");
}

static void loads(void **state)
{
	(void)state;
	/* A pointer in memory is read before what it points to, a field before it is tested. */
	normal_is("function f\nparam %0 :p64{r}\nlocal %1 :p64{s}\nlocal %2 :u32\n"
		  "block 0\nset %1 = %0->a{r}:p64{s}\nset %2 = %1->b{s}:u32\ncall g(%2)\n"
		  "set %2 = %0->a{r}->b{s}:u32\ncall g(%2)\n"
		  "store %0->a{r}->b{s}:u32 = %0->a{r}->b{s}:u32 | 4:s32\n"
		  "goto 1 if %0->c{r}:u8&0x3 == 0:u8\ngoto 2 if %0->c{r}:u8&0x3 != 0:u8\n"
		  "block 1\ncall g(1:u32)\nblock 2\nreturn\n",
		  "function f\n  param %0 :p64{r}\n  local %1 :u64\n  local %2 :u32\n"
		  "  local %3 :u64\n  local %4 :u64\n  local %5 :u8\n"
		  "  block 0\n    set %1 = %0->a{r}:p64{s}\n    set %2 = %1->b{s}:u32\n"
		  "    call g(%2)\n    set %3 = %0->a{r}:p64{s}\n    set %2 = %3->b{s}:u32\n"
		  "    call g(%2)\n    set %4 = %0->a{r}:p64{s}\n"
		  "    store %4->b{s}:u32 = %4->b{s}:u32 | 4:s32\n    set %5 = %0->c{r}:u8\n"
		  "    goto 1 if %5&0x3 == 0:u8\n    goto 2 if %5&0x3 != 0:u8\n"
		  "  block 1\n    call g(1:u32)\n  block 2\n    return\n");
	/* What was read on all ways to a block is known there. */
	normal_is(
		"function f\nparam %0 :p64{r}\nlocal %1 :u32\nlocal %2 :u32\nlocal %3 :u32\nblock 0\n"
		"set %1 = %0->a{r}:u32\ngoto 1 if %1 > 4:u32\ngoto 2 if %1 <= 4:u32\n"
		"block 1\nreturn\nblock 2\ngoto 4 if %1 == 3:u32\ngoto 3 if %1 != 3:u32\n"
		"block 3\nset %3 = %0->b{r}:u32\ngoto 4\nblock 4\nset %2 = %0->a{r}:u32\n"
		"call g(%2)\n",
		"function f\n  param %0 :p64{r}\n  local %1 :u32\n  block 0\n"
		"    set %1 = %0->a{r}:u32\n    goto 1 if %1 == 3:u32\n"
		"    goto 2 if %1 > 4:u32\n    goto 1 if %1 in 0..2 4\n"
		"  block 1\n    call g(%1)\n  block 2\n    return\n");
}

/* What a way set is the same in the block it leads to; a mask of what was read changes it too. */
static void changes(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :p64{r}\nparam %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		  "local %4 :u32\nlocal %5 :u32\nblock 0\n"
		  "goto 1 if %1 == 0:u32\nset %2 = 7:u32\ngoto 1 if %1 != 0:u32\nset %2 = 4:u32\n"
		  "block 1\nset %3 = %0->a{r}:u32\nset %4 = %3 | %2\nstore %0->a{r}:u32 = %4\n"
		  "set %5 = %0->b{r}:u32\nstore %0->b{r}:u32 = %5&0xfff0\nreturn\n",
		  "function f\n  param %0 :p64{r}\n  param %1 :u32\n  local %2 :u32\n  block 0\n"
		  "    goto 1 if %1 == 0:u32\n      set %2 = 7:u32\n"
		  "    goto 1 if %1 != 0:u32\n      set %2 = 4:u32\n"
		  "  block 1\n    store %0->a{r}:u32 = %0->a{r}:u32 | %2\n"
		  "    store %0->b{r}:u32 = %0->b{r}:u32 & 65520:s32\n    return\n");
	/* p = (p + x) - y */
	normal_is("function f\nparam %0 :p64{r}\nparam %1 :u32\nparam %2 :u32\nlocal %3 :u32\n"
		  "local %4 :u32\nlocal %5 :u32\nblock 0\nset %3 = %0->a{r}:u32\n"
		  "set %4 = %3 + %1\nset %5 = %4 - %2\nstore %0->a{r}:u32 = %5\nreturn\n",
		  "function f\n  param %0 :p64{r}\n  param %1 :u32\n  param %2 :u32\n"
		  "  local %3 :u32\n  block 0\n    set %3 = %1 - %2\n"
		  "    store %0->a{r}:u32 = %0->a{r}:u32 + %3\n    return\n");
}

/* A sum with what is not known is not known; that and booleans are passed as what they are. */
static void unknowns(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :u64\nparam %1 :b1\nlocal %2 :u64\nlocal %3 :u64\n"
		  "local %4 :u32\nblock 0\nset %2 = unknown\nset %3 = %0 + %2\nset %4 = unknown\n"
		  "call g(%3:p64, %4:u64, %1:s32)\ncall g(0:p64, %4:u64, %1)\nreturn\n",
		  "function f\n  param %0 :u64\n  param %1 :b1\n  local %2 :u64\n  block 0\n"
		  "    set %2 = unknown\n    call g(?:u64, %2, %1)\n    call g(0:p64, %2, %1)\n"
		  "    return\n");
}

/* "a || b" as a number, by a branch or not; a value that is one of two. */
static void truth(void **state)
{
	static const char wanted[] =
		"function f\n  param %0 :u32\n  param %1 :b1\n  local %2 :b1\n  local %3 :b1\n"
		"  local %4 :b1\n  block 0\n    set %2 = not %1\n    set %3 = %0 == 3:u32\n"
		"    set %4 = %2 | %3\n    return %4\n";

	(void)state;
	normal_is("function f\nparam %0 :u32\nparam %1 :b1\nlocal %2 :u32\nlocal %3 :b1\n"
		  "block 0\nbranch @5:1\ngoto 1 if %0 == 3:u32\nset %2 = 1:u32\n"
		  "goto 2 if %0 != 3:u32\nblock 1\nreturn %2\n"
		  "block 2\nset %3 = not %1\ngoto 1\nset %2 = %3\n",
		  wanted);
	normal_is("function f\nparam %0 :u32\nparam %1 :b1\nlocal %2 :b1\nlocal %3 :b1\n"
		  "local %4 :b1\nblock 0\nset %2 = %0 == 3:u32\nset %3 = not %1\n"
		  "set %4 = %2 | %3\nreturn %4\n",
		  wanted);
	normal_is("function f\nparam %0 :s32\nlocal %1 :u32\nblock 0\nbranch @5:1\n"
		  "goto 1 if %0 in 1 3\nset %1 = 1:u32\ngoto 1 if %0 notin 1 3\nset %1 = 0:u32\n"
		  "block 1\nreturn %1\n",
		  "function f\n  param %0 :s32\n  local %1 :b1\n  local %2 :b1\n  local %3 :b1\n"
		  "  block 0\n    set %1 = %0 == 1:s32\n    set %2 = %0 == 3:s32\n"
		  "    set %3 = %1 | %2\n    return %3\n");
	/* x != 0 && x <= 9 */
	normal_is("function f\nparam %0 :u32\nlocal %1 :b1\nlocal %2 :b1\nblock 0\n"
		  "goto 1 if %0 == 0:u32\nset %2 = 0:b1\ngoto 2 if %0 != 0:u32\n"
		  "block 1\nreturn %2\nblock 2\nset %1 = %0 <= 9:u32\ngoto 1\nset %2 = %1\n",
		  "function f\n  param %0 :u32\n  local %1 :u32\n  local %2 :b1\n  block 0\n"
		  "    set %1 = %0 + -1:s32\n    set %2 = %1 <= 8:u32\n    return %2\n");
}

/* Tests with nothing between but loads have one place. */
static void same_places(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :p64{r}\nlocal %1 :b1\nblock 0\nbranch @4:3\n"
		  "goto 1 if %0->a{r}:u32&0x4 == 0:u32\ngoto 2 if %0->a{r}:u32&0x4 != 0:u32\n"
		  "block 1\nset %1 = %0->a{r}:u32 == 9:u32\nbranch @5:2\n"
		  "goto 3 if %1 == 0:b1\ngoto 2 if %1 != 0:b1\n"
		  "block 2\ncall h()\nreturn\nblock 3\nreturn\n",
		  "function f\n  param %0 :p64{r}\n  local %1 :u32\n  block 0\n"
		  "    set %1 = %0->a{r}:u32\n    branch @4\n"
		  "    goto 1 if %1&0x4 == 0:u32\n    goto 2 if %1&0x4 != 0:u32\n"
		  "  block 1\n    branch @4\n    goto 2 if %1 == 9:u32\n    goto 3 if %1 != 9:u32\n"
		  "  block 2\n    call h()\n    return\n  block 3\n    return\n");
}

/* A test is none where x is set either way. */
static void same_ways(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :u32\nlocal %1 :u32\nblock 0\n"
		  "goto 1 if %0 == 0:u32\nset %1 = 0:u32\ngoto 1 if %0 != 0:u32\nset %1 = %0\n"
		  "block 1\nreturn %1\n",
		  "function f\n  param %0 :u32\n  block 0\n    return %0\n");
}

static void tests_of_one_value(void **state)
{
	(void)state;
	/* x - 2 <= 3 without a sign, two bounds, and a switch */
	static const char wanted[] =
		"function f\n  param %0 :u32\n  block 0\n    goto 1 if %0 in 0..1 6..4294967295\n"
		"    goto 2 if %0 in 2..5\n  block 1\n    call b()\n    return\n"
		"  block 2\n    call a()\n    return\n";

	normal_is("function f\nparam %0 :u32\nlocal %1 :u32\nblock 0\nset %1 = %0 + -2:s32\n"
		  "goto 1 if %1 <= 3:u32\ngoto 2 if %1 > 3:u32\n"
		  "block 1\ncall a()\nreturn\nblock 2\ncall b()\nreturn\n",
		  wanted);
	normal_is("function f\nparam %0 :u32\nblock 0\n"
		  "goto 3 if %0 >= 2:u32\ngoto 2 if %0 < 2:u32\n"
		  "block 1\ncall a()\nreturn\nblock 2\ncall b()\nreturn\n"
		  "block 3\ngoto 1 if %0 <= 5:u32\ngoto 2 if %0 > 5:u32\n",
		  wanted);
	normal_is("function f\nparam %0 :u32\nblock 0\n"
		  "goto 1 if %0 in 2..5\ngoto 2 if %0 notin 2..5\n"
		  "block 1\ncall a()\nreturn\nblock 2\ncall b()\nreturn\n",
		  wanted);
	/* with a sign, by the highest bit first; and x itself */
	normal_is("function f\nparam %0 :s32\nblock 0\n"
		  "goto 1 if %0 < 0:s32\ngoto 2 if %0 >= 0:s32\nblock 1\ncall g()\nreturn\n"
		  "block 2\ngoto 1 if %0 > 15:s32\ngoto 3 if %0 <= 15:s32\n"
		  "block 3\ngoto 1 if %0 != %0\ngoto 4 if %0 == %0\nblock 4\nreturn\n",
		  "function f\n  param %0 :s32\n  block 0\n"
		  "    goto 1 if %0:u32&0xfffffff0 == 0:u32\n"
		  "    goto 2 if %0:u32&0xfffffff0 != 0:u32\n  block 1\n    return\n"
		  "  block 2\n    call g()\n    return\n");
	/* an event between keeps them apart */
	normal_is("function f\nparam %0 :u32\nblock 0\n"
		  "goto 3 if %0 > 1:u32\ngoto 2 if %0 <= 1:u32\n"
		  "block 1\ncall a()\nreturn\nblock 2\ncall b()\nreturn\n"
		  "block 3\ncall c()\ngoto 1 if %0 <= 5:u32\ngoto 2 if %0 > 5:u32\n",
		  "function f\n  param %0 :u32\n  block 0\n"
		  "    goto 1 if %0&0xfffffffe == 0:u32\n    goto 2 if %0&0xfffffffe != 0:u32\n"
		  "  block 1\n    call b()\n    return\n"
		  "  block 2\n    call c()\n    goto 3 if %0 <= 5:u32\n    goto 1 if %0 > 5:u32\n"
		  "  block 3\n    call a()\n    return\n");
}

/* What ways set for one test alone is tested where they come from. */
static void tests_of_ways(void **state)
{
	static const char in_order[] = "function f\n"
				       "  param %0 :u32\n"
				       "  param %1 :u32\n"
				       "  block 0\n"
				       "    goto 1 if %0 == 0:u32\n"
				       "    goto 2 if %0 != 0:u32\n"
				       "  block 1\n"
				       "    return\n"
				       "  block 2\n"
				       "    goto 1 if %1 == 0:u32\n"
				       "    goto 3 if %1 != 0:u32\n"
				       "  block 3\n"
				       "    call a()\n"
				       "    return\n";

	(void)state;
	normal_is("function f\nparam %0 :u32\nlocal %1 :b1\nlocal %2 :b1\nblock 0\n"
		  "goto 1 if %0 != 0:u32\ngoto 2 if %0 == 0:u32\nset %2 = 0:b1\n"
		  "block 1\ncall g() -> %1\ngoto 2\nset %2 = %1\n"
		  "block 2\ngoto 3 if %2 != 0:b1\ngoto 4 if %2 == 0:b1\n"
		  "block 3\ncall h()\nreturn\nblock 4\nreturn\n",
		  "function f\n  param %0 :u32\n  local %1 :b1\n  block 0\n"
		  "    goto 1 if %0 == 0:u32\n    goto 2 if %0 != 0:u32\n"
		  "  block 1\n    return\n  block 2\n    call g() -> %1\n"
		  "    goto 1 if %1 == 0:b1\n    goto 3 if %1 != 0:b1\n"
		  "  block 3\n    call h()\n    return\n");
	/* Tests with nothing between them come in one order, those of one value together. */
	normal_is("function f\nparam %0 :u32\nparam %1 :u32\nblock 0\n"
		  "goto 3 if %1 == 0:u32\ngoto 1 if %1 != 0:u32\n"
		  "block 1\ngoto 3 if %0 == 0:u32\ngoto 2 if %0 != 0:u32\n"
		  "block 2\ncall a()\nreturn\nblock 3\nreturn\n",
		  in_order);
	normal_is("function f\nparam %0 :u32\nparam %1 :u32\nblock 0\n"
		  "goto 3 if %0 == 0:u32\ngoto 1 if %0 != 0:u32\n"
		  "block 1\ngoto 3 if %1 == 0:u32\ngoto 2 if %1 != 0:u32\n"
		  "block 2\ncall a()\nreturn\nblock 3\nreturn\n",
		  in_order);
	/* What ways set is as wide as what is read of it, or as its constants. */
	normal_is("function f\nparam %0 :u16\nparam %1 :u16\nlocal %2 :s32\nlocal %3 :u64\n"
		  "block 0\ngoto 1 if %0 == 0:u16\nset %2 = %0:s32\nset %3 = 0:u64\n"
		  "goto 1 if %0 != 0:u16\nset %2 = %1:s32\nset %3 = 300:u64\n"
		  "block 1\ncall g(%3)\nreturn %2:u16\n",
		  "function f\n"
		  "  param %0 :u16\n"
		  "  param %1 :u16\n"
		  "  local %2 :u16\n"
		  "  local %3 :u32\n"
		  "  block 0\n"
		  "    goto 1 if %0 == 0:u16\n"
		  "      set %2 = %0\n"
		  "      set %3 = 0:u32\n"
		  "    goto 1 if %0 != 0:u16\n"
		  "      set %2 = %1\n"
		  "      set %3 = 300:u32\n"
		  "  block 1\n"
		  "    call g(%3:u64)\n"
		  "    return %2\n");
}

/* A block that only copies what was set for it hands it on. */
static void copies_of_ways(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :u32\nlocal %1 :u32\nlocal %2 :u32\nblock 0\n"
		  "goto 1 if %0 == 0:u32\nset %1 = 3:u32\ngoto 1 if %0 == 1:u32\nset %1 = 4:u32\n"
		  "goto 2 if %0 > 1:u32\nset %2 = 5:u32\n"
		  "block 1\ngoto 2\nset %2 = %1\nblock 2\ncall g(%2)\nreturn\n",
		  "function f\n  param %0 :u32\n  local %1 :u32\n  block 0\n"
		  "    goto 1 if %0 == 0:u32\n      set %1 = 3:u32\n"
		  "    goto 1 if %0 == 1:u32\n      set %1 = 4:u32\n"
		  "    goto 1 if %0&0xfffffffe != 0:u32\n      set %1 = 5:u32\n"
		  "  block 1\n    call g(%1)\n    return\n");
}

/* Of ways that meet to set one thing each sets it. */
static void relays(void **state)
{
	(void)state;
	normal_is("function f\nparam %0 :u32\nparam %1 :u32\nlocal %2 :u32\nblock 0\n"
		  "goto 1 if %0 == 0:u32\ngoto 3 if %0 != 0:u32\n"
		  "block 1\ncall g()\ngoto 2 if %1 == 0:u32\nset %2 = 6:u32\n"
		  "goto 3 if %1 != 0:u32\nblock 2\ncall h(%2)\nreturn\n"
		  "block 3\ngoto 2\nset %2 = 5:u32\n",
		  "function f\n  param %0 :u32\n  param %1 :u32\n  local %2 :u32\n  block 0\n"
		  "    goto 1 if %0 == 0:u32\n    goto 2 if %0 != 0:u32\n      set %2 = 5:u32\n"
		  "  block 1\n    call g()\n    goto 2 if %1 == 0:u32\n      set %2 = 6:u32\n"
		  "    goto 2 if %1 != 0:u32\n      set %2 = 5:u32\n"
		  "  block 2\n    call h(%2)\n    return\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flow),
		cmocka_unit_test(above),
		cmocka_unit_test(loads),
		cmocka_unit_test(changes),
		cmocka_unit_test(unknowns),
		cmocka_unit_test(truth),
		cmocka_unit_test(same_places),
		cmocka_unit_test(same_ways),
		cmocka_unit_test(tests_of_one_value),
		cmocka_unit_test(tests_of_ways),
		cmocka_unit_test(copies_of_ways),
		cmocka_unit_test(relays),
	};

	return cmocka_run_group_tests_name("facts ways", tests, NULL, drop);
}
