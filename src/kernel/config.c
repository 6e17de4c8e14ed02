// SPDX-License-Identifier: GPL-2.0-or-later
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"
#include "fnv.h"

#define CONFIG_LIMIT ((size_t)16 << 20)

static int by_name(const void *a, const void *b)
{
	const struct option *x = a, *y = b;

	return strcmp(x->name, y->name);
}

/* Takes the quotes off a string: .config has them, auto.conf of 6.x has not. */
static const char *value_of(const char *s, size_t n)
{
	struct buf b = {};
	const char *value;

	if (n < 2 || s[0] != '"' || s[n - 1] != '"')
		return intern_n(s, n);
	for (size_t i = 1; i < n - 1; i++) {
		if (s[i] == '\\' && i + 1 < n - 1)
			i++;
		buf_putc(&b, s[i]);
	}
	value = intern_n(b.n ? b.s : "", b.n);
	buf_free(&b);
	return value;
}

static void read_line(struct kconfig *config, const char *line, size_t n)
{
	const char *eq;

	if (n > 2 && line[0] == '#' && line[1] == ' ' && !config->mainmenu &&
	    memmem(line, n, " Configuration", 14)) {
		config->mainmenu = intern_n(line + 2, n - 2);
		return;
	}
	if (n < 7 || memcmp(line, "CONFIG_", 7))
		return;
	eq = memchr(line, '=', n);
	/* An empty string is "" in .config and nothing in auto.conf. */
	if (!eq)
		return;
	vec_push(&config->options, (struct option){
					   .name = intern_n(line + 7, (size_t)(eq - line - 7)),
					   .value = value_of(eq + 1, n - (size_t)(eq - line) - 1),
				   });
}

int kconfig_read(struct kconfig *config, const char *path, struct error *err)
{
	struct buf text = {};
	const char *p, *end;
	int ret;

	memset(config, 0, sizeof(*config));
	ret = buf_read_file(&text, path, CONFIG_LIMIT, err);
	if (ret)
		goto out;
	end = text.s + text.n;
	for (p = text.s; p < end;) {
		const char *nl = memchr(p, '\n', (size_t)(end - p));

		nl = nl ? nl : end;
		if (!memchr(p, 0, (size_t)(nl - p)))
			read_line(config, p, (size_t)(nl - p));
		p = nl + 1;
	}
	if (config->options.n)
		qsort(config->options.v, config->options.n, sizeof(struct option), by_name);
out:
	buf_free(&text);
	return ret;
}

void kconfig_free(struct kconfig *config)
{
	vec_free(&config->options);
	config->mainmenu = NULL;
}

const char *kconfig_get(const struct kconfig *config, const char *name)
{
	struct option key = {.name = name};
	const struct option *o;

	if (!config->options.n)
		return NULL;
	o = bsearch(&key, config->options.v, config->options.n, sizeof(key), by_name);
	return o ? o->value : NULL;
}

bool kconfig_equal(const struct kconfig *a, const struct kconfig *b)
{
	if (a->options.n != b->options.n)
		return false;
	for (size_t i = 0; i < a->options.n; i++)
		if (a->options.v[i].name != b->options.v[i].name ||
		    a->options.v[i].value != b->options.v[i].value)
			return false;
	return true;
}

uint64_t kconfig_hash(const struct kconfig *config)
{
	const struct option *o;
	uint64_t h = FNV_START;

	vec_for_each (o, &config->options)
		h = fnv_string(fnv_string(h, o->name), o->value);
	return h;
}
