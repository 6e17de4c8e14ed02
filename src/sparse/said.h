/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sparse says, and what a caller is told of it. */
#ifndef EQS_SPARSE_SAID_H
#define EQS_SPARSE_SAID_H

#include <stdbool.h>

/*
 * From here on sparse's words are gathered.  Where it ends the process, the
 * caller is told why; with_warnings: and then all that it said.
 */
void said_begin(bool with_warnings);
/* Why there are no facts, and the header that is lacking or NULL. */
void said_result(const char *why, const char *header);
/* Parsing is done: ends the process if it found an error that leaves facts out. */
void said_parsed(void);
/* The same for errors of types. */
void said_stop_on_errors(void);
/*
 * Makes a process that lowers while this one warns: true in that one, which ends
 * with the status of its work.
 */
bool said_fork(void);

#endif
