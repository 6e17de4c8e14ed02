// SPDX-License-Identifier: GPL-2.0-or-later
/* What stands without quotes in the text form: the writer and the reader must agree. */
#include "text.h"

#include <string.h>

/* Words that the grammar knows where an object's name may stand too. */
static const char *const words[] = {"copy", "label", "neg", "not", "unknown", "volatile"};

bool text_is_bare(enum bare class, char c)
{
	if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
		return true;
	if (c == '_' || c == '$')
		return true;
	if (class == BARE_NAME || !c)
		return false;
	return strchr("./+-[]", c) || (class == BARE_RECORD && strchr(":@", c));
}

bool text_bare(enum bare class, const char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (!text_is_bare(class, s[i]))
			return false;
	if (class == BARE_NAME) {
		if (n && s[0] >= '0' && s[0] <= '9')
			return false;
		for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
			if (strlen(words[i]) == n && !memcmp(words[i], s, n))
				return false;
	}
	return n;
}
