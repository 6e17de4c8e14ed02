/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading what `make -n` of Kbuild prints. */
#ifndef EQS_KERNEL_MAKELOG_H
#define EQS_KERNEL_MAKELOG_H

#include "commands.h"

/* What CHECK is, so that its lines are known; it checks nothing. */
#define MAKELOG_CHECK "env true eqslint-list"

/*
 * Adds the units and headers of the log to commands, all that it shows,
 * in its order, doubles included, and of units of C whether they are checked.  The log is changed:
 * continued lines are joined.
 */
void makelog_read(char *log, const struct ktree *tree, struct kcommands *commands);

/* Adds what the messages of make say is missing. */
void makelog_read_errors(const char *messages, struct kcommands *commands);

/*
 * The name of what make could not link at the top, as vmlinux of objects that
 * are not there, when that is all that the messages complain of; else NULL.
 */
const char *makelog_failed_link(const char *messages, const struct ktree *tree);

#endif
