// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Which association of a _Generic() was chosen.  libclang shows the value that
 * decides and those of the associations, neither their types nor the choice: the
 * types stand in the function's text, as they were written.
 */
#include "clang_text.h"

#include <ctype.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

/* The type of a name that begins the text, if it is a typedef, in words; NULL. */
static const char *meaning_of(struct cunit *u, const char *word, size_t n, bool alone)
{
	const char *name = intern_n(word, n), *words;
	CXType type;

	if (!typedef_named(u, name, &type))
		return NULL;
	words = take_string(
		clang_getTypeSpelling(clang_getUnqualifiedType(clang_getCanonicalType(type))));
	/* of a pointer nothing but the type itself can be told by its words */
	return words && (alone || !strpbrk(words, "*([")) ? words : NULL;
}

static bool is_tag(const char *word, size_t n)
{
	return (n == 6 && !strncmp(word, "struct", n)) || (n == 5 && !strncmp(word, "union", n)) ||
	       (n == 4 && !strncmp(word, "enum", n));
}

/* The type that was written so, as clang spells its canonical one, without blanks. */
static const char *canonical_words(struct cunit *u, const char *text)
{
	bool is_tagged = false;
	struct buf out = {};
	const char *ret;

	for (const char *p = text; *p;) {
		const char *word = p, *means;
		size_t n = 0;

		while (is_name_char(word[n]))
			n++;
		p += n ? n : 1;
		if (!n) {
			if (!isspace((unsigned char)*word))
				buf_putc(&out, *word);
			continue;
		}
		means = is_tagged ? NULL : meaning_of(u, word, n, n == strlen(text));
		is_tagged = is_tag(word, n);
		if (!means)
			buf_add(&out, word, n);
		for (; means && *means; means++)
			if (!isspace((unsigned char)*means))
				buf_putc(&out, *means);
	}
	ret = intern_n(out.s ? out.s : "", out.n);
	buf_free(&out);
	return ret;
}

/* Which one is of this type, as it is spelled, or the default; n: none is. */
static size_t association(struct cunit *u, const char *const *types, size_t n, CXType type)
{
	const char *wanted;
	size_t rest = n;

	type = clang_getUnqualifiedType(clang_getCanonicalType(type));
	wanted = take_string(clang_getTypeSpelling(type));
	wanted = wanted ? canonical_words(u, wanted) : NULL;
	for (size_t i = 0; i < n; i++) {
		if (!strcmp(types[i], "default"))
			rest = i;
		else if (canonical_words(u, types[i]) == wanted)
			return i;
	}
	return rest;
}

bool choice_of_generic(struct body *b, CXCursor c, CXCursor *to)
{
	CXType type = clang_getCursorType(c);
	struct kids k = kids_of(b, c);
	const char *const *types;
	size_t n = 0, at = 0;

	for (size_t i = 1; i < k.n; i++)
		if (is_same_type(clang_getCursorType(k.v[i]), type)) {
			at = i;
			n++;
		}
	if (n > 1) {
		types = text_of_generic(b, c);
		at = types ? association(b->u, types, k.n - 1, clang_getCursorType(k.v[0])) + 1
			   : k.n;
	}
	if (!at || at >= k.n || !is_same_type(clang_getCursorType(k.v[at]), type))
		return false;
	*to = k.v[at];
	return true;
}
