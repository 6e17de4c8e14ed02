// SPDX-License-Identifier: GPL-2.0-or-later
/* The normal form: what it takes away, and that it takes nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "facts_gen.h"
#include "facts_text.h"
#include "normal_is.h"

static void copies(void **state)
{
	(void)state;
	normal_is("function f @1:2\n"
		  "param %0 p :p64{r}\nlocal %1 q :p64{r}\nlocal %2 i :s32\nlocal %3 :s32\n"
		  "local %4 lost :s32\nlocal %5 :p64{r}\n"
		  "block 0\n"
		  "set q%1 = p%0\n"
		  "set i%2 = 3:s32\n"
		  "set %3 = i%2 + 4:s32\n"
		  "set %4 = p%0->lost{r}:s32\n"
		  "set %5 = &object.part{o}\n"
		  "call g(q%1, %3, q%1->a{r}[i%2]:s32) -> %4 @2:9 !inner<outer\n"
		  "store %5->x{r}:s32 = 1:s32\n"
		  "return\n",
		  "function f @1\n"
		  "  param %0 :p64{r}\n  local %1 :u32\n"
		  "  block 0\n"
		  "    set %1 = %0->a{r}[3]:s32\n"
		  "    call g(%0, 7:s32, %1) @2 !outer\n"
		  "    store object.part{o}.x{r}:s32 = 1:s32\n"
		  "    return\n");
	/* What is set twice, or lies in memory, is no copy; what loses bits is read without them.
	 */
	normal_is(
		"function f\nparam %0 :u32\nlocal %1 :u32\nlocal %2 :u8\nlocal %3 :u32 in-memory\n"
		"block 0\nset %1 = %0\nset %2 = %0\ncall g(%1, %2, &%3)\nset %1 = 5:u32\n"
		"call h(%1)\n",
		"function f\n  param %0 :u32\n  local %1 :u32\n"
		"  local %2 :u32 in-memory\n  block 0\n    set %1 = %0\n"
		"    call g(%1, %0:u8, &%2)\n    set %1 = 5:u32\n    call h(%1)\n");
}

static void builtins(void **state)
{
	(void)state;
	/* if (__builtin_expect(!!(p < 3), 0)) */
	normal_is("function f\nparam %0 :s32\nlocal %1 :b1\nlocal %2 :s64\nlocal %3 :s64\n"
		  "block 0\nset %1 = %0 < 3:s32\nset %2 = %1\n"
		  "call __builtin_expect(%2, 0:s64) -> %3\n"
		  "goto 1 if %3 != 0:s64\ngoto 2 if %3 == 0:s64\n"
		  "block 1\ncall a()\nreturn\nblock 2\ncall b()\nreturn\n",
		  "function f\n  param %0 :s32\n  block 0\n"
		  "    goto 1 if %0 <= 2:s32\n    goto 2 if %0 > 2:s32\n"
		  "  block 1\n    call a()\n    return\n  block 2\n    call b()\n    return\n");
	/* if (__builtin_constant_p(p) && 1): both sides; of a constant it is decided. */
	normal_is("function f\nparam %0 :s32\nlocal %1 :s32\nlocal %2 :b1\nlocal %3 :s32\n"
		  "block 0\ncall __builtin_constant_p(%0) -> %1\nset %2 = %1 != 0:s32\n"
		  "goto 1 if %2 != 0:b1\ngoto 2 if %2 == 0:b1\n"
		  "block 1\ncall a()\nreturn\n"
		  "block 2\ncall __builtin_constant_p(4:s32) -> %3\n"
		  "goto 3 if %3 != 0:s32\ngoto 4 if %3 == 0:s32\n"
		  "block 3\ncall b()\nreturn\nblock 4\ncall c()\nreturn\n",
		  "function f\n  param %0 :s32\n  block 0\n    goto 1\n    goto 2\n"
		  "  block 1\n    call b()\n    return\n  block 2\n    call a()\n    return\n");
}

static void constants(void **state)
{
	(void)state;
	/* IS_ENABLED() of what is off, and a switch on a constant. */
	normal_is("function f\nlocal %0 :b1\nblock 0\nset %0 = not 1:b1\n"
		  "goto 1 if %0 != 0:b1\ngoto 2 if %0 == 0:b1\n"
		  "block 1\ncall off()\ngoto 2\n"
		  "block 2\ngoto 3 if 6:s32 in 1..3 6\ngoto 1 if 6:s32 notin 1..3 6\n"
		  "block 3\ncall on()\n",
		  "function f\n  block 0\n    call on()\n");
	/* 255 as u8 is 255 and as s8 -1; -1 is more than 1 where nothing is signed. */
	normal_is("function f\nlocal %0 :u8\nlocal %1 :s8\nblock 0\nset %0 = 255:s32 + 0:s32\n"
		  "set %1 = 255:s32 + 0:s32\ncall g(%0, %1)\n"
		  "goto 1 if -1:u64 > 1:u64\ngoto 2 if -1:u64 <= 1:u64\n"
		  "block 1\ncall yes()\nblock 2\ncall no()\n",
		  "function f\n  block 0\n    call g(255:u8, -1:s8)\n    call yes()\n");
}

static void arithmetic(void **state)
{
	(void)state;
	/* (unsigned)p + 5 - 1 in as many bits as are read; p - 3 is a sum */
	normal_is("function f\nparam %0 :s32\nlocal %1 :u64\nlocal %2 :u64\nlocal %3 :s32\n"
		  "block 0\nset %1 = %0:u64 + 5:u64\nset %2 = %1 + -1:u64\nset %3 = %0 - 3:s32\n"
		  "call g(%2:s32, %3)\n",
		  "function f\n  param %0 :s32\n  local %1 :u32\n  local %2 :u32\n  block 0\n"
		  "    set %1 = %0 + 4:s32\n    set %2 = %0 + -3:s32\n    call g(%1, %2)\n");
	/* (p & 0x3e0) >> 5 and (p >> 5) & 0x1f; (p >> 2) >> 3 */
	normal_is("function f\nparam %0 :u64\nlocal %1 :u64\nlocal %2 :u64\nlocal %3 :u64\n"
		  "local %4 :u64\nlocal %5 :u64\nblock 0\nset %1 = %0&0x3e0 >> 5:s32\n"
		  "set %2 = %0 >> 5:s32\nset %3 = %2 & 31:u64\nset %4 = %0 >> 2:s32\n"
		  "set %5 = %4 >> 3:s32\ncall g(%1)\ncall g(%3)\ncall g(%5)\n",
		  "function f\n  param %0 :u64\n  local %1 :u64\n  local %2 :u64\n  local %3 :u64\n"
		  "  block 0\n    set %1 = %0 >> 5:s32\n    call g(%1&0x1f)\n"
		  "    set %2 = %0 >> 5:s32\n    call g(%2&0x1f)\n"
		  "    set %3 = %0 >> 5:s32\n    call g(%3)\n");
	/* A sign that is shifted in, or that a wider number takes over, stays. */
	normal_is("function f\nparam %0 :s8\nparam %1 :u8\nlocal %2 :s32\nlocal %3 :s32\n"
		  "block 0\nset %2 = %0:s32 >> 1:s32\nset %3 = %1:s32 >> 1:s32\n"
		  "call g(%2:s64, %3:s64)\n",
		  "function f\n  param %0 :s8\n  param %1 :u8\n  local %2 :s32\n  local %3 :u8\n"
		  "  block 0\n    set %2 = %0 >> 1:s32\n    set %3 = %1 >> 1:s32\n"
		  "    call g(%2:s64, %3:u64)\n");
	/* Bits that lie apart are joined, whether they are added or not; x & 0. */
	normal_is(
		"function f\nparam %0 :u32\nlocal %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		"local %4 :u32\nblock 0\nset %1 = %0&0xfff + %0&0xff000\nset %2 = %0&0x1fff + %0&0xff000\n"
		"call h() -> %3\nset %4 = %3 & 0:u32\ncall g(%1, %2, %4)\n",
		"function f\n  param %0 :u32\n  local %1 :u32\n  local %2 :u32\n  block 0\n"
		"    call h()\n    set %1 = %0&0xff000 | %0&0xfff\n"
		"    set %2 = %0&0x1fff + %0&0xff000\n    call g(%1, %2, 0:u32)\n");
}

static void comparisons(void **state)
{
	(void)state;
	/* the highest bit; one bit against itself; a number that was made wider */
	normal_is("function f\nparam %0 :u32\nparam %1 :u8\nblock 0\n"
		  "goto 1 if %0 > 2147483647:u32\ngoto 2 if %0 <= 2147483647:u32\n"
		  "block 1\ngoto 3 if %0&0x20 == 32:u32\ngoto 4 if %0&0x20 != 32:u32\n"
		  "block 2\ngoto 3 if %1:s32 >= 5:s32\ngoto 4 if %1:s32 < 5:s32\n"
		  "block 3\ncall a()\nreturn\nblock 4\ncall b()\n",
		  "function f\n  param %0 :u32\n  param %1 :u8\n  block 0\n"
		  "    goto 1 if %0&0x80000000 == 0:u32\n    goto 4 if %0&0x80000000 != 0:u32\n"
		  "  block 1\n    goto 2 if %1 <= 4:u8\n    goto 3 if %1 > 4:u8\n"
		  "  block 2\n    call b()\n  block 3\n    call a()\n    return\n"
		  "  block 4\n    goto 2 if %0&0x20 == 0:u32\n    goto 3 if %0&0x20 != 0:u32\n");
	/* a mask of bits that are never set; one that is read without a sign */
	normal_is("function f\nparam %0 :u8\nparam %1 :u8\nparam %2 :u64\nlocal %3 :u8\nblock 0\n"
		  "set %3 = %0 >> 4:s32\n"
		  "goto 1 if %3&0xf == %1\ngoto 2 if %3&0xf != %1\n"
		  "block 1\ngoto 2 if %1:s32 == %2:s32&0xf\ngoto 3 if %1:s32 != %2:s32&0xf\n"
		  "block 2\ncall a()\nreturn\nblock 3\nreturn\n",
		  "function f\n"
		  "  param %0 :u8\n"
		  "  param %1 :u8\n"
		  "  param %2 :u64\n"
		  "  local %3 :u8\n"
		  "  block 0\n"
		  "    set %3 = %0 >> 4:s32\n"
		  "    goto 1 if %3 == %1\n"
		  "    goto 2 if %3 != %1\n"
		  "  block 1\n"
		  "    goto 2 if %2:u32&0xf == %1:u32\n"
		  "    goto 3 if %2:u32&0xf != %1:u32\n"
		  "  block 2\n"
		  "    call a()\n"
		  "    return\n"
		  "  block 3\n"
		  "    return\n");
}

static void bits(void **state)
{
	(void)state;
	/* What is 0 or 1 is a boolean, whatever it is computed in; ~ of it is none. */
	normal_is("function f\nparam %0 :u32\nlocal %1 :b1\nlocal %2 :s32\nlocal %3 :s32\n"
		  "local %4 :b1\nlocal %5 :s32\nblock 0\nset %1 = %0 > 4:u32\n"
		  "goto 1 if %0&0x2 == 0:u32\nset %2 = 0:s32\ngoto 1 if %0&0x2 != 0:u32\n"
		  "set %2 = 1:s32\nblock 1\nset %3 = %1:s32 & %2\nset %4 = %3 != 0:s32\n"
		  "set %5 = not %3\ncall g(%4, %5)\n",
		  "function f\n"
		  "  param %0 :u32\n"
		  "  local %1 :u32\n"
		  "  local %2 :b1\n"
		  "  local %3 :b1\n"
		  "  local %4 :u32\n"
		  "  block 0\n"
		  "    set %1 = %0 >> 1:s32\n"
		  "    set %2 = %0 > 4:u32\n"
		  "    set %3 = %1&0x1 & %2\n"
		  "    set %4 = not %3:u32\n"
		  "    call g(%3, %4)\n");
	/* x >> 4 is tested as x; (x ^ y) <= 0xfff; x <= 7 of some bits as a number. */
	normal_is("function f\nparam %0 :u32\nparam %1 :u32\nlocal %2 :u32\nlocal %3 :u64\n"
		  "local %4 :b1\nblock 0\nset %2 = %0 >> 4:s32\nset %3 = %0:u64 ^ %1:u64\n"
		  "set %4 = %0&0xf <= 7:u32\ncall g(%4)\n"
		  "goto 1 if %2&0xf == 3:u32\ngoto 2 if %2&0xf != 3:u32\n"
		  "block 1\ngoto 2 if %3 <= 4095:u64\ngoto 3 if %3 > 4095:u64\n"
		  "block 2\ncall a()\nreturn\nblock 3\nreturn\n",
		  "function f\n"
		  "  param %0 :u32\n"
		  "  param %1 :u32\n"
		  "  local %2 :b1\n"
		  "  block 0\n"
		  "    set %2 = %0&0x8 == 0:u32\n"
		  "    call g(%2)\n"
		  "    goto 1 if %0&0xf0 == 48:u32\n"
		  "    goto 2 if %0&0xf0 != 48:u32\n"
		  "  block 1\n"
		  "    goto 2 if %0&0xfffff000 == %1&0xfffff000\n"
		  "    goto 3 if %0&0xfffff000 != %1&0xfffff000\n"
		  "  block 2\n"
		  "    call a()\n"
		  "    return\n"
		  "  block 3\n"
		  "    return\n");
	/* An index is masked before it is shifted; 5 & (1 << n); ~(-1 << n). */
	normal_is("function f\nparam %0 :u16\nlocal %1 :u16\nlocal %2 :u16\nlocal %3 :u64\n"
		  "local %4 :u64\nlocal %5 :u64\nlocal %6 :u64\nblock 0\nset %1 = %0 >> 4:s32\n"
		  "set %2 = %1 & 15:u16\nset %3 = o[%2]:u64\nset %4 = 1:u64 << %0:s32\n"
		  "set %5 = -1:u64 << %0:s32\nset %6 = not %5\ncall g(%3, %6)\n"
		  "goto 1 if %4&0x5 == 0:u64\ngoto 2 if %4&0x5 != 0:u64\n"
		  "block 1\ncall a()\nblock 2\nreturn\n",
		  "function f\n"
		  "  param %0 :u16\n"
		  "  local %1 :u8\n"
		  "  local %2 :u64\n"
		  "  local %3 :u64\n"
		  "  local %4 :u64\n"
		  "  local %5 :u64\n"
		  "  block 0\n"
		  "    set %1 = %0&0xf0 >> 4:s32\n"
		  "    set %2 = o[%1]:u64\n"
		  "    set %3 = 1:s64 << %0\n"
		  "    set %4 = %3 + -1:s64\n"
		  "    call g(%2, %4)\n"
		  "    set %5 = 5:u64 >> %0\n"
		  "    goto 1 if %5&0x1 == 0:u64\n"
		  "    goto 2 if %5&0x1 != 0:u64\n"
		  "  block 1\n"
		  "    call a()\n"
		  "  block 2\n"
		  "    return\n");
	/* A sum of a narrower number, or of some bits, in a range; an address stands right. */
	normal_is("function f\nparam %0 :u8\nlocal %1 :s32\nlocal %2 :s32\nlocal %3 :u64\n"
		  "block 0\nset %1 = %0:s32 + -4:s32\nset %3 = &o::u64 + %0:u64\ncall g(%3)\n"
		  "goto 1 if %1:u32 <= 1:u32\ngoto 2 if %1:u32 > 1:u32\n"
		  "block 1\nset %2 = %0:s32&0xf + -2:s32\n"
		  "goto 2 if %2:u32 <= 1:u32\ngoto 3 if %2:u32 > 1:u32\n"
		  "block 2\ncall a()\nreturn\nblock 3\nreturn\n",
		  "function f\n"
		  "  param %0 :u8\n"
		  "  local %1 :u64\n"
		  "  block 0\n"
		  "    set %1 = %0 + &o::u64\n"
		  "    call g(%1)\n"
		  "    goto 1 if %0 in 0..3 6..255\n"
		  "    goto 2 if %0 in 4..5\n"
		  "  block 1\n"
		  "    call a()\n"
		  "    return\n"
		  "  block 2\n"
		  "    goto 3 if %0&0xf in 0..1 4..15\n"
		  "    goto 1 if %0&0xf in 2..3\n"
		  "  block 3\n"
		  "    return\n");
}

static void order_of_values(void **state)
{
	(void)state;
	/* Values stand where they are used; a load does not pass what may write. */
	normal_is("function f\nparam %0 :p64{r}\nparam %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		  "local %4 :u32\nblock 0\nset %2 = %1 + 1:u32\nset %3 = %0->b{r}:u32\n"
		  "set %4 = %0->a{r}:u32\ncall g(%4)\ncall h(%2, %3)\n",
		  "function f\n  param %0 :p64{r}\n  param %1 :u32\n  local %2 :u32\n"
		  "  local %3 :u32\n  local %4 :u32\n  block 0\n    set %2 = %0->a{r}:u32\n"
		  "    set %3 = %0->b{r}:u32\n    call g(%2)\n    set %4 = %1 + 1:s32\n"
		  "    call h(%4, %3)\n");
}

static void memory(void **state)
{
	(void)state;
	/* What was just read is the same; behind a call it may be another. */
	normal_is("function f\nparam %0 :p64{r}\nlocal %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		  "block 0\nset %1 = %0->a{r}:u32\nset %2 = %0->a{r}:u32\ncall g(%1, %2)\n"
		  "set %3 = %0->a{r}:u32\ncall g(%3)\n",
		  "function f\n  param %0 :p64{r}\n  local %1 :u32\n  local %2 :u32\n"
		  "  block 0\n    set %1 = %0->a{r}:u32\n    call g(%1, %1)\n"
		  "    set %2 = %0->a{r}:u32\n    call g(%2)\n");
	/* A path that is changed by way of a local, and one that a call may have changed. */
	normal_is("function f\nparam %0 :p64{r}\nlocal %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		  "local %4 :u32\nblock 0\nset %1 = %0->a{r}:u32\nset %2 = %1 | 4:s32\n"
		  "store %0->a{r}:u32 = %2\nset %3 = %0->a{r}:u32\ncall g()\n"
		  "set %4 = %3 | 8:s32\nstore %0->a{r}:u32 = %4\n",
		  "function f\n  param %0 :p64{r}\n  local %1 :u32\n  local %2 :u32\n  block 0\n"
		  "    store %0->a{r}:u32 = %0->a{r}:u32 | 4:s32\n    set %1 = %0->a{r}:u32\n"
		  "    call g()\n    set %2 = %1 | 8:s32\n    store %0->a{r}:u32 = %2\n");
}

static void chains(void **state)
{
	(void)state;
	/* constants stand last, and are one */
	normal_is("function f\nparam %0 :u32\nparam %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		  "local %4 :u32\nblock 0\nset %2 = %0 | 4:u32\nset %3 = %2 | %1\n"
		  "set %4 = %3 | 1:u32\nreturn %4\n",
		  "function f\n  param %0 :u32\n  param %1 :u32\n  local %2 :u32\n"
		  "  local %3 :u32\n  block 0\n    set %2 = %0 | %1\n"
		  "    set %3 = %2 | 5:s32\n    return %3\n");
	/* x & (1 << n) is tested as the lowest bit of x >> n */
	normal_is("function f\nparam %0 :u32\nparam %1 :u32\nlocal %2 :u32\nlocal %3 :u32\n"
		  "block 0\nset %2 = 1:u32 << %1\nset %3 = %0 & %2\n"
		  "goto 1 if %3 != 0:u32\ngoto 2 if %3 == 0:u32\n"
		  "block 1\ncall g()\nreturn\nblock 2\nreturn\n",
		  "function f\n  param %0 :u32\n  param %1 :u32\n  local %2 :u32\n  block 0\n"
		  "    set %2 = %0 >> %1\n    goto 1 if %2&0x1 == 0:u32\n"
		  "    goto 2 if %2&0x1 != 0:u32\n  block 1\n    return\n"
		  "  block 2\n    call g()\n    return\n");
	/* (x - (y - 1)) - 1 is x - y; what is set behind a part stays behind it; ~~x. */
	normal_is("function f\nparam %0 :u64\nparam %1 :u64\nlocal %2 :u64\nlocal %3 :u64\n"
		  "local %4 :u64\nlocal %5 :u64\nlocal %6 :u64\nlocal %7 :u64\nlocal %8 :u64\n"
		  "local %9 :u64\nblock 0\nset %2 = %1 + -1:s64\nset %3 = %0 - %2\n"
		  "set %4 = %3 + -1:s64\ncall g(%4)\nset %5 = %0 + 3:s64\ncall h() -> %6\n"
		  "set %7 = %5 + %6\nset %8 = not %7\nset %9 = not %8\ncall g(%9)\n",
		  "function f\n"
		  "  param %0 :u64\n"
		  "  param %1 :u64\n"
		  "  local %2 :u64\n"
		  "  local %3 :u64\n"
		  "  local %4 :u64\n"
		  "  local %5 :u64\n"
		  "  block 0\n"
		  "    set %2 = %0 - %1\n"
		  "    call g(%2)\n"
		  "    call h() -> %3\n"
		  "    set %4 = %3 + %0\n"
		  "    set %5 = %4 + 3:s64\n"
		  "    call g(%5)\n");
}

static void unit_order(void **state)
{
	(void)state;
	normal_is("extern z\nextern unused\n"
		  "function g static inline=hint\nblock 0\ncall z()\n"
		  "function unused2 static inline=always\nblock 0\ncall unused()\n"
		  "function f\nblock 0\ncall g()\n"
		  "row o index=1 @3:4\ncell b{r} = 0\ncell a{r} = 1\n"
		  "row n\ncell b{r} = &g()\ncell a{r} = 2\n",
		  "function f\n  block 0\n    call g()\n"
		  "function g static inline=hint\n  block 0\n    call z()\n"
		  "row n\n  cell a{r} = 2\n  cell b{r} = &g()\n"
		  "row o index=1 @3\n  cell a{r} = 1\n"
		  "extern z\n");
}

/* On any facts: it gives facts, and has nothing to do on what it made. */
static void random_units(void **state)
{
	(void)state;
	for (uint32_t seed = 0; seed < 1500; seed++) {
		struct arena a;
		struct unit *once, *twice;

		arena_init(&a);
		once = facts_normalise(gen_unit(&a, seed, seed % 6, 5, 4, seed & 1), &a);
		twice = facts_normalise(once, &a);
		if (!facts_equal(once, twice)) {
			struct buf x = {}, y = {};

			facts_write_text(&x, once);
			facts_write_text(&y, twice);
			printf("--- once\n%s--- twice\n%s", x.s, y.s);
			fail_msg("seed %u", seed);
		}
		arena_free(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(copies),	   cmocka_unit_test(builtins),
		cmocka_unit_test(constants),	   cmocka_unit_test(arithmetic),
		cmocka_unit_test(comparisons),	   cmocka_unit_test(bits),
		cmocka_unit_test(order_of_values), cmocka_unit_test(memory),
		cmocka_unit_test(chains),	   cmocka_unit_test(unit_order),
		cmocka_unit_test(random_units),
	};

	return cmocka_run_group_tests_name("facts normal", tests, NULL, drop);
}
