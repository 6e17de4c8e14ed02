// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: what conditions mean, and that every mistake is told with its file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/intern.h"
#include "rules/rules.h"
#include "rules/yaml.h"

static const char good_states[] = "variables:\n"
				  "  irq: {values: [on, off], entry: on}\n"
				  "  eqs: {values: [out, guest, idle]}\n"
				  "  depth: {counter: 3}\n"
				  "predicates:\n"
				  "  off: irq == off\n";
static const char good_models[] = "read-in: a.c\n"
				  "models:\n"
				  "  - call: disable\n"
				  "    tags: t\n"
				  "    set: {irq: off, depth: up}\n";
static const char good_rule[] = "rule: r\nsummary: s\nwhy: w\nfix: f\nbad: b\ngood: g\nproof: p\n"
				"checks:\n"
				"  - on: becomes\n"
				"    if: off\n"
				"    severity: error\n"
				"    message: m\n";

static char dir[] = "/tmp/test_rules.XXXXXX";

static void write_file(const char *name, const char *text)
{
	struct buf path = {}, b = {};
	struct error err;

	buf_printf(&path, "%s/%s", dir, name);
	buf_puts(&b, text);
	if (buf_write_file(&b, path.s, &err))
		fail_msg("%s", err.text);
	buf_free(&path);
	buf_free(&b);
}

static int load(const char *states, const char *models, const char *rule, struct ruleset **out,
		struct error *err)
{
	write_file("states.yaml", states);
	write_file("models/m.yaml", models);
	write_file("r.yaml", rule);
	return rules_load(dir, out, err);
}

static struct ruleset *load_good(void)
{
	struct ruleset *rules;
	struct error err;

	if (load(good_states, good_models, good_rule, &rules, &err))
		fail_msg("%s", err.text);
	return rules;
}

/* Text instead of a good file's text, or what one line of it becomes. */
static const struct mistake {
	enum { STATES, MODELS, RULE } file;
	const char *from, *to; /* from NULL: the whole file */
	const char *says;
} mistakes[] = {
	{STATES, NULL, "", "rules/states.yaml:1: the file is empty"},
	{STATES, NULL, "a: [1\n", "rules/states.yaml:2: not YAML: "},
	{STATES, NULL, "- 1\n", "rules/states.yaml:1: expected a map"},
	{STATES, NULL, "predicates: {}\n", "rules/states.yaml:1: 'variables' is missing"},
	{STATES, "entry: on", "entry: maybe",
	 "rules/states.yaml:2: 'maybe' is no value of 'irq': "
	 "expected on, off"},
	{STATES, "entry: on", "entri: on",
	 "rules/states.yaml:2: unknown key 'entri': expected one of "
	 "values, counter, entry"},
	{STATES, "[on, off]", "[on]", "rules/states.yaml:2: 'irq' needs 'values' (2 to 13"},
	{STATES, "[on, off]", "{on: off}",
	 "rules/states.yaml:2: 'values' must be a text or a list"},
	{STATES, "{counter: 3}", "{counter: 3, values: [a, b]}",
	 "rules/states.yaml:4: 'depth' needs either 'values' or 'counter'"},
	{STATES, "{counter: 3}", "{counter: 99}", "rules/states.yaml:4: 'depth' needs"},
	{STATES, "{counter: 3}", "{counter: -1}", "rules/states.yaml:4: 'depth' needs"},
	{STATES, "  depth:", "  irq:", "rules/states.yaml:4: 'irq' stands here twice"},
	{STATES, "off: irq == off", "irq: irq == off",
	 "rules/states.yaml:6: 'irq' is defined already"},
	{STATES, "irq == off", "irq == of", "rules/states.yaml:6: 'of' is no value of 'irq'"},
	{STATES, "irq == off", "irq = off",
	 "rules/states.yaml:6: in 'irq = off': expected ==, != or in"},
	{STATES, "irq == off", "irq in off", "rules/states.yaml:6: in 'irq in off': expected ("},
	{STATES, "irq == off", "irq in (off", "expected , or ) at the end"},
	{STATES, "irq == off", "(irq == off", "expected ) at the end"},
	{STATES, "irq == off", "not",
	 "expected a variable or predicate of the states file at the end"},
	{STATES, "irq == off", "irq == off irq", "expected and, or, or the end, not 'irq'"},
	{STATES, "irq == off", "known door", "expected a variable of the states file, not 'door'"},
	{STATES, "irq == off", "option", "expected a name at the end"},
	{STATES, "irq == off", "off", "expected a variable or predicate"}, /* itself */
	{MODELS, NULL, "read-in: a.c\n", "rules/models/m.yaml:1: 'models' is missing"},
	{MODELS, "read-in: a.c\n", "", "rules/models/m.yaml:2: 'read-in' is missing"},
	{MODELS, "call: disable", "tags: u", "rules/models/m.yaml:4: 'tags' stands here twice"},
	{MODELS, "call: disable", "light: true",
	 "rules/models/m.yaml:3: what it matches is missing"},
	{MODELS, "tags: t", "slot: a.b",
	 "rules/models/m.yaml:3: a model matches one kind of event"},
	{MODELS, "tags: t", "tag: t", "rules/models/m.yaml:4: unknown key 'tag'"},
	{MODELS, "tags: t", "light: yes", "rules/models/m.yaml:4: 'light' must be true or false"},
	{MODELS, "tags: t", "restores: x", "rules/models/m.yaml:3: 'x' is no argument's number"},
	{MODELS, "tags: t", "restores: 16", "'16' is no argument's number"},
	{MODELS, "tags: t", "cases: [{set: {irq: off}}]", "either 'set' or 'cases'"},
	{MODELS, "tags: t", "returns: [{result: 0}]", "'0': expected a comparison"},
	{MODELS, "tags: t", "returns: [{result: == x}]", "'== x': expected a number"},
	{MODELS, "tags: t", "result: {saved: [door]}", "'door' is no variable of the states file"},
	{MODELS, "tags: t", "result: {is: 1}", "rules/models/m.yaml:4: unknown key 'is'"},
	{MODELS, "irq: off", "door: off", "rules/models/m.yaml:5: 'door' is no variable"},
	{MODELS, "irq: off", "irq: up",
	 "rules/models/m.yaml:5: 'up' is no value of 'irq': expected on, off, "
	 "unknown"},
	{MODELS, "depth: up", "depth: 4",
	 "'4' is no value of 'depth': expected 0, 1, 2, 3, unknown, up, "
	 "down"},
	{RULE, "rule: r", "rule: q", "rules/r.yaml:1: rule 'q' must stand in q.yaml"},
	{RULE, "summary: s\n", "", "rules/r.yaml:1: 'summary' is missing"},
	{RULE, "why: w", "why: [w]", "rules/r.yaml:3: 'why' must be one text"},
	{RULE, "on: becomes", "on: become", "rules/r.yaml:9: 'on' must be one of becomes, sets"},
	{RULE, "on: becomes", "on: {return: leaf}", "rules/r.yaml:9: 'return' must be root or any"},
	{RULE, "on: becomes", "on: {tag: u}", "rules/r.yaml:9: no model has the tag 'u'"},
	{RULE, "on: becomes", "on: sets", "rules/r.yaml:9: expected 'sets: {VARIABLE: VALUE}'"},
	{RULE, "on: becomes", "on: {sets: {irq: up}}", "rules/r.yaml:9: 'up' is no value of 'irq'"},
	{RULE, "if: off", "every: true",
	 "rules/r.yaml:9: 'becomes' needs 'if': what comes to hold"},
	{RULE, "severity: error", "severity: fatal",
	 "rules/r.yaml:9: 'fatal' is no severity: expected note, warning or"},
	{RULE, "severity: error", "unless: off", "rules/r.yaml:9: 'severity' is missing"},
	{RULE, "    message: m\n", "", "rules/r.yaml:9: 'message' is missing"},
	{RULE, "    message: m\n", "    message: m\n    unknown-after: door\n",
	 "'door' is no variable"},
};

static char *replaced(const char *text, const char *from, const char *to)
{
	const char *at = from ? strstr(text, from) : text;
	struct buf b = {};

	if (!at)
		fail_msg("'%s' is not in the good file", from);
	buf_add(&b, text, (size_t)(at - text));
	buf_puts(&b, to);
	buf_puts(&b, from ? at + strlen(from) : "");
	return b.s;
}

static void mistakes_are_told(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(mistakes) / sizeof(*mistakes); i++) {
		const struct mistake *m = &mistakes[i];
		const char *texts[] = {good_states, good_models, good_rule};
		char *text = replaced(texts[m->file], m->from, m->to);
		struct ruleset *rules = NULL;
		struct error err = {};

		texts[m->file] = text;
		if (!load(texts[0], texts[1], texts[2], &rules, &err))
			fail_msg("nothing is said of:\n%s", text);
		if (!strstr(err.text, m->says))
			fail_msg("'%s'\nshould say '%s' of:\n%s", err.text, m->says, text);
		assert_null(rules);
		free(text);
	}
}

static void directories(void **state)
{
	struct ruleset *rules;
	struct error err;
	struct buf path = {};

	(void)state;
	assert_true(rules_load("/nonexistent", &rules, &err) < 0);
	assert_non_null(strstr(err.text, "/nonexistent"));
	rules_free(load_good());
	buf_printf(&path, "%s/r.yaml", dir);
	unlink(path.s);
	assert_true(rules_load(dir, &rules, &err) < 0);
	assert_non_null(strstr(err.text, "there is no rule in"));
	buf_free(&path);
}

/* ---- conditions ---- */

static const struct expr *parse(struct ruleset *rules, const char *text)
{
	struct node n = {.kind = NODE_SCALAR, .file = "t", .line = 1, .text = text};
	const struct expr *e;
	struct error err;

	if (expr_parse(rules, &n, &e, &err))
		fail_msg("%s", err.text);
	return e;
}

static void conditions(void **state)
{
	static const struct {
		const char *text;
		enum tri unknown, off_guest, on_out; /* in three states */
	} cases[] = {
		{"true", TRI_YES, TRI_YES, TRI_YES},
		{"irq == off", TRI_MAYBE, TRI_YES, TRI_NO},
		{"irq != off", TRI_MAYBE, TRI_NO, TRI_YES},
		{"off", TRI_MAYBE, TRI_YES, TRI_NO},
		{"eqs in (guest, idle)", TRI_MAYBE, TRI_YES, TRI_NO},
		{"not off and eqs == out", TRI_MAYBE, TRI_NO, TRI_YES},
		{"off or true", TRI_YES, TRI_YES, TRI_YES},
		{"off and not true", TRI_NO, TRI_NO, TRI_NO},
		{"irq == on or eqs == guest and off", TRI_MAYBE, TRI_YES, TRI_YES},
		{"(irq == on or eqs == guest) and off", TRI_MAYBE, TRI_YES, TRI_NO},
		{"known irq", TRI_NO, TRI_YES, TRI_YES},
		{"changed irq", TRI_MAYBE, TRI_YES, TRI_NO},
		{"option X", TRI_MAYBE, TRI_MAYBE, TRI_MAYBE},
		{"has y", TRI_YES, TRI_YES, TRI_YES},
	};
	struct ruleset *rules = load_good();
	unsigned irq = (unsigned)rules_variable(rules, "irq"),
		 eqs = (unsigned)rules_variable(rules, "eqs");
	struct state unknown = {}, off_guest = {}, on_out = {};

	(void)state;
	state_set(&off_guest, irq, variable_value(&rules->vars[irq], "off"));
	state_set(&off_guest, eqs, variable_value(&rules->vars[eqs], "guest"));
	state_set(&on_out, irq, variable_value(&rules->vars[irq], "on"));
	state_set(&on_out, eqs, variable_value(&rules->vars[eqs], "out"));
	rules_tree_fact(rules, "X"); /* MAYBE as long as nobody says */
	rules_tree_fact(rules, "?y");
	rules_bind_fact(rules, "?y", TRI_YES);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct expr *e = parse(rules, cases[i].text);

		if (expr_eval(e, &unknown, NULL, TRUST_ALL) != cases[i].unknown ||
		    expr_eval(e, &off_guest, &on_out, TRUST_ALL) != cases[i].off_guest ||
		    expr_eval(e, &on_out, &on_out, TRUST_ALL) != cases[i].on_out)
			fail_msg("%s", cases[i].text);
	}
	/* checks do not trust what is at fault or only a case */
	off_guest.poison = (varmask)(1u << irq);
	on_out.assumed = (varmask)(1u << irq);
	assert_int_equal(expr_eval(parse(rules, "off"), &off_guest, NULL, TRUST_KNOWN), TRI_MAYBE);
	assert_int_equal(expr_eval(parse(rules, "off"), &off_guest, NULL, TRUST_ALL), TRI_YES);
	assert_int_equal(expr_eval(parse(rules, "off"), &on_out, NULL, TRUST_KNOWN), TRI_MAYBE);
	assert_int_equal(expr_eval(parse(rules, "known irq"), &on_out, NULL, TRUST_KNOWN), TRI_NO);
	rules_free(rules);
}

/* What is assumed holds, contradicts, or says what is left. */
static void assuming(void **state)
{
	static const char *const texts[] = {"irq == off",
					    "irq != off",
					    "eqs in (guest, idle)",
					    "off and eqs == out",
					    "off or eqs == out",
					    "not (off or eqs == idle)",
					    "known irq",
					    "depth == 0 and irq == on"};
	struct ruleset *rules = load_good();
	struct state s;

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
		for (unsigned n = 0; n < 3 * 4 * 2; n++) {
			const struct expr *e = parse(rules, texts[i]);
			bool truth = n & 1;
			struct state was;
			enum tri t;

			memset(&s, 0, sizeof(s));
			if (n / 2 % 3)
				state_set(&s, 0, n / 2 % 3);
			if (n / 6 % 4)
				state_set(&s, 1, n / 6 % 4);
			was = s;
			t = expr_eval(e, &s, NULL, TRUST_ALL);
			if (expr_assume(e, truth, &s) == (t == (truth ? TRI_NO : TRI_YES)))
				fail_msg("%s %d: %u", texts[i], truth, n);
			for (unsigned v = 0; v < 2; v++)
				if (state_known(&was, v) && state_get(&was, v) != state_get(&s, v))
					fail_msg("%s %d: %u changed what was known", texts[i],
						 truth, n);
		}
	memset(&s, 0, sizeof(s));
	assert_true(expr_assume(parse(rules, "irq != on and eqs in (guest)"), true, &s));
	assert_int_equal(expr_eval(parse(rules, "off and eqs == guest"), &s, NULL, TRUST_ALL),
			 TRI_YES);
	rules_free(rules);
}

static int setup(void **state)
{
	struct buf path = {};

	(void)state;
	if (!mkdtemp(dir))
		return -1;
	buf_printf(&path, "%s/models", dir);
	mkdir(path.s, 0777);
	buf_free(&path);
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = {"states.yaml", "r.yaml", "models/m.yaml", "models",
					    "."};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		struct buf path = {};

		buf_printf(&path, "%s/%s", dir, names[i]);
		if (!strcmp(names[i], "."))
			path.s[path.n - 2] = 0;
		remove(path.s);
		buf_free(&path);
	}
	intern_drop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(directories),
		cmocka_unit_test(conditions),
		cmocka_unit_test(assuming),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
