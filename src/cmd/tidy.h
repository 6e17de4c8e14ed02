/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a plan adds, as the tree's own .clang-format has it. */
#ifndef EQS_CMD_TIDY_H
#define EQS_CMD_TIDY_H

struct plan;

/*
 * Formats the lines that the plan's patches add.  Where there is no clang-format,
 * no .clang-format in the source tree, one that this clang-format does not
 * understand or by which other lines would change too, or a file that several
 * patches change, they stay as they are written.
 */
void tidy_plan(struct plan *plan, const char *source);

#endif
