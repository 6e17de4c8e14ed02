/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * For `make analyze` only: gcc's analyzer sees one file at a time, so it cannot
 * know that error_set() gives back a negative number, and takes failures for
 * successes.
 */
#include "base/error.h"

#define error_set(...)                                \
	({                                            \
		int code_ = error_set(__VA_ARGS__);   \
		if (code_ >= 0)                       \
			__builtin_unreachable();      \
		code_;                                \
	})
