// SPDX-License-Identifier: GPL-2.0-or-later
/* What is called otherwise now, in comments and in text that moves. */
#include <ctype.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "split.h"
#include "words.h"

static const char *replaced(const char *text, const char *old, const char *new)
{
	struct buf b = {};
	size_t n = strlen(old);
	const char *s, *from = text;

	for (const char *p = text; (p = strstr(p, old)); p += n)
		if ((p == text || !is_name_char(p[-1])) && !is_name_char(p[n])) {
			buf_add(&b, from, (size_t)(p - from));
			buf_puts(&b, new);
			from = p + n;
		}
	buf_puts(&b, from);
	s = intern(b.s ? b.s : "");
	buf_free(&b);
	return s;
}

/* The end of what fits on the line: a blank before the column; the line's end when all does. */
static const char *break_at(const char *line, const char *end, size_t *width)
{
	const char *blank = NULL;
	size_t column = 0;

	for (const char *c = line; c < end; c++) {
		column = columns(c, 1, column);
		if (*c == ' ' && column <= 80 && c > line && c[-1] != '*' && c[-1] != ' ')
			blank = c;
	}
	*width = column;
	return column > 80 && blank ? blank : end;
}

/* Lines of a comment that became too long go on in the next one. */
static const char *wrapped(const char *text)
{
	struct buf b = {};
	const char *s;

	while (*text) {
		const char *end = strchrnul(text, '\n'), *stop, *star;
		size_t width;

		stop = break_at(text, end, &width);
		star = memchr(text, '*', (size_t)(end - text));
		buf_add(&b, text, (size_t)(stop - text));
		if (stop < end && star && star[1] == ' ') {
			/* before the words of the next line: "BLANKS* WORDS NEXT" */
			const char *next = *end ? strchr(end + 1, '*') : NULL;
			const char *after = *end ? strchrnul(end + 1, '\n') : end;

			buf_printf(&b, "\n%.*s%.*s", (int)(star + 2 - text), text,
				   (int)(end - stop - 1), stop + 1);
			if (next && next < after && next[1] == ' ') {
				buf_putc(&b, ' ');
				text = next + 2;
				continue;
			}
		} else if (stop < end) {
			buf_add(&b, stop, (size_t)(end - stop));
		}
		if (*end)
			buf_putc(&b, '\n');
		text = *end ? end + 1 : end;
	}
	s = intern(b.s ? b.s : "");
	buf_free(&b);
	return s;
}

const char *words_replaced(const struct rename_vec *words, const char *text)
{
	const char *old = text;

	for (size_t i = 0; i < words->n; i++)
		text = replaced(text, words->v[i].old, words->v[i].now);
	return text == old || !strchr(text, '\n') ? text : wrapped(text);
}

void words_add(struct rename_vec *words, const char *const *old, size_t n, const char *now)
{
	for (size_t i = 0; i < n; i++)
		vec_push(words, (struct rename){old[i], now});
}

const char *comment_words(const char *text)
{
	static const char between[] = " \t\n*/";
	struct buf b = {};
	const char *s;

	for (text += strspn(text, between); *text; text += strspn(text, between)) {
		size_t n = strcspn(text, between);

		buf_printf(&b, "%s%.*s", b.n ? " " : "", (int)n, text);
		text += n;
	}
	s = intern(b.s ? b.s : "");
	buf_free(&b);
	return s;
}

/* As much of it as fits on a line behind its place. */
static const char *shortened(const char *text)
{
	size_t n = strlen(text), most = 60;

	if (n <= most)
		return text;
	while (most && text[most] != ' ')
		most--;
	return intern_f("%.*s ...", (int)most, text);
}

/* A word of the text begins with one of these, in whatever case. */
static bool speaks_of(const char *text, const char *const *words, size_t n)
{
	for (const char *p = text; *p; p++)
		for (size_t i = 0; i < n; i++)
			if ((p == text || !isalnum((unsigned char)p[-1])) &&
			    !strncasecmp(p, words[i], strlen(words[i])))
				return true;
	return false;
}

void words_doubt(const struct rename_vec *words, const struct recipe *r, const struct csource *s,
		 size_t token, const char *file, struct plan *plan)
{
	const char *text = token_text(s, token), *rest = text;

	/* the names themselves say nothing: guest_exit_irqoff has the word irq */
	for (size_t i = 0; i < words->n; i++)
		rest = replaced(rest, words->v[i].old, "");
	if (rest == text || !speaks_of(rest, r->doubtful, r->ndoubtful))
		return;
	vec_push(&plan->doubtful, intern_f("%s:%u: %s", file, s->tokens.v[token].line,
					   shortened(comment_words(text))));
}

static void split_renames(const struct split *x, struct rename_vec *words)
{
	const struct recipe *r = x->r;

	words_add(words, r->enter, r->nenter, r->outer[0]);
	words_add(words, r->enter_any, r->nenter_any, r->outer[0]);
	words_add(words, r->leave, r->nleave, r->outer[1]);
	words_add(words, r->leave_any, r->nleave_any, r->outer[1]);
}

void split_comment(struct split *x, size_t token)
{
	struct rename_vec words = {};

	split_note(x, "comment", token, token);
	split_renames(x, &words);
	words_doubt(&words, x->r, &x->src, token, x->in->file, x->plan);
	vec_free(&words);
}

const char *split_words(const struct split *x, const char *text)
{
	struct rename_vec words = {};

	split_renames(x, &words);
	text = words_replaced(&words, text);
	vec_free(&words);
	return text;
}

/* A comment on one line that became too long is a block of several. */
static const char *as_block(const char *text, const char *blanks, size_t column)
{
	struct buf b = {};
	const char *s;
	size_t at = 0, n = strlen(text);

	if (column + n <= 80 || strchr(text, '\n') || !starts(text, "/* ") || !ends(text, " */"))
		return text;
	buf_puts(&b, "/*");
	for (const char *p = text + 3; p < text + n - 3; p++) {
		size_t word = strcspn(p, " ");

		if (at && column + at + 1 + word <= 80) {
			buf_putc(&b, ' ');
			at++;
		} else {
			buf_printf(&b, "\n%s * ", blanks);
			at = 3;
		}
		buf_add(&b, p, word);
		at += word;
		p += word;
	}
	buf_printf(&b, "\n%s */", blanks);
	s = intern(b.s);
	buf_free(&b);
	return s;
}

/* A comment or a macro that stands right above the next token. */
static bool is_glued(const struct csource *s, size_t i)
{
	const struct token *t = &s->tokens.v[i];

	if (t->kind != TOKEN_COMMENT &&
	    !(t->kind == TOKEN_DIRECTIVE && starts(token_text(s, i), "#define")))
		return false;
	return line_end(s, t->end) >= line_start(s, s->tokens.v[i + 1].start);
}

size_t function_first(const struct csource *s, const struct cfunction *f)
{
	size_t first = f->first;

	while (first && is_glued(s, first - 1))
		first--;
	return first;
}

const char *words_in_comment(const struct csource *s, size_t i, const char *text)
{
	size_t start = s->tokens.v[i].start;
	const char *blanks = indentation(s, start);

	return as_block(text, blanks, columns(blanks, strlen(blanks), 0));
}

static bool is_gone(const struct split *x, size_t byte)
{
	for (size_t i = 0; i < x->gone.n; i++)
		if (byte >= x->gone.v[i].start && byte < x->gone.v[i].end)
			return true;
	return false;
}

void split_mend_comments(struct split *x)
{
	const struct csource *s = &x->src;

	for (size_t i = function_first(s, &x->f); i < x->f.body->last; i++) {
		const char *old, *new;

		if (s->tokens.v[i].kind != TOKEN_COMMENT || is_gone(x, s->tokens.v[i].start))
			continue;
		old = token_text(s, i);
		new = split_words(x, old);
		if (new == old)
			continue;
		edits_add(&x->edits, s->tokens.v[i].start, s->tokens.v[i].end,
			  words_in_comment(s, i, new));
		split_comment(x, i);
	}
}
