// SPDX-License-Identifier: GPL-2.0-or-later
#include "identity.h"

#include <sha2.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"

enum { ID_DIGITS = 12 };

const char *identity_hash(const void *p, size_t n)
{
	char hex[SHA256_DIGEST_STRING_LENGTH];

	if (!SHA256Data(p, n, hex))
		die("no SHA-256");
	return intern(hex);
}

static bool counts(const struct path_step *s)
{
	const struct lane *l;

	vec_for_each (l, &s->lanes)
		if (l->changed && l->matters)
			return true;
	return s->is_fault;
}

void identity_fingerprint(struct finding *f)
{
	const struct path_step *s;
	struct buf b = {};

	buf_printf(&b, "%s\n%s\n", f->rule, f->function ? f->function : "");
	vec_for_each (s, &f->path)
		if (counts(s))
			buf_printf(&b, "%s\n", s->event ? s->event : "");
	f->fingerprint = identity_hash(b.s, b.n);
	buf_free(&b);
}

static int by_fingerprint(const void *a, const void *b)
{
	const struct finding *x = *(struct finding *const *)a, *y = *(struct finding *const *)b;
	int c = strncmp(x->fingerprint, y->fingerprint, ID_DIGITS);

	return c ? c : (x > y) - (x < y);
}

void identity_number(struct finding_vec *findings)
{
	VEC(struct finding *) order = {};
	struct finding *f, **p;
	unsigned int same = 0;

	vec_for_each (f, findings)
		vec_push(&order, f);
	if (order.n)
		qsort(order.v, order.n, sizeof(*order.v), by_fingerprint);
	vec_for_each (p, &order) {
		if (p > order.v && !strncmp(p[-1]->fingerprint, p[0]->fingerprint, ID_DIGITS))
			same++;
		else
			same = 1;
		if (same == 1)
			(*p)->id = intern_n((*p)->fingerprint, ID_DIGITS);
		else
			(*p)->id = intern_f("%.*s-%u", ID_DIGITS, (*p)->fingerprint, same);
	}
	vec_free(&order);
}
