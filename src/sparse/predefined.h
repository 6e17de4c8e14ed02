/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The macros that a compiler has of itself, for machines that sparse knows too little of. */
#ifndef EQS_FRONTEND_SPARSE_PREDEFINED_H
#define EQS_FRONTEND_SPARSE_PREDEFINED_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"

/*
 * Appends them as lines of C: what the command's compiler says with the
 * command's words for the machine and the language.  Its version is not among
 * them, sparse has its own.  A negative errno when the compiler does not say.
 */
int predefined_read(const char *const *command, size_t n, struct buf *text, struct error *err);

#endif
