/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A pen writes lines for a terminal or a file: colour where it is wanted, no
 * blanks at a line's end, and no byte that would steer a terminal, since names
 * and paths come from files that others wrote.
 */
#ifndef EQS_PEN_H
#define EQS_PEN_H

#include <stdbool.h>

#include "base/buf.h"

#define PEN_PLAIN "\033[0m"
#define PEN_BOLD "\033[1m"
#define PEN_RED "\033[1;31m"
#define PEN_GREEN "\033[1;32m"
#define PEN_YELLOW "\033[1;33m"
#define PEN_MAGENTA "\033[1;35m"
#define PEN_CYAN "\033[1;36m"

struct pen {
	struct buf *out;
	bool color;
	const char *prefix; /* before relative paths; NULL: none */
	int gap;	    /* blanks that are due before the next word */
	size_t part;	    /* where in out the part began */
};

void pen_puts(struct pen *p, const char *s);
void pen_printf(struct pen *p, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void pen_file(struct pen *p, const char *file);
void pen_gap(struct pen *p, int n); /* n more blanks before the next word; none when n < 0 */
void pen_color(struct pen *p, const char *color); /* one of the above */
void pen_line(struct pen *p);			  /* ends the line */
void pen_part(struct pen *p); /* an empty line, when something was written since the last part */

#endif
