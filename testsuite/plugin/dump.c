// SPDX-License-Identifier: GPL-2.0-or-later
/* dump FILE...: the facts in them as text, for the plugin's tests. */
#include <stdio.h>

#include "facts/forms.h"

int main(int argc, char **argv)
{
	struct unit_vec units = {};
	struct error err = {};
	struct arena arena;
	struct buf text = {};

	arena_init(&arena);
	for (int i = 1; i < argc; i++) {
		if (facts_read_file(argv[i], &arena, &units, &err) < 0) {
			fprintf(stderr, "dump: %s\n", err.text);
			return 1;
		}
	}
	for (size_t i = 0; i < units.n; i++)
		facts_write_text(&text, units.v[i]);
	fwrite(text.s, 1, text.n, stdout);
	buf_free(&text);
	vec_free(&units);
	arena_free(&arena);
	return 0;
}
