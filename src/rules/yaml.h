/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A YAML file as a tree that knows its lines, so that every complaint about a
 * rule names file, line and what was expected.
 */
#ifndef EQS_RULES_YAML_H
#define EQS_RULES_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/error.h"

enum node_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct node {
	enum node_kind kind;
	const char *file;
	unsigned line;
	const char *text; /* SCALAR, interned */
	size_t n;	  /* LIST, MAP */
	struct node **items;
	const char **keys; /* MAP, interned */
	unsigned *key_lines;
};

/* Reads the one document of path.  0, or a negative errno with the sentence. */
int yaml_read(const char *path, const char *shown_name, struct arena *arena, struct node **root,
	      struct error *err);

/* The value of key in a map, NULL when it has none. */
const struct node *yaml_get(const struct node *map, const char *key);

/* As yaml_get(), of a value that must be a LIST or a MAP: any other fails. */
int yaml_child(const struct node *map, const char *key, enum node_kind kind,
	       const struct node **out, struct error *err);

/* "FILE:LINE: sentence"; returns -EINVAL. */
int yaml_error(const struct node *at, struct error *err, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Fails on a key of map that is not in the NULL-ended list, naming those that are. */
int yaml_check_keys(const struct node *map, const char *const *keys, struct error *err);

/* The text of a required or optional scalar; *text is left alone when it is absent. */
int yaml_scalar(const struct node *map, const char *key, bool required, const char **text,
		struct error *err);

/* A scalar or a list of scalars, as an arena array; 0 entries when absent. */
int yaml_strings(const struct node *map, const char *key, struct arena *arena, const char ***list,
		 size_t *n, struct error *err);

#endif
