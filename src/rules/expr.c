// SPDX-License-Identifier: GPL-2.0-or-later
#include "expr.h"

#include <ctype.h>
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "rules.h"
#include "yaml.h"

#define MAX_NESTING 50

struct parser {
	struct ruleset *rules;
	const struct node *at;
	const char *p;
	char token[128];
	int depth;
	struct error *err;
};

static const struct expr *parse_or(struct parser *p);

static void next_token(struct parser *p)
{
	size_t n = 0;

	while (isspace((unsigned char)*p->p))
		p->p++;
	while (isalnum((unsigned char)p->p[n]) || (p->p[n] && strchr("_-.", p->p[n])))
		n++;
	if (!n && *p->p)
		n = !strncmp(p->p, "==", 2) || !strncmp(p->p, "!=", 2) ? 2 : 1;
	if (n >= sizeof(p->token))
		n = sizeof(p->token) - 1;
	memcpy(p->token, p->p, n);
	p->token[n] = 0;
	p->p += n;
}

static bool take(struct parser *p, const char *word)
{
	if (strcmp(p->token, word))
		return false;
	next_token(p);
	return true;
}

static struct expr *expr_new(struct parser *p, enum expr_op op)
{
	struct expr *e = arena_new(&p->rules->arena, struct expr);

	e->op = op;
	return e;
}

static void *complain(struct parser *p, const char *expected)
{
	yaml_error(p->at, p->err, "in '%s': expected %s%s%s%s", p->at->text, expected,
		   p->token[0] ? ", not '" : "", p->token, p->token[0] ? "'" : " at the end");
	return NULL;
}

static bool take_value(struct parser *p, struct expr *e)
{
	const struct variable *v = &p->rules->vars[e->var];
	unsigned value = variable_value(v, p->token);

	if (!value) {
		yaml_error(p->at, p->err, "'%s' is no value of '%s': expected %s", p->token,
			   v->name, v->shown_values);
		return false;
	}
	e->set |= (uint16_t)(1u << value);
	next_token(p);
	return true;
}

static const struct expr *parse_values(struct parser *p, struct expr *e)
{
	if (take(p, "==") || take(p, "!="))
		return take_value(p, e) ? e : NULL;
	if (!take(p, "in"))
		return complain(p, "==, != or in");
	if (!take(p, "("))
		return complain(p, "(");
	do {
		if (!take_value(p, e))
			return NULL;
	} while (take(p, ","));
	return take(p, ")") ? e : complain(p, ", or )");
}

static const struct expr *parse_variable(struct parser *p, unsigned var)
{
	struct expr *e = expr_new(p, EXPR_IS), *negated;
	bool negate;

	e->var = var;
	e->nvalues = (uint8_t)p->rules->vars[var].nvalues;
	e->vars = (varmask)(1u << var);
	next_token(p);
	negate = !strcmp(p->token, "!=");
	if (!parse_values(p, e) || !negate)
		return p->err->text[0] ? NULL : e;
	negated = expr_new(p, EXPR_NOT);
	negated->left = e;
	negated->vars = e->vars;
	return negated;
}

static const struct expr *parse_about_variable(struct parser *p, enum expr_op op)
{
	struct expr *e = expr_new(p, op);
	int var = rules_variable(p->rules, p->token);

	if (var < 0)
		return complain(p, "a variable of the states file");
	e->var = (unsigned)var;
	e->vars = (varmask)(1u << var);
	next_token(p);
	return e;
}

static const struct expr *parse_fact(struct parser *p, const char *prefix)
{
	struct expr *e = expr_new(p, EXPR_FACT);

	if (!p->token[0])
		return complain(p, "a name");
	e->fact = rules_tree_fact(p->rules, intern_f("%s%s", prefix, p->token));
	next_token(p);
	return e;
}

static const struct expr *parse_atom(struct parser *p)
{
	const struct expr *e;
	int var;

	if (take(p, "(")) {
		e = parse_or(p);
		return !e || take(p, ")") ? e : complain(p, ")");
	}
	if (take(p, "true"))
		return expr_new(p, EXPR_TRUE);
	if (take(p, "known"))
		return parse_about_variable(p, EXPR_KNOWN);
	if (take(p, "changed"))
		return parse_about_variable(p, EXPR_CHANGED);
	if (take(p, "option"))
		return parse_fact(p, "");
	if (take(p, "has"))
		return parse_fact(p, "?");
	var = rules_variable(p->rules, p->token);
	if (var >= 0)
		return parse_variable(p, (unsigned)var);
	e = rules_predicate(p->rules, p->token);
	if (!e)
		return complain(p, "a variable or predicate of the states file");
	next_token(p);
	return e;
}

static const struct expr *parse_not(struct parser *p)
{
	struct expr *e;

	if (++p->depth > MAX_NESTING)
		return complain(p, "fewer nested conditions");
	if (!take(p, "not"))
		return parse_atom(p);
	e = expr_new(p, EXPR_NOT);
	e->left = parse_not(p);
	if (e->left)
		e->vars = e->left->vars;
	return e->left ? e : NULL;
}

static const struct expr *parse_chain(struct parser *p, enum expr_op op, const char *word,
				      const struct expr *(*part)(struct parser *))
{
	const struct expr *left = part(p);

	while (left && take(p, word)) {
		struct expr *e = expr_new(p, op);

		e->left = left;
		e->right = part(p);
		if (!e->right)
			return NULL;
		e->vars = e->left->vars | e->right->vars;
		left = e;
	}
	return left;
}

static const struct expr *parse_and(struct parser *p)
{
	return parse_chain(p, EXPR_AND, "and", parse_not);
}

static const struct expr *parse_or(struct parser *p)
{
	return parse_chain(p, EXPR_OR, "or", parse_and);
}

int expr_parse(struct ruleset *rules, const struct node *at, const struct expr **out,
	       struct error *err)
{
	struct parser p = {.rules = rules, .at = at, .err = err};

	if (at->kind != NODE_SCALAR)
		return yaml_error(at, err, "expected a condition");
	p.p = at->text;
	err->text[0] = 0;
	next_token(&p);
	*out = parse_or(&p);
	if (*out && p.token[0]) {
		complain(&p, "and, or, or the end");
		*out = NULL;
	}
	return *out ? 0 : -EINVAL;
}

static enum tri tri_not(enum tri t)
{
	return t == TRI_MAYBE ? t : t == TRI_NO ? TRI_YES : TRI_NO;
}

static enum tri eval_is(const struct expr *e, const struct state *s, enum trust trust)
{
	varmask bit = (varmask)(1u << e->var);

	if (!state_known(s, e->var))
		return TRI_MAYBE;
	if (trust == TRUST_KNOWN && ((s->poison | s->assumed) & bit))
		return TRI_MAYBE;
	return e->set >> state_get(s, e->var) & 1 ? TRI_YES : TRI_NO;
}

static enum tri eval_changed(const struct expr *e, const struct state *s, const struct state *entry)
{
	unsigned now = state_get(s, e->var), then;

	if (!entry || now >= VALUE_OUTER)
		return TRI_MAYBE;
	then = state_get(entry, e->var);
	/* Caller's then, and a value now: it was set, to what it may have been before. */
	if (then == VALUE_CALLER && now != VALUE_CALLER)
		return TRI_MAYBE;
	return now == then ? TRI_NO : TRI_YES;
}

enum tri expr_eval(const struct expr *e, const struct state *s, const struct state *entry,
		   enum trust trust)
{
	enum tri l, r;

	switch (e->op) {
	case EXPR_TRUE:
		return TRI_YES;
	case EXPR_NOT:
		return tri_not(expr_eval(e->left, s, entry, trust));
	case EXPR_AND:
	case EXPR_OR:
		l = expr_eval(e->left, s, entry, trust);
		if (l == (e->op == EXPR_AND ? TRI_NO : TRI_YES))
			return l;
		r = expr_eval(e->right, s, entry, trust);
		if (r == (e->op == EXPR_AND ? TRI_NO : TRI_YES))
			return r;
		return l == TRI_MAYBE ? l : r;
	case EXPR_IS:
		return eval_is(e, s, trust);
	case EXPR_KNOWN:
		if (trust == TRUST_KNOWN && ((s->poison | s->assumed) >> e->var & 1))
			return TRI_NO;
		return state_known(s, e->var) ? TRI_YES : TRI_NO;
	case EXPR_CHANGED:
		return eval_changed(e, s, entry);
	case EXPR_FACT:
		return e->fact->value;
	}
	return TRI_MAYBE;
}

/* A bit for each value that the variable may have when e is truth. */
static uint16_t values_left(const struct expr *e, bool truth, unsigned var)
{
	uint16_t l, r;

	switch (e->op) {
	case EXPR_NOT:
		return values_left(e->left, !truth, var);
	case EXPR_AND:
	case EXPR_OR:
		l = values_left(e->left, truth, var);
		r = values_left(e->right, truth, var);
		return (e->op == EXPR_AND) == truth ? l & r : l | r;
	case EXPR_IS:
		return e->var != var ? UINT16_MAX : truth ? e->set : (uint16_t)~e->set;
	default:
		return UINT16_MAX;
	}
}

static enum tri is_follows(const struct expr *e, const struct expr *given, bool truth)
{
	uint16_t all = (uint16_t)((1u << (e->nvalues + 1)) - 2);
	uint16_t left = all & values_left(given, truth, e->var);

	return !(left & ~e->set) ? TRI_YES : !(left & e->set) ? TRI_NO : TRI_MAYBE;
}

enum tri expr_follows(const struct expr *e, const struct expr *given, bool truth)
{
	enum tri l, r;

	switch (e->op) {
	case EXPR_TRUE:
		return TRI_YES;
	case EXPR_NOT:
		return tri_not(expr_follows(e->left, given, truth));
	case EXPR_AND:
	case EXPR_OR:
		l = expr_follows(e->left, given, truth);
		r = expr_follows(e->right, given, truth);
		if (l == (e->op == EXPR_AND ? TRI_NO : TRI_YES))
			return l;
		return l == TRI_MAYBE && r == (e->op == EXPR_AND ? TRI_YES : TRI_NO) ? l : r;
	case EXPR_IS:
		return is_follows(e, given, truth);
	case EXPR_FACT:
		return e->fact->value;
	default:
		return TRI_MAYBE;
	}
}

static bool assume_is(const struct expr *e, bool truth, struct state *s)
{
	unsigned set = e->set, left = 0, v = state_get(s, e->var);

	if (!truth)
		set = ~set;
	if (state_known(s, e->var)) {
		if (!(set >> v & 1))
			return false;
		/* A case that a test confirms has become knowledge. */
		s->assumed &= (varmask) ~(1u << e->var);
		return true;
	}
	/* Not known: known now only when one value is left. */
	for (unsigned i = 1; i <= e->nvalues; i++) {
		if (!(set >> i & 1))
			continue;
		if (left)
			return true;
		left = i;
	}
	if (left)
		state_set(s, e->var, left);
	return true;
}

bool expr_assume(const struct expr *e, bool truth, struct state *s)
{
	bool both = (e->op == EXPR_AND) == truth;

	switch (e->op) {
	case EXPR_NOT:
		return expr_assume(e->left, !truth, s);
	case EXPR_AND:
	case EXPR_OR:
		if (both)
			return expr_assume(e->left, truth, s) && expr_assume(e->right, truth, s);
		/* One of two: it says something only when the other is out. */
		if (expr_eval(e->left, s, NULL, TRUST_ALL) == (truth ? TRI_NO : TRI_YES))
			return expr_assume(e->right, truth, s);
		if (expr_eval(e->right, s, NULL, TRUST_ALL) == (truth ? TRI_NO : TRI_YES))
			return expr_assume(e->left, truth, s);
		return true;
	case EXPR_IS:
		return assume_is(e, truth, s);
	default:
		return expr_eval(e, s, NULL, TRUST_ALL) != (truth ? TRI_NO : TRI_YES);
	}
}
