// SPDX-License-Identifier: GPL-2.0-or-later
#include "yaml.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/vec.h"

/* A rule file nests a few levels; more is a mistake or an attack. */
#define MAX_DEPTH 32
#define MAX_BYTES (1 << 20)

struct reader {
	yaml_document_t doc;
	const char *file;
	struct arena *arena;
	struct error *err;
	size_t nodes;
};

int yaml_error(const struct node *at, struct error *err, const char *fmt, ...)
{
	char text[768];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return error_set(err, EINVAL, "%s:%u: %s", at->file, at->line, text);
}

static int build(struct reader *r, int index, int depth, struct node **out);

static int build_list(struct reader *r, yaml_node_t *y, int depth, struct node *n)
{
	size_t count = (size_t)(y->data.sequence.items.top - y->data.sequence.items.start);
	int ret = 0;

	n->kind = NODE_LIST;
	n->n = count;
	n->items = arena_array(r->arena, struct node *, count);
	for (size_t i = 0; i < count && !ret; i++)
		ret = build(r, y->data.sequence.items.start[i], depth + 1, &n->items[i]);
	return ret;
}

static int build_map(struct reader *r, yaml_node_t *y, int depth, struct node *n)
{
	size_t count = (size_t)(y->data.mapping.pairs.top - y->data.mapping.pairs.start);
	int ret = 0;

	n->kind = NODE_MAP;
	n->n = count;
	n->items = arena_array(r->arena, struct node *, count);
	n->keys = arena_array(r->arena, const char *, count);
	n->key_lines = arena_array(r->arena, unsigned, count);
	for (size_t i = 0; i < count && !ret; i++) {
		yaml_node_pair_t *p = &y->data.mapping.pairs.start[i];
		yaml_node_t *key = yaml_document_get_node(&r->doc, p->key);
		struct node at = {.file = r->file, .line = (unsigned)key->start_mark.line + 1};

		if (key->type != YAML_SCALAR_NODE)
			return yaml_error(&at, r->err, "a key must be a plain word");
		n->keys[i] = intern((char *)key->data.scalar.value);
		n->key_lines[i] = at.line;
		for (size_t k = 0; k < i; k++)
			if (n->keys[k] == n->keys[i])
				return yaml_error(&at, r->err, "'%s' stands here twice",
						  n->keys[i]);
		ret = build(r, p->value, depth + 1, &n->items[i]);
	}
	return ret;
}

static int build(struct reader *r, int index, int depth, struct node **out)
{
	yaml_node_t *y = yaml_document_get_node(&r->doc, index);
	struct node *n = arena_new(r->arena, struct node);

	n->file = r->file;
	n->line = (unsigned)y->start_mark.line + 1;
	*out = n;
	/* Aliases make a graph: depth and count keep a bomb from going off. */
	if (depth > MAX_DEPTH || ++r->nodes > 100000)
		return yaml_error(n, r->err, "too deep or too large");
	if (y->type == YAML_SEQUENCE_NODE)
		return build_list(r, y, depth, n);
	if (y->type == YAML_MAPPING_NODE)
		return build_map(r, y, depth, n);
	n->kind = NODE_SCALAR;
	n->text = intern((char *)y->data.scalar.value);
	return 0;
}

static int read_document(struct reader *r, const struct buf *text, struct node **root)
{
	yaml_parser_t parser;
	yaml_node_t *top;
	int ret;

	if (!yaml_parser_initialize(&parser))
		die("out of memory");
	yaml_parser_set_input_string(&parser, (const unsigned char *)text->s, text->n);
	if (!yaml_parser_load(&parser, &r->doc)) {
		ret = error_set(r->err, EINVAL, "%s:%zu: not YAML: %s", r->file,
				parser.problem_mark.line + 1,
				parser.problem ? parser.problem : "cannot be read");
		yaml_parser_delete(&parser);
		return ret;
	}
	top = yaml_document_get_root_node(&r->doc);
	if (top)
		ret = build(r, 1, 0, root);
	else
		ret = error_set(r->err, EINVAL, "%s:1: the file is empty", r->file);
	yaml_document_delete(&r->doc);
	yaml_parser_delete(&parser);
	return ret;
}

int yaml_read(const char *path, const char *shown_name, struct arena *arena, struct node **root,
	      struct error *err)
{
	struct reader r = {.file = intern(shown_name), .arena = arena, .err = err};
	struct buf text = {};
	int ret = buf_read_file(&text, path, MAX_BYTES, err);

	if (!ret)
		ret = read_document(&r, &text, root);
	buf_free(&text);
	return ret;
}

const struct node *yaml_get(const struct node *map, const char *key)
{
	if (map->kind != NODE_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->keys[i], key))
			return map->items[i];
	return NULL;
}

int yaml_child(const struct node *map, const char *key, enum node_kind kind,
	       const struct node **out, struct error *err)
{
	*out = yaml_get(map, key);
	if (*out && (*out)->kind != kind)
		return yaml_error(*out, err, "'%s' must be a %s", key,
				  kind == NODE_LIST ? "list" : "map of keys and values");
	return 0;
}

int yaml_check_keys(const struct node *map, const char *const *keys, struct error *err)
{
	struct buf list = {};
	int ret = 0;

	if (map->kind != NODE_MAP)
		return yaml_error(map, err, "expected a map of keys and values");
	for (size_t i = 0; i < map->n && !ret; i++) {
		struct node at = {.file = map->file, .line = map->key_lines[i]};
		size_t k = 0;

		while (keys[k] && strcmp(keys[k], map->keys[i]))
			k++;
		if (keys[k])
			continue;
		for (k = 0; keys[k]; k++)
			buf_printf(&list, "%s%s", k ? ", " : "", keys[k]);
		ret = yaml_error(&at, err, "unknown key '%s': expected one of %s", map->keys[i],
				 list.s);
	}
	buf_free(&list);
	return ret;
}

int yaml_scalar(const struct node *map, const char *key, bool required, const char **text,
		struct error *err)
{
	const struct node *n = yaml_get(map, key);

	if (!n)
		return required ? yaml_error(map, err, "'%s' is missing", key) : 0;
	if (n->kind != NODE_SCALAR)
		return yaml_error(n, err, "'%s' must be one text", key);
	*text = n->text;
	return 0;
}

int yaml_strings(const struct node *map, const char *key, struct arena *arena, const char ***list,
		 size_t *n, struct error *err)
{
	const struct node *v = yaml_get(map, key);

	*list = NULL;
	*n = 0;
	if (!v)
		return 0;
	if (v->kind == NODE_MAP)
		return yaml_error(v, err, "'%s' must be a text or a list of texts", key);
	*n = v->kind == NODE_LIST ? v->n : 1;
	*list = arena_array(arena, const char *, *n);
	for (size_t i = 0; i < *n; i++) {
		const struct node *e = v->kind == NODE_LIST ? v->items[i] : v;

		if (e->kind != NODE_SCALAR)
			return yaml_error(e, err, "'%s' must be a text or a list of texts", key);
		(*list)[i] = e->text;
	}
	return 0;
}
