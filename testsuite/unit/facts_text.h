/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts from text, and what every form must keep of them; a failure fails the test. */
#ifndef EQS_FACTS_TEXT_H
#define EQS_FACTS_TEXT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "facts/forms.h"

/* The unit that the text says; it lies in arena. */
static inline struct unit *facts_of(struct arena *arena, const char *text)
{
	struct error err = {};
	struct unit *u = NULL;

	if (facts_read_text(text, strlen(text), "t", arena, &u, &err))
		fail_msg("%s\n%s", err.text, text);
	return u;
}

/* Written and read again it is the same unit, and written once more the same text. */
static inline void text_keeps(const struct unit *u)
{
	struct buf first = {}, second = {};
	struct arena arena;
	struct unit *v;

	arena_init(&arena);
	facts_write_text(&first, u);
	v = facts_of(&arena, first.s);
	facts_write_text(&second, v);
	assert_string_equal(first.s, second.s);
	if (!facts_equal(u, v))
		fail_msg("read again it differs:\n%s", first.s);
	buf_free(&first);
	buf_free(&second);
	arena_free(&arena);
}

/* The same for the binary form. */
static inline void binary_keeps(const struct unit *u)
{
	struct buf first = {}, second = {};
	struct error err = {};
	struct arena arena;
	struct unit *v;
	size_t used = 0;

	arena_init(&arena);
	facts_write_binary(&first, u);
	if (facts_read_binary(first.s, first.n, &used, &arena, &v, &err))
		fail_msg("reading: %s", err.text);
	assert_int_equal(used, first.n);
	facts_write_binary(&second, v);
	assert_int_equal(first.n, second.n);
	assert_memory_equal(first.s, second.s, first.n);
	assert_true(facts_equal(u, v));
	buf_free(&first);
	buf_free(&second);
	arena_free(&arena);
}

/* For the end of a group of tests. */
static inline int drop(void **state)
{
	(void)state;
	intern_drop();
	return 0;
}

#endif
