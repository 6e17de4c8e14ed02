/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the normal form of a unit must be.  Behind cmocka.h and facts_text.h. */
#ifndef NORMAL_IS_H
#define NORMAL_IS_H

#include "facts/forms.h"

#define HEAD "eqslint-facts 1\nunit a.c arch=s390 compiler="

/* The body of a unit in its normal form must be the one that is wanted. */
static void normal_is(const char *body, const char *wanted)
{
	struct buf text = {}, out = {}, want = {};
	struct arena a;

	arena_init(&a);
	buf_printf(&text, HEAD "cc object=a.o\n%s", body);
	buf_printf(&want, HEAD "any object=a.o\n%s", wanted);
	facts_write_text(&out, facts_normalise(facts_of(&a, text.s), &a));
	assert_string_equal(out.s, want.s);
	buf_free(&text);
	buf_free(&out);
	buf_free(&want);
	arena_free(&a);
}

#endif
