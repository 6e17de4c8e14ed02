// SPDX-License-Identifier: GPL-2.0-or-later
#include "csource.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

/* No file of a kernel that a person edits is larger. */
#define SOURCE_LIMIT ((size_t)16 << 20)

struct lexer {
	struct csource *s;
	const char *text;
	size_t n, at;
	uint32_t line;
	bool line_begins; /* nothing but blanks and comments stands before on this line */
	struct error *err;
};

static bool is_word(char c)
{
	return is_name_char(c) || c == '$';
}

static char peek(const struct lexer *l, size_t ahead)
{
	return l->at + ahead < l->n ? l->text[l->at + ahead] : 0;
}

/* Goes on over the byte, and counts lines. */
static void step(struct lexer *l)
{
	if (l->text[l->at++] == '\n')
		l->line++;
}

static int comment(struct lexer *l)
{
	uint32_t line = l->line;

	if (peek(l, 1) == '/') {
		while (l->at < l->n && l->text[l->at] != '\n')
			step(l);
		return 0;
	}
	step(l);
	step(l);
	while (l->at < l->n && !(l->text[l->at] == '*' && peek(l, 1) == '/'))
		step(l);
	if (l->at >= l->n)
		return error_set(l->err, EINVAL, "the comment in line %u does not end", line);
	l->at += 2;
	return 0;
}

static int string(struct lexer *l)
{
	char quote = l->text[l->at];
	uint32_t line = l->line;

	step(l);
	while (l->at < l->n && l->text[l->at] != quote && l->text[l->at] != '\n') {
		if (l->text[l->at] == '\\' && l->at + 1 < l->n)
			step(l);
		step(l);
	}
	if (l->at >= l->n || l->text[l->at] != quote)
		return error_set(l->err, EINVAL, "the string in line %u does not end", line);
	l->at++;
	return 0;
}

/* A preprocessor line; a comment that begins in it may go on behind it. */
static int directive(struct lexer *l)
{
	while (l->at < l->n && l->text[l->at] != '\n') {
		if (l->text[l->at] == '\\' && peek(l, 1) == '\n')
			step(l);
		else if (l->text[l->at] == '/' && (peek(l, 1) == '*' || peek(l, 1) == '/')) {
			if (comment(l))
				return -EINVAL;
			continue;
		}
		if (l->at < l->n)
			step(l);
	}
	return 0;
}

static void punctuation(struct lexer *l)
{
	static const char *const longer[] = {"<<=", ">>=", "...", "->", "++", "--", "<<", ">>",
					     "<=",  ">=",  "==",  "!=", "&&", "||", "+=", "-=",
					     "*=",  "/=",  "%=",  "&=", "|=", "^=", "##"};
	size_t n = 1;

	for (size_t i = 0; i < sizeof(longer) / sizeof(*longer); i++)
		if (!strncmp(l->text + l->at, longer[i], strlen(longer[i]))) {
			n = strlen(longer[i]);
			break;
		}
	l->at += n;
}

static int token(struct lexer *l, struct token *t)
{
	char c = l->text[l->at];
	int ret = 0;

	*t = (struct token){.kind = TOKEN_PUNCT, .start = l->at, .line = l->line};
	if (c == '/' && (peek(l, 1) == '*' || peek(l, 1) == '/')) {
		t->kind = TOKEN_COMMENT;
		ret = comment(l);
	} else if (c == '#' && l->line_begins) {
		t->kind = TOKEN_DIRECTIVE;
		ret = directive(l);
	} else if (c == '"' || c == '\'') {
		t->kind = TOKEN_STRING;
		ret = string(l);
	} else if (isdigit((unsigned char)c)) {
		t->kind = TOKEN_NUMBER;
		while (l->at < l->n && (is_word(l->text[l->at]) || l->text[l->at] == '.'))
			l->at++;
	} else if (is_word(c)) {
		t->kind = TOKEN_WORD;
		while (l->at < l->n && is_word(l->text[l->at]))
			l->at++;
	} else {
		punctuation(l);
	}
	t->end = l->at;
	l->line_begins = t->kind == TOKEN_COMMENT && l->line_begins;
	return ret;
}

int csource_lex(struct csource *s, struct buf *text, struct error *err)
{
	struct lexer l = {.s = s, .line = 1, .line_begins = true, .err = err};
	struct token t;
	int ret = 0;

	*s = (struct csource){.text = *text};
	*text = (struct buf){};
	l.text = s->text.s ? s->text.s : "";
	l.n = s->text.n;
	while (!ret && l.at < l.n) {
		char c = l.text[l.at];

		if (isspace((unsigned char)c) || c == '\\') {
			l.line_begins = l.line_begins || c == '\n';
			step(&l);
			continue;
		}
		ret = token(&l, &t);
		if (!ret)
			vec_push(&s->tokens, t);
	}
	if (ret)
		csource_free(s);
	return ret;
}

int csource_read(struct csource *s, const char *path, const char *name, struct error *err)
{
	struct buf text = {};
	int ret = buf_read_file(&text, path, SOURCE_LIMIT, err);

	if (!ret && text.n && strstr(text.s, "\r\n"))
		ret = error_set(err, EINVAL,
				"%s: its lines end with CR LF: nothing is put among them", name);
	if (!ret) {
		ret = csource_lex(s, &text, err);
		if (ret)
			error_prefix(err, "%s", name);
	}
	buf_free(&text);
	return ret;
}

void csource_free(struct csource *s)
{
	buf_free(&s->text);
	vec_free(&s->tokens);
}

bool token_is(const struct csource *s, size_t token, const char *text)
{
	const struct token *t;

	if (token >= s->tokens.n)
		return false;
	t = &s->tokens.v[token];
	return t->end - t->start == strlen(text) &&
	       !memcmp(s->text.s + t->start, text, t->end - t->start);
}

bool has_word(const struct csource *s, const char *name)
{
	for (size_t i = 0; i < s->tokens.n; i++)
		if (s->tokens.v[i].kind == TOKEN_WORD && token_is(s, i, name))
			return true;
	return false;
}

const char *csource_slice(const struct csource *s, size_t start, size_t end)
{
	return intern_n(s->text.s + start, end - start);
}

const char *token_text(const struct csource *s, size_t token)
{
	return csource_slice(s, s->tokens.v[token].start, s->tokens.v[token].end);
}

static bool is_code(const struct token *t)
{
	return t->kind != TOKEN_COMMENT && t->kind != TOKEN_DIRECTIVE;
}

size_t next_code(const struct csource *s, size_t i, size_t end)
{
	while (i < end && !is_code(&s->tokens.v[i]))
		i++;
	return i;
}

size_t previous_code(const struct csource *s, size_t i, size_t begin)
{
	for (size_t k = i; k > begin; k--)
		if (is_code(&s->tokens.v[k - 1]))
			return k - 1;
	return i;
}

size_t closing(const struct csource *s, size_t i, size_t end)
{
	size_t depth = 0;

	for (; i < end; i++) {
		const struct token *t = &s->tokens.v[i];

		if (t->kind != TOKEN_PUNCT || t->end - t->start != 1)
			continue;
		switch (s->text.s[t->start]) {
		case '(':
		case '[':
		case '{':
			depth++;
			break;
		case ')':
		case ']':
		case '}':
			if (depth <= 1)
				return depth ? i : end;
			depth--;
			break;
		}
	}
	return end;
}

size_t line_start(const struct csource *s, size_t byte)
{
	while (byte && s->text.s[byte - 1] != '\n')
		byte--;
	return byte;
}

size_t line_end(const struct csource *s, size_t byte)
{
	while (byte < s->text.n && s->text.s[byte] != '\n')
		byte++;
	return byte + (byte < s->text.n);
}

const char *indented(const char *text, const char *old, const char *blanks)
{
	const char *result;
	struct buf b = {};

	while (*text) {
		const char *end = strchrnul(text, '\n');

		if (starts(text, old))
			text += strlen(old);
		if (end > text)
			buf_puts(&b, blanks);
		buf_add(&b, text, (size_t)(end - text));
		buf_putc(&b, '\n');
		text = *end ? end + 1 : end;
	}
	result = intern(b.s ? b.s : "");
	buf_free(&b);
	return result;
}

size_t columns(const char *text, size_t n, size_t from)
{
	for (size_t i = 0; i < n; i++)
		from = text[i] == '\t' ? (from / 8 + 1) * 8 : from + 1;
	return from;
}

bool begins_line(const struct csource *s, size_t byte)
{
	return line_start(s, byte) + strlen(indentation(s, byte)) == byte;
}

const char *indentation(const struct csource *s, size_t byte)
{
	size_t start = line_start(s, byte), end = start;

	while (s->text.s[end] == ' ' || s->text.s[end] == '\t')
		end++;
	return csource_slice(s, start, end);
}
