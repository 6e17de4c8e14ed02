// SPDX-License-Identifier: GPL-2.0-or-later
#include "pen.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/error.h"

static void flush_gap(struct pen *p)
{
	for (; p->gap; p->gap--)
		buf_putc(p->out, ' ');
}

void pen_puts(struct pen *p, const char *s)
{
	if (*s)
		flush_gap(p);
	for (; *s; s++)
		buf_putc(p->out, iscntrl((unsigned char)*s) ? '?' : *s);
}

void pen_printf(struct pen *p, const char *fmt, ...)
{
	va_list ap;
	char *s;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&s, fmt, ap);
	va_end(ap);
	if (n < 0)
		die("out of memory");
	pen_puts(p, s);
	free(s);
}

void pen_file(struct pen *p, const char *file)
{
	if (p->prefix && file[0] != '/')
		pen_puts(p, p->prefix);
	pen_puts(p, file);
}

void pen_gap(struct pen *p, int n)
{
	if (n > 0)
		p->gap += n;
}

void pen_color(struct pen *p, const char *color)
{
	if (!p->color)
		return;
	flush_gap(p);
	buf_puts(p->out, color);
}

void pen_line(struct pen *p)
{
	p->gap = 0;
	buf_putc(p->out, '\n');
}

void pen_part(struct pen *p)
{
	if (p->out->n > p->part)
		pen_line(p);
	p->part = p->out->n;
}
