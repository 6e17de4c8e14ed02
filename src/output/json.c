// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Findings for programs, as docs/findings.schema.json describes them.  Every
 * key is there in every report; what is not known is null.
 */
#include "output.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/version.h"

enum { SCHEMA_VERSION = 1 };

/* How many bytes of s form one character of UTF-8, as jansson accepts it; 0: none. */
static size_t utf8_length(const unsigned char *s)
{
	static const unsigned long least[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t n = *s < 0x80 ? 1 : *s >= 0xf0 ? 4 : *s >= 0xe0 ? 3 : *s >= 0xc0 ? 2 : 0;
	unsigned long c = n > 1 ? *s & (0x7f >> n) : *s;
	size_t i;

	for (i = 1; i < n; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (s[i] & 0x3f);
	}
	if (n > 1 && (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)))
		return 0;
	return n;
}

/* Names and paths are bytes to the kernel and to C; JSON knows UTF-8 only. */
static json_t *text(const char *s)
{
	struct buf b = {};
	json_t *j;
	size_t n;

	if (!s)
		return json_null();
	for (; *s; s += n ? n : 1) {
		n = utf8_length((const unsigned char *)s);
		if (n)
			buf_add(&b, s, n);
		else
			buf_puts(&b, "\xef\xbf\xbd");
	}
	j = json_stringn(b.n ? b.s : "", b.n);
	buf_free(&b);
	return j;
}

/* Lines and columns count from 1; 0 is not known. */
static json_t *number(uint32_t n)
{
	return n ? json_integer(n) : json_null();
}

static json_t *count(size_t n)
{
	return json_integer((json_int_t)n);
}

/* Takes over the value, as every function here does. */
static void set(json_t *object, const char *key, json_t *value)
{
	if (json_object_set_new_nocheck(object, key, value))
		die("cannot build JSON");
}

static void append(json_t *array, json_t *value)
{
	if (json_array_append_new(array, value))
		die("cannot build JSON");
}

static json_t *invocation(const struct report *r)
{
	json_t *o = json_object(), *args = json_array();
	int i;

	for (i = 0; i < r->nargs; i++)
		append(args, text(r->args[i]));
	set(o, "arguments", args);
	set(o, "success", json_boolean(!r->failed.n));
	set(o, "exit", json_integer(r->exit));
	return o;
}

static json_t *tool(const struct report *r)
{
	json_t *o = json_object();

	set(o, "name", text("eqslint"));
	set(o, "version", text(EQSLINT_VERSION));
	set(o, "rules", text(r->rules_hash));
	return o;
}

static json_t *tree(const struct report *r)
{
	json_t *o = json_object();

	set(o, "release", text(r->release));
	set(o, "arch", text(r->arch));
	set(o, "compiler", text(r->compiler));
	set(o, "config", text(r->config));
	return o;
}

static json_t *unit_notes(const struct unit_note_vec *notes)
{
	json_t *list = json_array(), *o;
	const struct unit_note *n;

	vec_for_each (n, notes) {
		o = json_object();
		set(o, "unit", text(n->object));
		set(o, "why", text(n->why));
		append(list, o);
	}
	return list;
}

static json_t *units(const struct report *r)
{
	json_t *o = json_object();

	set(o, "compiled", count(r->compiled));
	set(o, "checked", count(r->checked));
	set(o, "closure", count(r->closure));
	set(o, "not_ready", unit_notes(&r->not_ready));
	set(o, "failed", unit_notes(&r->failed));
	return o;
}

static json_t *spot(const struct spot *s)
{
	json_t *o = json_object();

	set(o, "file", text(s->file));
	set(o, "line", number(s->line));
	set(o, "function", text(s->function));
	return o;
}

static json_t *related(const struct finding *f)
{
	json_t *list = json_array(), *o;
	const struct spot *s;

	vec_for_each (s, &f->related) {
		o = spot(s);
		set(o, "what", text(s->what));
		append(list, o);
	}
	return list;
}

static json_t *fenced_by(const struct finding *f)
{
	json_t *o;

	if (!f->fenced_option)
		return json_null();
	o = json_object();
	set(o, "option", text(f->fenced_option));
	set(o, "value", text("n"));
	return o;
}

static json_t *suppression(const struct suppression *s)
{
	json_t *o, *place;

	if (s->kind == SUPPRESSION_NONE)
		return json_null();
	place = json_object();
	set(place, "file", text(s->file));
	set(place, "line", number(s->line));
	o = json_object();
	set(o, "kind", text(suppression_names[s->kind]));
	set(o, "reason", text(s->reason));
	set(o, "place", place);
	return o;
}

static json_t *path_step(const struct path_step *s)
{
	json_t *o = json_object(), *state = json_object();
	const struct lane *l;

	set(o, "file", text(s->file));
	set(o, "line", number(s->line));
	set(o, "column", number(s->column));
	set(o, "function", text(s->function));
	set(o, "event", text(s->event));
	set(o, "note", text(s->note));
	vec_for_each (l, &s->lanes)
		set(state, l->variable, text(l->value));
	set(o, "state", state);
	set(o, "left_out", count(s->left_out));
	return o;
}

static json_t *path(const struct finding *f)
{
	const struct path_step *s;
	json_t *list = json_array();

	vec_for_each (s, &f->path)
		append(list, path_step(s));
	return list;
}

static json_t *fix(const struct finding *f)
{
	json_t *o = json_object();

	set(o, "available", json_boolean(f->fix));
	set(o, "summary", text(f->fix));
	return o;
}

static json_t *finding(const struct finding *f)
{
	json_t *o = json_object();

	set(o, "id", text(f->id));
	set(o, "rule", text(f->rule));
	set(o, "severity", text(severity_names[f->severity]));
	set(o, "status", text(status_names[f->status]));
	set(o, "file", text(f->file));
	set(o, "line", number(f->line));
	set(o, "column", number(f->column));
	set(o, "end_line", number(f->end_line));
	set(o, "end_column", number(f->end_column));
	set(o, "function", text(f->function));
	set(o, "message", text(f->message));
	set(o, "fingerprint", text(f->fingerprint));
	set(o, "help", text(f->help));
	set(o, "fenced_by", fenced_by(f));
	set(o, "suppression", suppression(&f->suppression));
	set(o, "origin", f->origin.file ? spot(&f->origin) : json_null());
	set(o, "related", related(f));
	set(o, "seen_in", json_array());
	set(o, "path", path(f));
	set(o, "fix", fix(f));
	return o;
}

static json_t *findings(const struct report *r)
{
	const struct finding *f;
	json_t *list = json_array();

	vec_for_each (f, &r->findings)
		append(list, finding(f));
	return list;
}

static json_t *assumptions(const struct report *r)
{
	json_t *list = json_array(), *o;
	const struct assumption *a;

	vec_for_each (a, &r->assumptions) {
		o = json_object();
		set(o, "kind", text(a->kind));
		set(o, "file", text(a->file));
		set(o, "line", number(a->line));
		set(o, "function", text(a->function));
		set(o, "what", text(a->what));
		append(list, o);
	}
	return list;
}

static int dump(const char *p, size_t n, void *out)
{
	buf_add(out, p, n);
	return 0;
}

void output_json(struct buf *out, const struct report *r)
{
	json_t *top = json_object();

	set(top, "version", json_integer(SCHEMA_VERSION));
	set(top, "tool", tool(r));
	set(top, "invocation", invocation(r));
	set(top, "tree", tree(r));
	set(top, "units", units(r));
	set(top, "findings", findings(r));
	set(top, "assumptions", assumptions(r));
	if (json_dump_callback(top, dump, out, JSON_INDENT(2)))
		die("cannot write JSON");
	buf_putc(out, '\n');
	json_decref(top);
}
