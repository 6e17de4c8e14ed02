// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the facts go: a file, a section of the object; and what it cost. */
#include "build.h"

#include <fcntl.h>
#include <time.h>

/* The file that the facts go to. */
static const char *out_file(const builder *b)
{
	size_t n = strlen(b->unit.object);

	if (strcmp(b->set.out, "auto"))
		return b->set.out;
	if (n > 2 && !strcmp(b->unit.object + n - 2, ".o"))
		n -= 2;
	return eqs::intern_f("%.*s" FACTS_SUFFIX, (int)n, b->unit.object);
}

void emit_file(builder *b)
{
	struct eqs::error err = {};

	if (eqs::buf_write_file(&b->bytes, out_file(b), &err) < 0)
		error("eqslint: %s", err.text);
}

/*
 * What the unit was made of, one file a line as the compiler names it, in FILE.d
 * beside the facts: who keeps facts must know when they are old.  The
 * compiler's own -MD is written at an end that "stop" does not come to.
 */
void emit_reads(builder *b)
{
	hash_set<nofree_string_hash> seen;
	struct eqs::error err = {};
	struct eqs::buf out = {};

	for (unsigned i = 0; i < LINEMAPS_ORDINARY_USED(line_table); i++) {
		const line_map_ordinary *map = LINEMAPS_ORDINARY_MAP_AT(line_table, i);
		const char *file = ORDINARY_MAP_FILE_NAME(map);

		/* <built-in> and <command-line> are no files */
		if (map->reason == LC_ENTER && file && file[0] != '<' && !seen.add(file))
			eqs::buf_printf(&out, "%s\n", file);
	}
	if (out.n && eqs::buf_write_file(&out, eqs::intern_f("%s.d", out_file(b)), &err) < 0)
		error("eqslint: %s", err.text);
	eqs::buf_free(&out);
}

/*
 * Bytes, because Kbuild looks for .ascii in what it makes headers from.  The
 * section is not allocated; .discard. is what modpost and linker scripts know.
 */
void emit_section(builder *b)
{
	static const char digits[] = "0123456789";
	char line[16 + 32 * 4], *p;

	if (!asm_out_file)
		return;
	fprintf(asm_out_file, "\t.pushsection " FACTS_SECTION ",\"\",%%progbits\n");
	for (size_t i = 0; i < b->bytes.n;) {
		memcpy(line, "\t.byte ", 7);
		p = line + 7;
		for (size_t end = MIN(i + 32, b->bytes.n); i < end; i++) {
			unsigned char c = b->bytes.s[i];

			if (c >= 100)
				*p++ = digits[c / 100];
			if (c >= 10)
				*p++ = digits[c / 10 % 10];
			*p++ = digits[c % 10];
			*p++ = ',';
		}
		p[-1] = '\n';
		fwrite(line, 1, p - line, asm_out_file);
	}
	fprintf(asm_out_file, "\t.popsection\n");
}

void emit_stats(builder *b)
{
	char line[1024];
	struct timespec t;
	uint64_t all;
	int fd, n;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	all = t.tv_sec * (uint64_t)1000000000 + t.tv_nsec;
	n = snprintf(line, sizeof(line),
		     "eqslint-stats object=%s plugin=%.6f cc1=%.6f functions=%u bytes=%zu\n",
		     b->unit.object, b->clock / 1e9, (all - b->clock) / 1e9, b->unit.nfunctions,
		     b->bytes.n);
	n = MIN(n, (int)sizeof(line) - 1);
	fd = strcmp(b->set.stats, "-")
		     ? open(b->set.stats, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)
		     : dup(STDERR_FILENO);
	if (fd < 0 || write(fd, line, n) != n)
		error("eqslint: cannot write %s: %m", b->set.stats);
	if (fd >= 0)
		close(fd);
}
