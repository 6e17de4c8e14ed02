/* SPDX-License-Identifier: GPL-2.0-or-later */
/* scan --from-check: the whole program from what checks of its units left in the cache. */
#ifndef EQS_LEFT_H
#define EQS_LEFT_H

#include <stdbool.h>

struct error;
struct job;

/*
 * Reads the facts that are there of the build directory opt->args.v[0], solves
 * them and adds what is found under the PATHs (else in the rules' scope; with
 * --all everywhere) to the job's report, and a note for each unit there that
 * has none.  *whole: all of them have.  Returns 0 or a negative errno, -ENODATA
 * when no check left anything.
 */
int left_scan(struct job *job, bool *whole, struct error *err);

#endif
