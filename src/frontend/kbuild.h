/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Being called by Kbuild as its CHECK (make C=1 or C=2). */
#ifndef EQS_FRONTEND_KBUILD_H
#define EQS_FRONTEND_KBUILD_H

#include <stdbool.h>

#include "base/error.h"
#include "gcc.h"

/* One call.  The strings are the arguments' own, or interned. */
struct kbuild_call {
	bool is_probe;	       /* scripts/checker-valid.sh asks whether the checker is any good */
	const char *cc;	       /* the compiler's command, without ccache and its like */
	const char *source;    /* as Kbuild passes it */
	const char *object;    /* from the dependency file's name; NULL when none is named */
	struct argv_vec argv;  /* the compile, the compiler first and the source last */
	struct argv_vec flags; /* what stands before it: words for sparse */
};

/*
 * Reads the arguments of $(CHECK) $(CHECKFLAGS) $(c_flags) FILE.c, without
 * argv[0].  The compiler is the environment's CC, else CROSS_COMPILE's gcc: Kbuild exports both.
 * Returns 0 or -EINVAL.  kbuild_call_free() frees.
 */
int kbuild_call_read(struct kbuild_call *call, int argc, const char *const *argv,
		     struct error *err);
/* DIR/NAME.o, as Kbuild writes it, of the word -Wp,-MMD,DIR/.NAME.o.d; NULL: it is none. */
const char *kbuild_object(const char *word);

void kbuild_call_free(struct kbuild_call *call);

#endif
