// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "base/intern.h"
#include "rules.h"

/* The kernel proper and its modules are one image: Kbuild lets no two of them export one name. */
const char *rules_image(const struct ruleset *rules, const char *object)
{
	for (size_t i = 0; object && i < rules->images.n; i++)
		for (size_t k = 0; k < rules->images.v[i].npaths; k++)
			if (strstr(object, rules->images.v[i].paths[k]))
				return rules->images.v[i].name;
	return intern("kernel");
}
