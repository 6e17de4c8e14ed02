/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts of a unit in assembly: its own command assembles it, and functions,
 * calls, returns and the instructions that rules name are read from the
 * object.  Arguments, results and conditions are not known.
 */
#ifndef EQS_FRONTEND_ASM_H
#define EQS_FRONTEND_ASM_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/proc.h"
#include "facts/facts.h"
#include "gcc.h"

/*
 * Appends the command that assembles the unit into out to argv, ending with
 * NULL (not counted): the unit's own command[0..n) with lines in the object
 * and without what writes other files.  include: one more directory of
 * headers, searched last, or NULL.  reads: where to write what the unit is made
 * of (asm_reads()), or NULL.
 */
void asm_command(const char *const *command, size_t n, const char *include, const char *out,
		 const char *reads, struct argv_vec *argv);

/*
 * The files of the rule for make in p, which the command left at reads, one a
 * line.  What the assembler includes itself (.include, .incbin) is not there.
 */
void asm_reads(const char *p, struct buf *files);

/*
 * What became of it.  0; -ENOENT a file that it includes is not there, and
 * *file (interned) is its name; -EINVAL it does not assemble.  With one line
 * of why, in which a name in srctree is relative to it.
 */
int asm_result(const struct proc_result *r, const char *srctree, const char **file,
	       struct error *err);

/* What is told of a unit beside its object.  All strings interned. */
struct asm_unit {
	const char *arch, *release, *compiler, *source, *object, *config; /* as in struct unit */
	const struct option *options;
	size_t noptions;
	const char *srctree, *cwd; /* absolute; names of files are relative to them */
	const char *const *texts;  /* instructions that become events, where one of these
				      stands in them as words; "A; B" is two in a row */
	size_t ntexts;
};

/*
 * Reads the object in p[0..n).  Returns 0 with *unit in arena and in
 * *undecoded the number of instructions that are not known; -EINVAL it is
 * damaged or no object; -ENOTSUP it is of a machine that is not known; -E2BIG.
 */
int asm_read(const struct asm_unit *of, const void *p, size_t n, struct arena *arena,
	     struct unit **unit, size_t *undecoded, struct error *err);

/* The same of a file; it may not be there, or be larger than any unit's object. */
int asm_read_file(const struct asm_unit *of, const char *path, struct arena *arena,
		  struct unit **unit, size_t *undecoded, struct error *err);

#endif
