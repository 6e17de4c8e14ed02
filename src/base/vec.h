/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Growable arrays: a struct with .v, .n and .cap.  vec_push() aborts when
 * there is no memory; vec_free() leaves an empty one.
 */
#ifndef EQS_VEC_H
#define EQS_VEC_H

#include <stddef.h>
#include <string.h>

#ifdef __cplusplus
extern "C" {
#endif

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *v;                                                                           \
		size_t n, cap;                                                                     \
	}

/* The same as a named type, for a declaration that others see. */
#define VEC_TYPE(name, type)                                                                       \
	struct name {                                                                              \
		type *v;                                                                           \
		size_t n, cap;                                                                     \
	}

/* The new storage for at least n elements of the given size. */
void *vec_grow_(void *v, size_t *cap, size_t n, size_t size);
void vec_free_(void *v);

#define vec_reserve(x, want)                                                                       \
	((x)->cap >= (want)                                                                        \
		 ? (void)0                                                                         \
		 : (void)((x)->v = vec_grow_((x)->v, &(x)->cap, (want), sizeof(*(x)->v))))
#define vec_push(x, ...)                                                                           \
	do {                                                                                       \
		vec_reserve(x, (x)->n + 1);                                                        \
		(x)->v[(x)->n++] = (__VA_ARGS__);                                                  \
	} while (0)
#define vec_free(x)                                                                                \
	do {                                                                                       \
		vec_free_((x)->v);                                                                 \
		memset((x), 0, sizeof(*(x)));                                                      \
	} while (0)
/* An empty one may have no storage, to which nothing may be added. */
#define vec_for_each(p, x) for ((p) = (x)->v; (x)->n && (p) < (x)->v + (x)->n; (p)++)

#ifdef __cplusplus
}
#endif
#endif
