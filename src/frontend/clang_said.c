// SPDX-License-Identifier: GPL-2.0-or-later
/* What clang says of a unit that it cannot read. */
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "clang_lower.h"

/* The name in "'NAME' file not found". */
static const char *missing_header(const char *text)
{
	const char *end = strstr(text, "' file not found");

	return end && *text == '\'' ? intern_n(text + 1, (size_t)(end - text - 1)) : NULL;
}

static int one_error(struct cunit *u, CXDiagnostic d, const char **header)
{
	CXString text = clang_getDiagnosticSpelling(d);
	const char *s = clang_getCString(text), *h = s ? missing_header(s) : NULL, *name;
	unsigned int line, column;
	CXFile file;
	int ret = EINVAL;

	clang_getExpansionLocation(clang_getDiagnosticLocation(d), &file, &line, &column, NULL);
	name = file ? file_name(u, file) : NULL;
	if (h) {
		ret = ENOENT;
		if (header)
			*header = h;
	}
	if (name)
		ret = error_set(u->err, ret, "%s:%u:%u: error: %s", name, line, column,
				s ? s : "?");
	else
		ret = error_set(u->err, ret, "clang: %s", s ? s : "?");
	clang_disposeString(text);
	return ret;
}

int unit_errors(struct cunit *u, const char **header)
{
	unsigned int n = clang_getNumDiagnostics(u->tu);
	int ret = 0;

	for (unsigned int i = 0; i < n && !ret; i++) {
		CXDiagnostic d = clang_getDiagnostic(u->tu, i);

		if (clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error)
			ret = one_error(u, d, header);
		clang_disposeDiagnostic(d);
	}
	return ret;
}
