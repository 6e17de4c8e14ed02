// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.h"

#include <stdbool.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"

/* Appends a quoted stretch that starts behind its quote; returns its end, or NULL. */
static const char *quoted(struct buf *b, const char *s, char quote)
{
	for (; *s && *s != quote; s++) {
		if (quote == '"') {
			if (*s == '`' || *s == '$')
				return NULL;
			if (*s == '\\' && s[1] && strchr("\\\"$`", s[1]))
				s++;
		}
		buf_putc(b, *s);
	}
	return *s ? s + 1 : NULL;
}

/* Reads one word into b; returns its end, or NULL when it cannot be read. */
static const char *one_word(struct buf *b, const char *s)
{
	while (s && *s && !strchr(" \t\n;&|<>", *s)) {
		if (*s == '\'' || *s == '"') {
			s = quoted(b, s + 1, *s);
		} else if (*s == '`' || *s == '$') {
			return NULL;
		} else {
			if (*s == '\\' && s[1])
				s++;
			buf_putc(b, *s++);
		}
	}
	return s;
}

const char *words_split(const char *s, struct word_vec *words)
{
	struct buf b = {};

	for (;;) {
		s += strspn(s, " \t");
		if (!*s || strchr("\n;&|<>", *s))
			break;
		b.n = 0;
		buf_add(&b, "", 0);
		s = one_word(&b, s);
		if (!s)
			break;
		vec_push(words, intern(b.s));
	}
	buf_free(&b);
	return s;
}

/* Takes the last component off b (the root stays); false when there is none that can go. */
static bool drop_last(struct buf *b)
{
	size_t n = b->n;

	if (n == 1 && b->s[0] == '/')
		return true;
	while (n && b->s[n - 1] != '/')
		n--;
	if (b->n == n || !strcmp(b->s + n, ".."))
		return false;
	b->n = n > 1 ? n - 1 : n; /* the first slash stays */
	b->s[b->n] = 0;
	return true;
}

const char *path_normal(const char *path)
{
	struct buf b = {};
	const char *s;

	buf_add(&b, "", 0);
	if (*path == '/')
		buf_putc(&b, '/');
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && !memcmp(path, "..", 2) && drop_last(&b)) {
			;
		} else if (n && !(n == 1 && *path == '.')) {
			if (b.n && b.s[b.n - 1] != '/')
				buf_putc(&b, '/');
			buf_add(&b, path, n);
		}
		path += n;
		path += strspn(path, "/");
	}
	s = intern(b.n ? b.s : ".");
	buf_free(&b);
	return s;
}

const char *path_below(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	return !strncmp(path, dir, n) && path[n] == '/' ? path + n + 1 : NULL;
}

const char *path_directory(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? intern_n(path, (size_t)(slash - path)) : intern(".");
}
