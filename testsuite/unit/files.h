/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that a test makes; a failure fails the test. */
#ifndef EQS_UNIT_FILES_H
#define EQS_UNIT_FILES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/intern.h"

/* Writes text to the file name in dir, which is there; its path, interned. */
static inline const char *write_text(const char *dir, const char *name, const char *text)
{
	const char *path = intern_f("%s/%s", dir, name);
	struct buf b = {};
	struct error err = {};

	buf_puts(&b, text);
	if (buf_write_file(&b, path, &err))
		fail_msg("%s", err.text);
	buf_free(&b);
	return path;
}

#endif
