/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What may count: fields and globals that are moved by steps near the way to the arming. */
#ifndef EQS_ENGINE_NEAR_H
#define EQS_ENGINE_NEAR_H

#include "throttle.h"

/* A field that is stored to near the way. */
struct moved_field {
	struct field_key key;
	int64_t index; /* constant index of the element; -1 */
	struct element element;
	bool goes_up, goes_down, is_reset, is_compared;
	VEC(const struct func *) storers;
	size_t nusers, number;
};

/* What a function compares with something that is not constant. */
struct identity {
	struct field_key key;
	const struct func *func;
};

/* A function that overwrites the record as a whole. */
struct whole {
	const char *record;
	const struct func *func;
};

struct near {
	struct hunt *h;
	struct func_vec funcs;
	struct map seen;
	VEC(struct moved_field *) moved;
	VEC(struct identity) identities;
	VEC(struct whole) wholes;
};

static inline bool is_step(const struct event *e)
{
	return e->set.op == SET_ADD || e->set.op == SET_SUB || e->set.op == SET_SHL;
}

/*
 * Looks along the calls to the arming, along the request's way, and in what those
 * call.  Those that few functions speak of come first.
 */
void near_find(struct near *n, const struct links *l, const struct hop *request);
void near_free(struct near *n);
/* Who compares an identity stores it, and the count. */
bool near_goes_with(struct near *n, const struct moved_field *m, const struct identity *identity);
/* The constant index of the element that the path ends in; -1. */
int64_t near_index(const struct path *path);

#endif
