// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the facts go: a file, a section of the object; and what it cost. */
#include "build.h"

#include <fcntl.h>
#include <time.h>

void emit_file(builder *b)
{
	struct eqs::error err = {};
	char name[4096];
	size_t n;

	if (!strcmp(b->set.out, "auto")) {
		n = strlen(b->unit.object);
		if (n > 2 && !strcmp(b->unit.object + n - 2, ".o"))
			n -= 2;
		snprintf(name, sizeof(name), "%.*s" FACTS_SUFFIX, (int)n, b->unit.object);
	} else {
		snprintf(name, sizeof(name), "%s", b->set.out);
	}
	if (eqs::buf_write_file(&b->bytes, name, &err) < 0)
		error("eqslint: %s", err.text);
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
