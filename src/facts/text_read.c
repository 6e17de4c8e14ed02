// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reads the text form, line by line.  What belongs to the function, row,
 * block or edge in hand is gathered in vectors and moves to the arena when
 * the next one begins.
 */
#include "text.h"

#include <errno.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "check.h"

/* What a line may belong to. */
enum part { PART_UNIT, PART_FUNCTION, PART_BLOCK, PART_EDGE, PART_ROW };

struct reader {
	struct scan s;
	struct unit *u;
	enum part part;
	VEC(struct option) options;
	VEC(struct function) functions;
	VEC(struct row) rows;
	VEC(struct symref) symrefs;
	VEC(struct cell) cells;	  /* of the last row */
	VEC(struct block) blocks; /* of the last function */
	VEC(struct event) events; /* of the last block */
	VEC(struct edge) edges;	  /* of the last block */
	VEC(struct event) sets;	  /* of the last edge */
};

#define MOVE(r, to, count, vec)                                                                    \
	do {                                                                                       \
		(count) = (uint32_t)(vec)->n;                                                      \
		(to) = arena_copy((r)->s.arena, (vec)->v, (vec)->n * sizeof(*(vec)->v));           \
		(vec)->n = 0;                                                                      \
	} while (0)
#define LAST(vec) (&(vec)->v[(vec)->n - 1])

static void end_edge(struct reader *r)
{
	if (r->part != PART_EDGE)
		return;
	MOVE(r, LAST(&r->edges)->sets, LAST(&r->edges)->nsets, &r->sets);
	r->part = PART_BLOCK;
}

static void end_block(struct reader *r)
{
	struct block *b;

	end_edge(r);
	if (r->part != PART_BLOCK)
		return;
	b = LAST(&r->blocks);
	MOVE(r, b->events, b->nevents, &r->events);
	MOVE(r, b->edges, b->nedges, &r->edges);
	r->part = PART_FUNCTION;
}

/* Ends the function or the row in hand; false, with the error set, if it cannot be. */
static bool end_part(struct reader *r)
{
	struct function *f;
	struct row *row;

	end_block(r);
	if (r->part == PART_ROW) {
		row = LAST(&r->rows);
		MOVE(r, row->cells, row->ncells, &r->cells);
	} else if (r->part == PART_FUNCTION) {
		f = LAST(&r->functions);
		MOVE(r, f->locals, f->nlocals, &r->s.locals);
		MOVE(r, f->blocks, f->nblocks, &r->blocks);
		if (facts_check_function(f, r->s.err)) {
			error_prefix(r->s.err, "%s", r->s.name);
			r->s.failed = true;
		}
	}
	r->part = PART_UNIT;
	return !r->s.failed;
}

/* ---- attributes: " key=value" ---- */

static bool scan_attribute(struct scan *s, const char *key, const char **value)
{
	const char *before;

	scan_blank(s);
	before = s->p;
	if (scan_take(s, key) && scan_take(s, "=")) {
		*value = scan_string(s, BARE_WORD);
		return true;
	}
	s->p = s->failed ? s->end : before;
	return false;
}

static int name_index(const char *const *names, int n, const char *name)
{
	for (int i = 0; name && i < n; i++)
		if (!strcmp(names[i], name))
			return i;
	return -1;
}

/* ---- lines of the unit ---- */

static void read_unit_line(struct reader *r)
{
	struct scan *s = &r->s;
	struct unit *u = r->u;

	if (u->source) {
		scan_fail(s, "a second unit");
		return;
	}
	scan_blank(s);
	u->source = scan_string(s, BARE_WORD);
	while (!s->failed && !scan_at_end(s)) {
		if (scan_attribute(s, "arch", &u->arch) ||
		    scan_attribute(s, "release", &u->release) ||
		    scan_attribute(s, "compiler", &u->compiler) ||
		    scan_attribute(s, "object", &u->object) ||
		    scan_attribute(s, "config", &u->config))
			continue;
		if (scan_word(s, "preprocessed"))
			u->is_preprocessed = true;
		else
			scan_fail(s, "a unit has arch=, release=, compiler=, object=, config= and "
				     "'preprocessed'");
	}
}

static void read_option(struct reader *r)
{
	struct option o;

	scan_blank(&r->s);
	o.name = scan_string(&r->s, BARE_WORD);
	scan_blank(&r->s);
	o.value = scan_string(&r->s, BARE_WORD);
	vec_push(&r->options, o);
}

static void read_extern(struct reader *r)
{
	struct scan *s = &r->s;
	struct symref ref = {};

	scan_blank(s);
	ref.symbol = scan_string(s, BARE_WORD);
	while (!s->failed && !scan_at_end(s)) {
		if (scan_attribute(s, "section", &ref.section))
			continue;
		if (scan_word(s, "weak"))
			ref.is_weak = true;
		else
			scan_fail(s, "an extern has section= and 'weak'");
	}
	vec_push(&r->symrefs, ref);
}

static void read_row(struct reader *r)
{
	struct scan *s = &r->s;
	struct row row = {.index = -1};

	scan_blank(s);
	s->file = r->u->source;
	s->locals.n = 0;
	row.object = scan_string(s, BARE_WORD);
	while (!s->failed && !scan_at_end(s)) {
		if (scan_attribute(s, "within", &row.within) ||
		    scan_attribute(s, "record", &row.record))
			continue;
		if (scan_word(s, "static")) {
			row.is_static = true;
		} else if (scan_take(s, "index=")) {
			row.index = (int64_t)scan_number(s, INT64_MAX);
		} else if (*s->p == '@') {
			scan_place(s, &row.place);
		} else {
			scan_fail(s, "a row has within=, record=, index=, 'static' and @PLACE");
		}
	}
	vec_push(&r->rows, row);
	r->part = PART_ROW;
}

static void read_cell(struct reader *r)
{
	struct scan *s = &r->s;
	struct cell c = {};

	scan_blank(s);
	if (!scan_take(s, "=")) {
		c.field = scan_string(s, BARE_NAME);
		scan_need(s, "{");
		c.record = scan_string(s, BARE_RECORD);
		scan_need(s, "}");
		scan_blank(s);
		scan_need(s, "=");
	}
	scan_operand(s, &c.value);
	vec_push(&r->cells, c);
}

/* ---- lines of a function ---- */

static void read_function(struct reader *r)
{
	struct scan *s = &r->s;
	struct function f = {};
	const char *inlining;

	scan_blank(s);
	s->file = r->u->source;
	s->locals.n = 0;
	f.symbol = scan_string(s, BARE_WORD);
	while (!s->failed && !scan_at_end(s)) {
		int kind;

		if (scan_attribute(s, "section", &f.section) ||
		    scan_attribute(s, "alias", &f.alias_of))
			continue;
		if (scan_word(s, "static")) {
			f.linkage = LINKAGE_STATIC;
		} else if (scan_word(s, "weak")) {
			f.linkage = LINKAGE_WEAK;
		} else if (scan_word(s, "noreturn")) {
			f.is_noreturn = true;
		} else if (scan_attribute(s, "inline", &inlining)) {
			kind = name_index(inline_kind_names, INLINE_NEVER + 1, inlining);
			if (kind < 0)
				scan_fail(s, "inline is hint, always or never");
			else
				f.inlining = (enum inline_kind)kind;
		} else if (*s->p == '@') {
			scan_place(s, &f.place);
		} else {
			scan_fail(s, "a function has 'static', 'weak', 'noreturn', inline=, "
				     "section=, alias= and @PLACE");
		}
	}
	if (f.place.file)
		s->file = f.place.file;
	vec_push(&r->functions, f);
	r->part = PART_FUNCTION;
}

static void read_local(struct reader *r, bool is_param)
{
	struct scan *s = &r->s;
	struct local l = {.is_param = is_param};

	if (r->blocks.n) {
		scan_fail(s, "locals stand before the blocks");
		return;
	}
	scan_blank(s);
	scan_need(s, "%");
	if (scan_number(s, UINT32_MAX) != s->locals.n)
		scan_fail(s, "the next local is %%%zu", s->locals.n);
	l.in_memory = scan_word(s, "in-memory");
	if (!l.in_memory && !scan_at_end(s) && *s->p != ':')
		l.name = scan_string(s, BARE_NAME);
	scan_blank(s);
	if (scan_take(s, ":"))
		scan_type(s, &l.type);
	if (scan_word(s, "in-memory"))
		l.in_memory = true;
	if (is_param)
		LAST(&r->functions)->nparams++;
	vec_push(&s->locals, l);
}

static void read_block(struct reader *r)
{
	scan_blank(&r->s);
	if (scan_number(&r->s, UINT32_MAX) != r->blocks.n)
		scan_fail(&r->s, "the next block is %zu", r->blocks.n);
	vec_push(&r->blocks, (struct block){});
	r->part = PART_BLOCK;
}

/* ---- events and edges ---- */

static void read_event(struct reader *r, enum event_kind kind)
{
	struct scan *s = &r->s;
	struct event e = {.kind = kind};

	if (r->part == PART_EDGE && kind != EVENT_SET) {
		scan_fail(s, "an event after the edges of its block");
		return;
	}
	scan_event(s, &e);
	if (r->part == PART_EDGE)
		vec_push(&r->sets, e);
	else
		vec_push(&r->events, e);
}

static void read_branch(struct reader *r)
{
	struct block *b = LAST(&r->blocks);

	if (b->place.file || b->place.line || b->chain)
		scan_fail(&r->s, "a block has one branch");
	scan_place(&r->s, &b->place);
	b->chain = scan_chain(&r->s);
}

static void read_goto(struct reader *r)
{
	struct edge e = {};

	scan_blank(&r->s);
	e.to = (uint32_t)scan_number(&r->s, UINT32_MAX);
	if (scan_word(&r->s, "if"))
		e.guard = scan_guard(&r->s);
	end_edge(r);
	vec_push(&r->edges, e);
	r->part = PART_EDGE;
}

/* ---- the whole ---- */

static bool in_body(const struct reader *r)
{
	return r->part == PART_BLOCK || r->part == PART_EDGE;
}

/* The lines that belong to what is in hand; false if this is none of them. */
static bool read_inner_line(struct reader *r)
{
	struct scan *s = &r->s;

	if (r->part == PART_ROW && scan_word(s, "cell")) {
		read_cell(r);
	} else if (r->part == PART_FUNCTION && scan_word(s, "param")) {
		read_local(r, true);
	} else if (r->part == PART_FUNCTION && scan_word(s, "local")) {
		read_local(r, false);
	} else if ((r->part == PART_FUNCTION || in_body(r)) && scan_word(s, "block")) {
		end_block(r);
		read_block(r);
	} else if (in_body(r) && scan_word(s, "call")) {
		read_event(r, EVENT_CALL);
	} else if (in_body(r) && scan_word(s, "asm")) {
		read_event(r, EVENT_ASM);
	} else if (in_body(r) && scan_word(s, "set")) {
		read_event(r, EVENT_SET);
	} else if (in_body(r) && scan_word(s, "store")) {
		read_event(r, EVENT_STORE);
	} else if (in_body(r) && scan_word(s, "return")) {
		read_event(r, EVENT_RETURN);
	} else if (r->part == PART_BLOCK && scan_word(s, "branch")) {
		read_branch(r);
	} else if (in_body(r) && scan_word(s, "goto")) {
		read_goto(r);
	} else {
		return false;
	}
	return true;
}

static void read_outer_line(struct reader *r)
{
	static const struct {
		const char *word;
		void (*read)(struct reader *r);
	} lines[] = {
		{"unit", read_unit_line}, {"option", read_option}, {"function", read_function},
		{"row", read_row},	  {"extern", read_extern},
	};

	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		if (!scan_word(&r->s, lines[i].word))
			continue;
		if (i && !r->u->source)
			scan_fail(&r->s, "expected 'unit' first");
		else if (end_part(r))
			lines[i].read(r);
		return;
	}
	scan_fail(&r->s, "this line is not known, or not here");
}

static void read_line(struct reader *r)
{
	struct scan *s = &r->s;

	if (scan_at_end(s) || *s->p == '#')
		return;
	if (!read_inner_line(r))
		read_outer_line(r);
	if (!scan_at_end(s))
		scan_fail(s, "more on the line than belongs there");
}

/* The next line; false at the end of the text. */
static bool next_line(struct scan *s, const char *end)
{
	const char *newline;

	if (s->begin) {
		s->end = s->end < end ? s->end + 1 : end;
		s->line++;
	}
	if (s->end == end)
		return false;
	s->begin = s->p = s->end;
	newline = memchr(s->p, '\n', (size_t)(end - s->p));
	s->end = newline ? newline : end;
	return true;
}

static int check_magic(struct scan *s, const char *end)
{
	unsigned int version;

	if (!next_line(s, end) || !scan_take(s, TEXT_MAGIC))
		return error_set(s->err, EINVAL,
				 "%s: these are no text facts: the first line is not '%s%d'",
				 s->name, TEXT_MAGIC, FACTS_VERSION);
	version = (unsigned int)scan_number(s, UINT32_MAX);
	if (s->failed)
		return -EINVAL;
	if (version != FACTS_VERSION)
		return error_set(s->err, EPROTO,
				 "%s: facts of version %u, this program reads %u: write them again",
				 s->name, version, FACTS_VERSION);
	if (!scan_at_end(s))
		scan_fail(s, "more on the line than belongs there");
	return s->failed ? -EINVAL : 0;
}

static int read_unit(struct reader *r, const char *end)
{
	struct unit *u = r->u;
	int ret = check_magic(&r->s, end);

	while (!ret && next_line(&r->s, end)) {
		read_line(r);
		ret = r->s.failed ? -EINVAL : 0;
	}
	if (ret || !end_part(r))
		return ret ? ret : -EINVAL;
	MOVE(r, u->options, u->noptions, &r->options);
	MOVE(r, u->functions, u->nfunctions, &r->functions);
	MOVE(r, u->rows, u->nrows, &r->rows);
	MOVE(r, u->symrefs, u->nsymrefs, &r->symrefs);
	ret = facts_check_unit(u, r->s.err);
	if (ret)
		error_prefix(r->s.err, "%s", r->s.name);
	return ret;
}

int facts_read_text_at(const char *text, size_t n, const char *name, unsigned int line,
		       struct arena *arena, struct unit **unit, struct error *err)
{
	struct reader r = {.s = {.name = name, .arena = arena, .err = err}};
	int ret;

	r.s.line = line;
	r.s.end = text;
	r.u = arena_new(arena, struct unit);
	r.u->arena = arena;
	ret = read_unit(&r, text + n);
	if (!ret)
		*unit = r.u;
	vec_free(&r.options);
	vec_free(&r.functions);
	vec_free(&r.rows);
	vec_free(&r.symrefs);
	vec_free(&r.cells);
	vec_free(&r.blocks);
	vec_free(&r.events);
	vec_free(&r.edges);
	vec_free(&r.sets);
	vec_free(&r.s.locals);
	vec_free(&r.s.operands);
	vec_free(&r.s.steps);
	vec_free(&r.s.names);
	buf_free(&r.s.buf);
	return ret;
}

int facts_read_text(const char *text, size_t n, const char *name, struct arena *arena,
		    struct unit **unit, struct error *err)
{
	return facts_read_text_at(text, n, name, 1, arena, unit, err);
}
