// SPDX-License-Identifier: GPL-2.0-or-later
#include "declared.h"

#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

/* gcc's word for a type, as the kernel writes it. */
static const char *usual(const char *type)
{
	static const char *const words[][2] = {
		{"long unsigned int", "unsigned long"},
		{"long long unsigned int", "unsigned long long"},
		{"long long int", "long long"},
		{"long int", "long"},
		{"short unsigned int", "unsigned short"},
		{"short int", "short"},
		{"_Bool", "bool"},
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (starts(type, words[i][0]))
			return intern_f("%s%s", words[i][1], type + strlen(words[i][0]));
	return intern(type);
}

/* Without blanks at either end and storage classes at its begin. */
static const char *bare_type(const char *text, size_t n)
{
	static const char *const drop[] = {"extern ", "static ", "inline ", "__inline ",
					   "volatile "};

	for (bool again = true; again;) {
		again = false;
		while (n && (text[0] == ' ' || text[0] == '\t'))
			text++, n--;
		for (size_t i = 0; i < sizeof(drop) / sizeof(*drop); i++)
			if (n > strlen(drop[i]) && !strncmp(text, drop[i], strlen(drop[i]))) {
				text += strlen(drop[i]);
				n -= strlen(drop[i]);
				again = true;
			}
	}
	while (n && text[n - 1] == ' ')
		n--;
	return usual(intern_n(text, n));
}

/* "struct x *blk", "int", "u64 *": the name is the last word, unless it is part of the type. */
static bool split_param(const char *text, size_t n, bool is_named, struct declared_param *p)
{
	size_t end = n, start;

	if (memchr(text, '(', n) || memchr(text, '[', n) || memchr(text, '.', n))
		return false;
	while (end && text[end - 1] == ' ')
		end--;
	start = end;
	while (is_named && start &&
	       (text[start - 1] == '_' || (text[start - 1] >= '0' && text[start - 1] <= '9') ||
		((text[start - 1] | 32) >= 'a' && (text[start - 1] | 32) <= 'z')))
		start--;
	*p = (struct declared_param){.type = bare_type(text, start)};
	if (start < end)
		p->name = intern_n(text + start, end - start);
	return *p->type;
}

static bool read_params(const char *open, const char *close, bool is_named, struct declared *out)
{
	const char *at = open + 1;

	if (close - at == 4 && !strncmp(at, "void", 4))
		return true;
	while (at < close) {
		const char *comma = memchr(at, ',', (size_t)(close - at)),
			   *end = comma ? comma : close;

		if (out->nparams == sizeof(out->params) / sizeof(*out->params) ||
		    !split_param(at, (size_t)(end - at), is_named, &out->params[out->nparams++]))
			return false;
		at = end + 1;
	}
	return true;
}

bool declared_function(const struct buf *aux, const char *name, struct declared *out)
{
	const char *needle = intern_f(" %s (", name);
	const char *star = intern_f("*%s (", name);

	/* one declaration a line, behind a comment that says where; a definition is the best */
	for (int pass = 0; pass < 2; pass++)
		for (const char *line = aux->s; line && *line;) {
			const char *end = strchrnul(line, '\n'), *begin = strstr(line, " */ ");
			const char *at = NULL, *close;
			bool is_definition;

			if (begin && begin < end && begin[-1] != '.') {
				is_definition = begin[-1] == 'F';
				at = strstr(begin, needle);
				if (!at || at > end)
					at = strstr(begin, star);
				close = at ? strstr(at, ");") : NULL;
				if (at && at < end && close && close < end &&
				    is_definition == !pass) {
					*out = (struct declared){
						.type = bare_type(begin + 4,
								  (size_t)(at + 1 - begin - 4))};
					return read_params(strchr(at, '('), close, is_definition,
							   out);
				}
			}
			line = *end ? end + 1 : end;
		}
	return false;
}

/* ---- as written ---- */

/* Declarators behind the type in [first, end): is one of that name?  "": of another form. */
static const char *in_declarators(const struct csource *s, size_t type, size_t first, size_t end,
				  const char *name)
{
	const char *base = csource_slice(s, s->tokens.v[type].start, s->tokens.v[first].start);
	struct buf b = {};
	const char *found;

	for (size_t i = first; i < end;) {
		size_t stars = 0;

		for (; i < end && token_is(s, i, "*"); i = next_code(s, i + 1, end))
			stars++;
		if (i >= end)
			break;
		if (token_is(s, i, name)) {
			size_t next = next_code(s, i + 1, end);

			if (next < end && (token_is(s, next, "[") || token_is(s, next, "(")))
				return "";
			buf_puts(&b, bare_type(base, strlen(base)));
			if (stars)
				buf_putc(&b, ' ');
			while (stars--)
				buf_putc(&b, '*');
			found = intern(b.s);
			buf_free(&b);
			return found;
		}
		while (i < end && !token_is(s, i, ",")) {
			if (token_is(s, i, "(") || token_is(s, i, "{") || token_is(s, i, "["))
				i = closing(s, i, end);
			i = next_code(s, i + 1, end);
		}
		i = next_code(s, i + 1, end);
	}
	return NULL;
}

/* The first token behind a type's words: a star or what is declared; end: it is no declaration. */
static size_t behind_type(const struct csource *s, size_t first, size_t end)
{
	size_t words = 0;

	for (size_t i = first; i < end; i = next_code(s, i + 1, end)) {
		size_t next = next_code(s, i + 1, end);

		if (token_is(s, i, "*"))
			return words ? i : end;
		if (s->tokens.v[i].kind != TOKEN_WORD)
			return end;
		if (words && (next >= end || s->tokens.v[next].kind != TOKEN_WORD) &&
		    !(next < end && token_is(s, next, "*")))
			return i;
		words++;
	}
	return end;
}

/* A name that is looked for: which declarations are seen where it stands. */
struct search {
	const struct csource *s;
	size_t at;
	const char *name;
	size_t n;	  /* how many are seen */
	const char *type; /* of the last; "": it is not understood */
};

static void look(struct search *x, size_t first, size_t end)
{
	size_t behind = behind_type(x->s, first, end);
	const char *type = behind < end ? in_declarators(x->s, first, behind, end, x->name) : NULL;

	x->n += !!type;
	x->type = type ? type : x->type;
}

/* What the block, or the head of the loop, that the name stands in declares. */
static void look_in(struct search *x, const struct stmt *st)
{
	const struct csource *s = x->s;

	if (x->at < st->first || x->at > st->last)
		return;
	if (st->kind == STMT_LOOP && token_is(s, st->first, "for")) {
		size_t first = next_code(s, next_code(s, st->first + 1, st->last) + 1, st->last);
		size_t end = first;

		while (end < st->last && !token_is(s, end, ";"))
			end = next_code(s, end + 1, st->last);
		look(x, first, end);
	}
	for (size_t i = 0; i < st->nchildren; i++) {
		const struct stmt *child = st->children[i];

		if (child->kind == STMT_SIMPLE)
			look(x, child->first, child->last);
		else
			look_in(x, child);
	}
}

int declared_local(const struct csource *s, const struct cfunction *f, size_t at, const char *name,
		   const char **type, struct error *err)
{
	struct search x = {.s = s, .at = at, .name = name};

	for (size_t i = next_code(s, f->open + 1, f->close); i < f->close;) {
		size_t end = i;

		while (end < f->close && !token_is(s, end, ",")) {
			if (token_is(s, end, "("))
				end = closing(s, end, f->close);
			end = next_code(s, end + 1, f->close);
		}
		look(&x, i, end);
		i = next_code(s, end + 1, f->close);
	}
	look_in(&x, f->body);
	*type = x.type;
	if (x.n > 1)
		return error_set(err, EINVAL, "several locals of %s() are called %s", f->name,
				 name);
	if (x.n && !*x.type)
		return error_set(err, EINVAL, "the type of %s is not understood", name);
	return 0;
}

const char *declaration(const char *type, const char *name)
{
	return intern_f("%s%s%s", type, ends(type, "*") ? "" : " ", name);
}

void declared_params(const struct csource *s, const struct cfunction *f, struct name_list *out)
{
	const char *word = NULL;

	for (size_t i = next_code(s, f->open + 1, f->close); i <= f->close;
	     i = next_code(s, i + 1, s->tokens.n)) {
		if (i == f->close || token_is(s, i, ",")) {
			if (word && strcmp(word, "void"))
				vec_push(out, word);
			word = NULL;
		} else if (s->tokens.v[i].kind == TOKEN_WORD) {
			word = token_text(s, i);
		}
	}
}
