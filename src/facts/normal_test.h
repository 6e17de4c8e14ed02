/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Tests in the normal form: what normal_test.c and its parts share. */
#ifndef EQS_NORMAL_TEST_H
#define EQS_NORMAL_TEST_H

#include "normal.h"

struct tester {
	struct normal *n;
	uint32_t *npreds;
	bool changed;
};

/* ---- normal_split.c ---- */

/* Does the block ask two things at once?  Then it asks them one after the other. */
bool test_split(struct tester *ts, uint32_t block);

#endif
