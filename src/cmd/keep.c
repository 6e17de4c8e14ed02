// SPDX-License-Identifier: GPL-2.0-or-later
#include "keep.h"

#include <string.h>

#include "facts/forms.h"
#include "kernel/factcache.h"
#include "kernel/fnv.h"

/* Of what stands in front of an entry's facts. */
#define KEEP_VERSION 2

void keep_open(struct keep *k, const char *cache, const struct ktree *tree, struct kfiles *files,
	       const struct frontend *reader, const char *options)
{
	const uint64_t parts[] = {
		FACTS_VERSION,
		KEEP_VERSION,
		kfiles_hash(files, kfiles_id(files, options)),
	};

	k->facts = factcache_open(cache, tree, files);
	k->for_all = fnv_add(FNV_START, parts, sizeof(parts));
	k->for_all = fnv_string(k->for_all, reader->gcc.machine);
	k->for_all = fnv_string(k->for_all, reader->gcc.version);
	k->reader = kfiles_hash(files, kfiles_id(files, reader->program));
	/* assembly is read by the program itself */
	k->program = kfiles_hash(files, kfiles_id(files, "/proc/self/exe"));
}

void keep_save(struct keep *k)
{
	if (k->facts)
		factcache_save(k->facts);
}

int keep_close(struct keep *k, struct error *err)
{
	int ret = factcache_close(k->facts, err);

	k->facts = NULL;
	return ret;
}

uint64_t keep_made_by(const struct keep *k, const struct frontend *reader, const struct gcc_unit *u,
		      const struct kunit *unit)
{
	struct gcc_unit plain = *u;
	struct frontend nameless = *reader;
	struct argv_vec argv = {};
	uint64_t h = fnv_add(k->for_all, &k->reader, sizeof(k->reader));
	const char *const *w;

	/* these have other names each time */
	plain.out = plain.options = plain.include = NULL;
	/* what is in it counts (k->reader), not where it stands */
	nameless.program = nameless.gcc.plugin = "";
	frontend_command(&nameless, &plain, unit->argv, unit->argc, &argv);
	vec_for_each (w, &argv)
		h = fnv_string(h, *w);
	vec_free(&argv);
	return fnv_string(h, unit->source);
}

uint64_t keep_assembled_by(const struct keep *k, const struct ktree *tree, const struct kunit *unit,
			   const char *const *texts, size_t ntexts)
{
	const char *const of[] = {tree->srcarch, tree->release, tree->config_hash, unit->source};
	uint64_t h = fnv_add(k->for_all, &k->program, sizeof(k->program));

	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++)
		h = fnv_string(h, of[i]);
	for (size_t i = 0; i < ntexts; i++)
		h = fnv_string(h, texts[i]);
	for (size_t i = 0; i < unit->argc; i++)
		h = fnv_string(h, unit->argv[i]);
	return h;
}

bool keep_read(struct keep *k, const char *object, uint64_t made_by, struct facts_pool *pool,
	       struct unit **out, uint64_t *count)
{
	struct buf kept = {};
	struct error err;
	size_t used = 0, n;
	bool good;

	*out = NULL;
	good = factcache_read(k->facts, object, made_by, &kept) && kept.n >= sizeof(*count);
	if (good) {
		memcpy(count, kept.s, sizeof(*count));
		n = kept.n - sizeof(*count);
		good = !n ||
		       (!facts_read_shared(kept.s + sizeof(*count), n, &used, pool, out, &err) &&
			used == n);
	}
	if (!good)
		*out = NULL;
	buf_free(&kept);
	return good;
}

void keep_write(struct keep *k, const char *object, uint64_t made_by, const struct buf *reads,
		int64_t since, const struct unit *facts, uint64_t count)
{
	struct buf text = {};

	buf_add(&text, &count, sizeof(count));
	if (facts)
		facts_write_binary(&text, facts);
	factcache_write(k->facts, object, made_by, reads, since, &text);
	buf_free(&text);
}
