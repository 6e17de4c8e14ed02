/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts by gcc: the unit's own compile command, with eqslint's plugin in it
 * that writes the facts and stops the compiler before it generates code.
 */
#ifndef EQS_FRONTEND_GCC_H
#define EQS_FRONTEND_GCC_H

#include <stddef.h>

#include "base/error.h"
#include "base/proc.h"
#include "base/vec.h"

VEC_TYPE(argv_vec, const char *);

/* A compiler, and the plugin that was built for exactly it. */
struct gcc {
	const char *cc;	     /* as a command */
	const char *machine; /* -dumpmachine */
	const char *version; /* -dumpfullversion */
	const char *plugin;  /* path of its eqslint.so */
};

/*
 * Finds machine and version (asking cc where they are NULL) and the plugin in
 * plugins/MACHINE-VERSION/eqslint.so.  Strings are interned.  -ENOENT: there is
 * no such compiler; -ENOPKG: no plugin for it, or a broken one, with what to
 * install and to run; -EINTR.
 */
int gcc_find(struct gcc *gcc, const char *cc, const char *machine, const char *version,
	     const char *plugins, struct error *err);

/* What the plugin is told of a unit; NULL: nothing of it. */
struct gcc_unit {
	const char *out;     /* the .eqs file it writes */
	const char *srctree; /* absolute */
	const char *arch;
	const char *release;
	const char *object;
	const char *config;  /* hash of the configuration */
	const char *options; /* a file with the names of options, one a line */
	const char *include; /* one more directory of headers, searched last */
};

/* Where the compiler stands in a command of n words: behind ccache and its like, and what env sets.
 */
size_t command_start(const char *const *command, size_t n);

/*
 * Appends the command for the facts of a unit to argv, ending with NULL (not
 * counted): the compile command without ccache and its like, and without all
 * that writes a file or costs time and changes no facts.
 * command is the compile's words, command[0] the compiler; gcc->cc is run.
 */
void gcc_facts_command(const struct gcc *gcc, const struct gcc_unit *unit,
		       const char *const *command, size_t n, struct argv_vec *argv);

/*
 * Appends the compile command, as it is but without ccache and its like and
 * without all that writes a file: nothing at all, the object neither.
 */
void gcc_bare_command(const char *const *command, size_t n, struct argv_vec *argv);

/* Changes to the environment for such a command: messages in English, as they are read here. */
extern const char *const gcc_facts_env[];

/*
 * What became of it.  0: unit->out is there.  Else a negative errno with one
 * line of why: -EINVAL the unit does not compile; -ENOPKG the plugin is for
 * another compiler; -ENOENT a header is not there, and *header (interned) is
 * its name as the source has it; -ENODATA no facts, as the plugin is silent in
 * this kind of unit.
 */
int gcc_facts_result(const struct gcc *gcc, const struct gcc_unit *unit,
		     const struct proc_result *r, const char **header, struct error *err);

#endif
