/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Which program reads C, and how it is driven: every front-end is a command
 * for each unit that leaves facts in a file and, beside it in FILE.d, the names
 * of what was read.
 */
#ifndef EQS_FRONTEND_FRONTEND_H
#define EQS_FRONTEND_FRONTEND_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "base/proc.h"
#include "gcc.h"

enum frontend_kind { FRONTEND_AUTO, FRONTEND_GCC, FRONTEND_SPARSE, FRONTEND_CLANG };

/* As --frontend= spells them, ending with NULL. */
extern const char *const frontend_names[];

struct frontend {
	enum frontend_kind kind; /* never AUTO once it is found */
	struct gcc gcc;		 /* GCC: all of it; else machine and version, of what reads */
	const char *program;	 /* what reads: the plugin, or the program */
	const char *why;	 /* AUTO came to another than the first choice; NULL */
	const struct argv_vec
		*checks;      /* SPARSE: its own warnings too, with these words; NULL: no */
	struct buf *warnings; /* where frontend_run() appends them */
};

/*
 * Finds a front-end for units that cc compiles; machine and version may be NULL,
 * as for gcc_find().  AUTO: the plugin of cc, or libclang where there is none.
 * SPARSE, CLANG: the program beside the plugins, -ENOPKG where it
 * is not.  Else fails as gcc_find() does.
 */
int frontend_find(struct frontend *f, enum frontend_kind kind, const char *cc, const char *machine,
		  const char *version, const char *plugins, struct error *err);

/* The same for one unit of a build that checks each: SPARSE where it is there, else AUTO. */
int frontend_find_check(struct frontend *f, const char *cc, const char *plugins, struct error *err);

/* Appends the command for the facts of a unit to argv, ending with NULL (not counted). */
void frontend_command(const struct frontend *f, const struct gcc_unit *unit,
		      const char *const *command, size_t n, struct argv_vec *argv);

/* What became of it, as gcc_facts_result(). */
int frontend_result(const struct frontend *f, const struct gcc_unit *unit,
		    const struct proc_result *r, const char **header, struct error *err);

/* Runs one in cwd (NULL: here).  Returns as gcc_facts_result(), or -EINTR. */
int frontend_run(const struct frontend *f, const struct gcc_unit *unit, const char *cwd,
		 const char *const *command, size_t n, const char **header, struct error *err);

#endif
