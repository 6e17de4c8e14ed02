// SPDX-License-Identifier: GPL-2.0-or-later
#include "keep.h"

#include "base/buf.h"
#include "facts/forms.h"
#include "kernel/factcache.h"
#include "kernel/fnv.h"

/* The names of what one unit read. */
#define READS_LIMIT ((size_t)16 << 20)

void keep_open(struct keep *k, const char *cache, const struct ktree *tree, struct kfiles *files,
	       const struct gcc *gcc, const char *options)
{
	const uint64_t parts[] = {
		FACTS_VERSION,
		kfiles_hash(files, kfiles_id(files, gcc->plugin)),
		kfiles_hash(files, kfiles_id(files, options)),
	};

	k->facts = factcache_open(cache, tree, files);
	k->for_all = fnv_add(FNV_START, parts, sizeof(parts));
	k->for_all = fnv_string(k->for_all, gcc->machine);
	k->for_all = fnv_string(k->for_all, gcc->version);
}

int keep_close(struct keep *k, struct error *err)
{
	int ret = factcache_close(k->facts, err);

	k->facts = NULL;
	return ret;
}

uint64_t keep_made_by(const struct keep *k, const struct gcc *gcc, const struct gcc_unit *u,
		      const struct kunit *unit)
{
	struct gcc_unit plain = *u;
	struct argv_vec argv = {};
	uint64_t h = k->for_all;
	const char *const *w;

	/* these have other names each time */
	plain.out = plain.options = plain.include = NULL;
	gcc_facts_command(gcc, &plain, unit->argv, unit->argc, &argv);
	vec_for_each(w, &argv)
		h = fnv_string(h, *w);
	vec_free(&argv);
	return fnv_string(h, unit->source);
}

bool keep_read(struct keep *k, const char *object, uint64_t made_by, struct arena *arena,
	       struct unit **out)
{
	struct buf facts = {};
	struct error err;
	size_t used = 0;
	bool good;

	*out = NULL;
	good = factcache_read(k->facts, object, made_by, &facts) &&
	       (!facts.n || (!facts_read_binary(facts.s, facts.n, &used, arena, out, &err) &&
			     used == facts.n));
	buf_free(&facts);
	return good;
}

void keep_write(struct keep *k, const char *object, uint64_t made_by, const char *reads,
		int64_t since, const struct unit *facts)
{
	struct buf files = {}, text = {};

	if (!buf_read_file(&files, reads, READS_LIMIT, NULL)) {
		if (facts)
			facts_write_binary(&text, facts);
		factcache_write(k->facts, object, made_by, &files, since, &text);
	}
	buf_free(&files);
	buf_free(&text);
}
