// SPDX-License-Identifier: GPL-2.0-or-later
/* What a check on a throttle names: what arms, what asks for it, what has it done later. */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/intern.h"
#include "parse.h"

/* "1 == 0", a number; "0 == RECORD.FIELD", what is read from the field. */
static int parse_arg(const struct node *at, const char *text, struct arg_pattern *a,
		     struct error *err)
{
	const char *dot = strrchr(text, '.');
	long long value;
	int used = 0;

	if (sscanf(text, "%u == %lli%n", &a->number, &value, &used) == 2 && !text[used]) {
		a->value = value;
	} else if (dot && dot[1] && sscanf(text, "%u == %n", &a->number, &used) == 1 && used &&
		   isalpha((unsigned char)text[used]) && !strchr(text + used, ' ')) {
		a->record = intern_n(text + used, (size_t)(dot - text) - (size_t)used);
		a->field = intern(dot + 1);
	} else {
		return yaml_error(at, err,
				  "'%s': expected ARGUMENT == NUMBER or ARGUMENT == RECORD.FIELD "
				  "(the first is 0)",
				  text);
	}
	return a->number > 15 ? yaml_error(at, err, "'%s': no call has so many arguments", text)
			      : 0;
}

static int parse_args(struct ruleset *rules, const struct node *map, struct event_pattern *p,
		      struct error *err)
{
	const char **texts;
	int ret = yaml_strings(map, "arg", &rules->arena, &texts, &p->nargs, err);

	if (!ret && p->nargs && p->kind == PATTERN_SET)
		return yaml_error(map, err, "'arg' is of a call");
	p->args = arena_array(&rules->arena, struct arg_pattern, p->nargs);
	for (size_t i = 0; i < p->nargs && !ret; i++)
		ret = parse_arg(map, texts[i], &p->args[i], err);
	return ret;
}

int split_slots(struct ruleset *rules, const struct node *map, const char **names, size_t n,
		const char ***records, struct error *err)
{
	*records = arena_array(&rules->arena, const char *, n);
	for (size_t i = 0; i < n; i++) {
		const char *dot = strrchr(names[i], '.');

		if (!dot || dot == names[i] || !dot[1])
			return yaml_error(map, err, "'%s' is no slot: expected RECORD.FIELD",
					  names[i]);
		(*records)[i] = intern_n(names[i], (size_t)(dot - names[i]));
		names[i] = intern(dot + 1);
	}
	return 0;
}

static int parse_pattern(struct ruleset *rules, const struct node *map, bool sets,
			 struct event_pattern *p, struct error *err)
{
	static const char *const keys[] = {"call", "slot", "arg", "set", NULL};
	static const char *const calls[] = {"call", "slot", "arg", NULL};
	int ret = map->kind == NODE_MAP
			  ? yaml_check_keys(map, sets ? keys : calls, err)
			  : yaml_error(map, err, "expected a map of what is looked for");

	for (unsigned i = 0; i < 4 && !ret; i++) {
		if (i == 2 || !yaml_get(map, keys[i]))
			continue;
		if (p->nnames)
			return yaml_error(map, err, "one kind of event is looked for, not two");
		p->kind = i == 0 ? PATTERN_CALL : i == 1 ? PATTERN_SLOT : PATTERN_SET;
		ret = yaml_strings(map, keys[i], &rules->arena, &p->names, &p->nnames, err);
	}
	if (!ret && !p->nnames)
		ret = yaml_error(map, err, "what is looked for is missing: call%s",
				 sets ? ", slot or set" : " or slot");
	if (!ret && p->kind == PATTERN_SLOT)
		ret = split_slots(rules, map, p->names, p->nnames, &p->records, err);
	return ret ? ret : parse_args(rules, map, p, err);
}

static int parse_patterns(struct ruleset *rules, const struct node *map, const char *key, bool sets,
			  struct event_pattern **out, size_t *n, struct error *err)
{
	const struct node *list;
	int ret = yaml_child(map, key, NODE_LIST, &list, err);

	if (ret || !list)
		return ret;
	*n = list->n;
	*out = arena_array(&rules->arena, struct event_pattern, list->n);
	for (size_t i = 0; i < list->n && !ret; i++)
		ret = parse_pattern(rules, list->items[i], sets, &(*out)[i], err);
	return ret;
}

int parse_throttle(struct ruleset *rules, const struct node *map, const struct throttle **out,
		   struct error *err)
{
	struct throttle *t = arena_new(&rules->arena, struct throttle);
	int ret = parse_patterns(rules, map, "arms", false, &t->arms, &t->narms, err);

	*out = t;
	if (!ret && !t->narms)
		ret = yaml_error(map, err, "'arms' is missing: what must not happen without end");
	if (!ret)
		ret = parse_patterns(rules, map, "requests", true, &t->requests, &t->nrequests,
				     err);
	if (!ret)
		ret = yaml_strings(map, "entered", &rules->arena, &t->entered, &t->nentered, err);
	if (!ret && !t->nrequests == !t->nentered)
		ret = yaml_error(map, err,
				 "either 'requests' or 'entered': what leads to the arming");
	if (!ret)
		ret = yaml_strings(map, "defers", &rules->arena, &t->defers, &t->ndefers, err);
	if (!ret)
		ret = yaml_scalar(map, "reset", false, &t->reset, err);
	return ret;
}
