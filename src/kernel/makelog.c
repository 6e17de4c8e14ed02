// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kbuild compiles by rule_cc_o_c: the compiler, objtool, and then
 *	scripts/basic/fixdep DEPFILE TARGET 'COMMAND' > .TARGET.cmd
 * where COMMAND is the compile, quoted by make-cmd of scripts/Kbuild.include:
 * $ is doubled and # is $(pound).
 */
#include "makelog.h"

#include <string.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/str.h"
#include "frontend/kbuild.h"

#define FIXDEP "scripts/basic/fixdep "

/* Undoes make-cmd's escapes. */
static void unescape(struct buf *out, const char *s)
{
	while (*s) {
		if (!strncmp(s, "$(pound)", 8)) {
			buf_putc(out, '#');
			s += 8;
		} else {
			s += s[0] == '$' && s[1] == '$';
			buf_putc(out, *s++);
		}
	}
}

static bool has_word(const struct word_vec *w, const char *word)
{
	for (size_t i = 0; i < w->n; i++)
		if (!strcmp(w->v[i], word))
			return true;
	return false;
}

static const char *source_name(const struct ktree *t, const char *s)
{
	const char *below;

	s = path_normal(s);
	below = path_below(s, t->source);
	if (!below)
		below = path_below(s, t->build);
	return below ? intern(below) : s;
}

/* The words of a compile of target to a unit; false when it is no compile of C or assembly. */
static bool make_unit(struct kunit *u, const struct ktree *t, const char *target,
		      struct word_vec *w)
{
	const char *source = NULL;

	/* Kbuild writes "-c -o $@ $<": the source is the last word that is no option */
	for (size_t i = w->n; i-- > 1 && !source;)
		if (w->v[i][0] != '-')
			source = w->v[i];
	if (!source || !has_word(w, "-c"))
		return false;
	memset(u, 0, sizeof(*u));
	u->is_assembly = ends(source, ".S");
	if (!u->is_assembly && !ends(source, ".c"))
		return false;
	u->target = intern(target);
	u->object = path_normal(target);
	u->source = source_name(t, source);
	u->argc = w->n;
	vec_push(w, NULL);
	u->argv = w->v; /* the vector's storage is the unit's now */
	return true;
}

/* The line's fixdep words: dependency file, target, command.  False when there are none. */
static bool fixdep_words(const char *line, struct word_vec *w)
{
	const char *p = strstr(line, FIXDEP);

	w->n = 0;
	if (!p)
		return false;
	words_split(p + strlen(FIXDEP), w);
	return w->n >= 3;
}

static void read_compile(const struct ktree *t, const struct word_vec *fixdep,
			 struct kcommands *out)
{
	const char *target = fixdep->v[1];
	struct word_vec words = {};
	struct buf command = {};
	struct kunit u;

	if (ends(target, ".o")) {
		unescape(&command, fixdep->v[2]);
		if (words_split(command.n ? command.s : "", &words) &&
		    make_unit(&u, t, target, &words)) {
			if (u.is_assembly)
				vec_push(&out->assembly, u);
			else
				vec_push(&out->units, u);
			words = (struct word_vec){};
		}
	}
	vec_free(&words);
	buf_free(&command);
}

/* ---- checks: cmd_force_checksrc of scripts/Makefile.build, beside the compile ---- */

/* The object that the line checks the source of, or NULL. */
static const char *checked_object(const char *line)
{
	const char *p = strstr(line, MAKELOG_CHECK " ");
	struct word_vec words = {};
	const char *object = NULL;

	if (!p)
		return NULL;
	words_split(p, &words);
	for (size_t i = 0; i < words.n && !object; i++)
		object = kbuild_object(words.v[i]);
	vec_free(&words);
	return object ? path_normal(object) : NULL;
}

/* Where nothing at all is checked, not even what scripts/ has, make takes no CHECK. */
static void note_unchecked(struct kunit_vec *units, const struct map *checked, bool any)
{
	struct kunit *u;

	vec_for_each (u, units)
		u->is_unchecked = any && !map_get(checked, u->object, 0);
}

/* The next blank-separated word at *p, without a final ; or ), interned; NULL at the end. */
static const char *plain_word(const char **p)
{
	const char *s = *p + strspn(*p, " \t");
	size_t n = strcspn(s, " \t");
	size_t keep = n;

	*p = s + n;
	while (keep && (s[keep - 1] == ';' || s[keep - 1] == ')'))
		keep--;
	return n ? intern_n(s, keep) : NULL;
}

/* A name for a file that becomes a header: .tmp_X.h, before Linux 6.3 .X.h.tmp */
static bool is_for_header(const char *file)
{
	return ends(file, ".h") || ends(file, ".h.tmp");
}

/* X.c and X.h: asn1_compiler of scripts/Makefile.build writes both. */
static bool is_made_with(const char *header, const char *before)
{
	size_t n = strlen(before);

	return ends(before, ".c") && n == strlen(header) && !strncmp(header, before, n - 1);
}

/*
 * The last word of a command is what it makes in a directory of nothing else,
 * as by scripts/syscallhdr.sh; not that of `rm -f X.h`.
 */
static bool is_last_generated(const char *header, const char *before, const char *rest)
{
	return strstr(header, "include/generated/") && before[0] != '-' &&
	       (rest[-1] == ';' || !rest[strspn(rest, " \t")]);
}

/*
 * Appends the headers, and C that may be included as one, that the line writes: by
 * `> X.h`, `mv -f TMP X.h`, a name that it passes, or as `cmd` of
 * scripts/Kbuild.include names what a rule makes, `trap 'rm -f X.h; ...`.
 */
static void add_made(const char *line, struct word_vec *made)
{
	const char *w, *before = "", *first = "";
	bool moves = false;

	while ((w = plain_word(&line))) {
		const char *base = strrchr(w, '/');
		bool trapped = !strcmp(first, "'rm") && !strcmp(before, "-f");

		if (!strcmp(w, "mv"))
			moves = true;
		if ((ends(w, ".h") || ends(w, ".c")) && base && strncmp(base, "/.", 2) &&
		    w[0] != '/' &&
		    (trapped || !strcmp(before, ">") || (moves && is_for_header(before)) ||
		     is_made_with(w, before) || is_last_generated(w, before, line)))
			vec_push(made, path_normal(w));
		first = before;
		before = w;
	}
}

/* Appends the line that makes file, when the log has one: the .s that a header is read from. */
static void add_maker(struct buf *script, const struct word_vec *lines, const char *file)
{
	const char *o = intern_f(" -o %s ", file);

	for (size_t i = 0; i < lines->n; i++) {
		if (!strstr(lines->v[i], o))
			continue;
		buf_printf(script, "%s\n", lines->v[i]);
		return;
	}
}

/* The shell commands that make what line makes: first the .s files that it reads. */
static const char *header_script(const struct word_vec *lines, const char *line)
{
	struct buf script = {};
	const char *p = line, *w, *s;

	while ((w = plain_word(&p)))
		if (ends(w, ".s") && w[0] != '-')
			add_maker(&script, lines, w);
	buf_printf(&script, "%s\n", line);
	s = intern(script.s);
	buf_free(&script);
	return s;
}

/* Headers are few in a line, and most are named in it more than once. */
static void read_headers(const struct word_vec *lines, const char *line, struct kcommands *out)
{
	struct word_vec made = {};

	add_made(line, &made);
	for (size_t i = 0; i < made.n; i++) {
		bool again = false;

		for (size_t k = 0; k < i; k++)
			again |= made.v[k] == made.v[i];
		if (!again)
			vec_push(&out->headers,
				 (struct kheader){.path = made.v[i],
						  .script = header_script(lines, line)});
	}
	vec_free(&made);
}

/* Splits the log into its lines, in place; a line that ends in a backslash goes on. */
static void split_lines(char *log, struct word_vec *lines)
{
	char *start = log;

	for (char *p = log; *p; p++) {
		if (*p == '\\' && p[1] == '\n') {
			p[0] = p[1] = ' ';
			p++;
		} else if (*p == '\n') {
			*p = 0;
			vec_push(lines, start);
			start = p + 1;
		}
	}
	if (*start)
		vec_push(lines, start);
}

void makelog_read(char *log, const struct ktree *tree, struct kcommands *out)
{
	struct word_vec lines = {}, words = {};
	struct map checked = {};
	bool any = false;

	split_lines(log, &lines);
	for (size_t i = 0; i < lines.n; i++) {
		const char *object;

		if (fixdep_words(lines.v[i], &words))
			read_compile(tree, &words, out);
		else
			read_headers(&lines, lines.v[i], out);
		object = checked_object(lines.v[i]);
		if (object)
			map_put(&checked, object, 0, (void *)object);
		any |= object != NULL;
	}
	note_unchecked(&out->units, &checked, any);
	map_free(&checked);
	vec_free(&lines);
	vec_free(&words);
}

/* make[2]: *** No rule to make target 'FILE', needed by 'FILE'. */
void makelog_read_errors(const char *messages, struct kcommands *out)
{
	static const char none[] = "No rule to make target '", need[] = "', needed by '";
	const char *p = messages;

	while ((p = strstr(p, none))) {
		struct kmissing missing;
		size_t n, m;

		p += sizeof(none) - 1;
		n = strcspn(p, "'\n");
		if (strncmp(p + n, need, sizeof(need) - 1))
			continue;
		m = strcspn(p + n + sizeof(need) - 1, "'\n");
		missing.file = path_normal(intern_n(p, n));
		missing.needed_by = path_normal(intern_n(p + n + sizeof(need) - 1, m));
		/* an object of an archive or a module: its source is not there */
		if (ends(missing.file, ".o"))
			missing.needed_by = missing.file;
		vec_push(&out->missing, missing);
		p += n;
	}
}

/* make[1]: *** [DIR/Makefile:1196: TARGET] Error 1 */
const char *makelog_failed_link(const char *messages, const struct ktree *tree)
{
	static const char stars[] = "*** [";
	const char *p = messages, *found = NULL;

	while ((p = strstr(p, stars))) {
		const char *end, *target;

		p += sizeof(stars) - 1;
		end = p + strcspn(p, "]\n");
		if (strncmp(end, "] Error ", 8))
			return NULL;
		for (target = end; target > p && target[-1] != ' ';)
			target--;
		target = intern_n(target, (size_t)(end - target));
		if (strchr(target, '/') || path_exists(tree->source, intern_f("%s/.", target)))
			return NULL;
		found = found ? found : target;
	}
	return found;
}
