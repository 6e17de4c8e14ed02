// SPDX-License-Identifier: GPL-2.0-or-later
/* Names of operands and labels in templates of assembly. */
#include "clang_text.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"

/* The number of an operand or label by its name, as GCC counts: what "+" reads again is one too. */
static int number_of(const struct asm_text *t, const char *name, size_t n)
{
	unsigned int again = 0;

	for (unsigned int i = 0; i < t->noperands && i < MAX_ASM_OPERANDS; i++) {
		if (t->names[i] && strlen(t->names[i]) == n && !strncmp(t->names[i], name, n))
			return (int)i;
		again += i < t->nouts && t->constraints[i][0] == '+';
	}
	for (unsigned int i = 0; i < t->nlabels; i++)
		if (strcspn(t->labels[i], "@") == n && !strncmp(t->labels[i], name, n))
			return (int)(t->noperands + again + i);
	return -1;
}

void asm_number(struct asm_text *t)
{
	struct buf out = {};
	const char *s = t->text;

	if (!strstr(s, "["))
		return;
	while (*s) {
		const char *end;
		int n;

		buf_putc(&out, *s);
		if (*s++ != '%')
			continue;
		if (*s == '%') {
			buf_putc(&out, *s++);
			continue;
		}
		if (isalpha((unsigned char)*s))
			buf_putc(&out, *s++);
		end = *s == '[' ? strchr(s, ']') : NULL;
		n = end ? number_of(t, s + 1, (size_t)(end - s - 1)) : -1;
		if (n < 0)
			continue;
		buf_printf(&out, "%d", n);
		s = end + 1;
	}
	t->text = intern_n(out.n ? out.s : "", out.n);
	buf_free(&out);
}
