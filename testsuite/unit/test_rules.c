// SPDX-License-Identifier: GPL-2.0-or-later
/* Rules: what conditions mean, and that every mistake is told with its file and line. */
#include <errno.h>
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

#include "files.h"

static const char good_states[] = "variables:\n"
				  "  irq: {values: [on, off], entry: on}\n"
				  "  eqs: {values: [out, guest, idle]}\n"
				  "  depth: {counter: 3}\n"
				  "predicates:\n"
				  "  off: irq == off\n"
				  "architectures: [arm, m68k]\n";
static const char good_models[] = "read-in: a.c\n"
				  "models:\n"
				  "  - call: disable\n"
				  "    tags: t\n"
				  "    set: {irq: off, depth: up}\n"
				  "arch: arm\n";
static const char good_rule[] = "rule: r\nsummary: s\nwhy: w\nfix: f\nbad: b\ngood: g\nproof: p\n"
				"checks:\n"
				"  - on: becomes\n"
				"    if: off\n"
				"    severity: error\n"
				"    message: m\n";

static char dir[] = "/tmp/test_rules.XXXXXX";

static int load(const char *states, const char *models, const char *rule, struct ruleset **out,
		struct error *err)
{
	write_text(dir, "states.yaml", states);
	write_text(dir, "models/m.yaml", models);
	write_text(dir, "r.yaml", rule);
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
	{STATES, NULL, "", "DIR/states.yaml:1: the file is empty"},
	{STATES, NULL, "a: [1\n", "DIR/states.yaml:2: not YAML: "},
	{STATES, NULL, "- 1\n", "DIR/states.yaml:1: expected a map"},
	{STATES, NULL, "predicates: {}\n", "DIR/states.yaml:1: 'variables' is missing"},
	{STATES, "entry: on", "entry: maybe",
	 "DIR/states.yaml:2: 'maybe' is no value of 'irq': "
	 "expected on, off"},
	{STATES, "entry: on", "entri: on",
	 "DIR/states.yaml:2: unknown key 'entri': expected one of "
	 "values, counter, entry"},
	{STATES, "[on, off]", "[on]", "DIR/states.yaml:2: 'irq' needs 'values' (2 to 13"},
	{STATES, "[on, off]", "{on: off}", "DIR/states.yaml:2: 'values' must be a text or a list"},
	{STATES, "{counter: 3}", "{counter: 3, values: [a, b]}",
	 "DIR/states.yaml:4: 'depth' needs either 'values' or 'counter'"},
	{STATES, "{counter: 3}", "{counter: 99}", "DIR/states.yaml:4: 'depth' needs"},
	{STATES, "{counter: 3}", "{counter: -1}", "DIR/states.yaml:4: 'depth' needs"},
	{STATES, "{counter: 3}", "{counter: 3x}", "DIR/states.yaml:4: 'depth' needs"},
	{STATES, "entry: on", "notes: up", "DIR/states.yaml:2: 'notes' must be a map"},
	{STATES, "entry: on", "needs: [X]", "DIR/states.yaml:2: 'needs' must be a map"},
	{STATES, "  off: irq == off", "  - off", "DIR/states.yaml:6: 'predicates' must be a map"},
	{STATES,
	 "predicates:", "follows: up\npredicates:", "DIR/states.yaml:5: 'follows' must be a list"},
	{STATES, "predicates:", "globals-are-roots: 1\npredicates:",
	 "DIR/states.yaml:5: 'globals-are-roots' must be true or false"},
	{STATES, "predicates:", "models:\n  - call: a\npredicates:",
	 "DIR/states.yaml:6: 'read-in' is missing"},
	{STATES,
	 "predicates:", "rules: r\npredicates:", "DIR/states.yaml:5: 'rules' must be a list"},
	{STATES, "predicates:", "rules:\n  - rule: q\npredicates:",
	 "DIR/states.yaml:6: 'summary' is missing"},
	{STATES, "predicates:",
	 "rules:\n"
	 "  - {rule: r, summary: s, why: w, fix: f, bad: b, good: g, proof: p,\n"
	 "     checks: [{on: claim, severity: note, message: m}]}\n"
	 "predicates:",
	 "DIR/r.yaml:1: there is a rule 'r' already"},
	{STATES, "  depth:", "  irq:", "DIR/states.yaml:4: 'irq' stands here twice"},
	{STATES, "off: irq == off", "irq: irq == off",
	 "DIR/states.yaml:6: 'irq' is defined already"},
	{STATES, "irq == off", "irq == of", "DIR/states.yaml:6: 'of' is no value of 'irq'"},
	{STATES, "irq == off", "irq = off",
	 "DIR/states.yaml:6: in 'irq = off': expected ==, != or in"},
	{STATES, "irq == off", "irq in off", "DIR/states.yaml:6: in 'irq in off': expected ("},
	{STATES, "irq == off", "irq in (off", "expected , or ) at the end"},
	{STATES, "irq == off", "(irq == off", "expected ) at the end"},
	{STATES, "irq == off", "not",
	 "expected a variable or predicate of the states file at the end"},
	{STATES, "irq == off", "irq == off irq", "expected and, or, or the end, not 'irq'"},
	{STATES, "irq == off", "known door", "expected a variable of the states file, not 'door'"},
	{STATES, "irq == off", "option", "expected a name at the end"},
	{STATES, "irq == off", "off", "expected a variable or predicate"}, /* itself */
	{STATES, "entry: on", "only: [m68k, armm]",
	 "DIR/states.yaml:2: 'armm' is not among the 'architectures' of states.yaml: arm, m68k"},
	{STATES, "architectures: [arm, m68k]\n", "",
	 "DIR/models/m.yaml:6: 'arm' is not among the 'architectures' of states.yaml: none"},
	{MODELS, "arch: arm\n", "arch: [x]\n", "DIR/models/m.yaml:6: 'x' is not among"},
	{MODELS, NULL, "read-in: a.c\n", "DIR/models/m.yaml:1: 'models' is missing"},
	{MODELS, "read-in: a.c\n", "", "DIR/models/m.yaml:2: 'read-in' is missing"},
	{MODELS, "call: disable", "tags: u", "DIR/models/m.yaml:4: 'tags' stands here twice"},
	{MODELS, "call: disable", "light: true", "DIR/models/m.yaml:3: what it matches is missing"},
	{MODELS, "tags: t", "slot: a.b", "DIR/models/m.yaml:3: a model matches one kind of event"},
	{MODELS, "tags: t", "tag: t", "DIR/models/m.yaml:4: unknown key 'tag'"},
	{MODELS, "tags: t", "light: yes", "DIR/models/m.yaml:4: 'light' must be true or false"},
	{MODELS, "tags: t", "restores: x", "DIR/models/m.yaml:3: 'x' is no argument's number"},
	{MODELS, "tags: t", "restores: 16", "'16' is no argument's number"},
	{MODELS, "tags: t", "cases: [{set: {irq: off}}]", "either 'set' or 'cases'"},
	{MODELS, "tags: t", "cases: up", "DIR/models/m.yaml:4: 'cases' must be a list"},
	{MODELS, "tags: t", "returns: up", "DIR/models/m.yaml:4: 'returns' must be a list"},
	{MODELS, "tags: t", "contract: true\n    leaves: up",
	 "DIR/models/m.yaml:5: 'leaves' must be a list"},
	{MODELS, "tags: t", "result: {value: x}", "DIR/models/m.yaml:4: 'x': expected a number"},
	{MODELS, "tags: t", "result: {saved: irq, into: flags}",
	 "DIR/models/m.yaml:4: 'flags' is no argument's number"},
	{MODELS, "tags: t", "returns: [{result: 0}]", "'0': expected a comparison"},
	{MODELS, "tags: t", "returns: [{result: == x}]", "'== x': expected a number"},
	{MODELS, "tags: t", "result: {saved: [door]}", "'door' is no variable of the states file"},
	{MODELS, "tags: t", "result: {is: 1}", "DIR/models/m.yaml:4: unknown key 'is'"},
	{MODELS, "irq: off", "door: off", "DIR/models/m.yaml:5: 'door' is no variable"},
	{MODELS, "irq: off", "irq: up",
	 "DIR/models/m.yaml:5: 'up' is no value of 'irq': expected on, off, "
	 "unknown"},
	{MODELS, "depth: up", "depth: 4",
	 "'4' is no value of 'depth': expected 0, 1, 2, 3, unknown, up, "
	 "down"},
	{RULE, "rule: r", "rule: q", "DIR/r.yaml:1: rule 'q' must stand in q.yaml"},
	{RULE, "summary: s\n", "", "DIR/r.yaml:1: 'summary' is missing"},
	{RULE, "why: w", "why: [w]", "DIR/r.yaml:3: 'why' must be one text"},
	{RULE, "on: becomes", "on: become", "DIR/r.yaml:9: 'on' must be one of becomes, sets"},
	{RULE, "on: becomes", "on: {return: leaf}",
	 "DIR/r.yaml:9: 'return' must be root, any or a list of slots"},
	{RULE, "on: becomes", "on: {return: [f]}",
	 "DIR/r.yaml:9: 'f' is no slot: expected RECORD.FIELD"},
	{RULE, "on: becomes", "on: {tag: u}", "DIR/r.yaml:9: no model has the tag 'u'"},
	{RULE, "on: becomes", "on: sets", "DIR/r.yaml:9: expected 'sets: {VARIABLE: VALUE}'"},
	{RULE, "on: becomes", "on: {sets: {irq: up}}", "DIR/r.yaml:9: 'up' is no value of 'irq'"},
	{RULE, "on: becomes", "on: claim\n    by: t", "DIR/r.yaml:10: 'by' is of 'on: becomes'"},
	{RULE, "if: off", "every: true", "DIR/r.yaml:9: 'becomes' needs 'if': what comes to hold"},
	{RULE, "if: off", "arms: [{call: f}]", "'arms' is of 'on: unthrottled'"},
	{RULE, "on: becomes", "on: unthrottled", "'if' is not for 'on: unthrottled'"},
	{RULE, "on: becomes\n    if: off", "on: unthrottled", "'arms' is missing: what must not"},
	{RULE, "on: becomes\n    if: off", "on: unthrottled\n    arms: [{call: f}]",
	 "either 'requests' or 'entered'"},
	{RULE, "on: becomes\n    if: off", "on: unthrottled\n    arms: [{call: f, arg: 1 = 0}]",
	 "'1 = 0': expected ARGUMENT == NUMBER or ARGUMENT == RECORD.FIELD"},
	{RULE, "on: becomes\n    if: off", "on: unthrottled\n    arms: [{slot: f}]",
	 "'f' is no slot: expected RECORD.FIELD"},
	{RULE, "severity: error", "severity: fatal",
	 "DIR/r.yaml:9: 'fatal' is no severity: expected note, warning or"},
	{RULE, "severity: error", "unless: off", "DIR/r.yaml:9: 'severity' is missing"},
	{RULE, "    message: m\n", "", "DIR/r.yaml:9: 'message' is missing"},
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

/* "DIR/..." begins with the directory that the caller named; anything else stands somewhere. */
static bool is_said(const char *text, const char *says)
{
	size_t n = strlen(dir);

	if (strncmp(says, "DIR/", 4))
		return strstr(text, says);
	return !strncmp(text, dir, n) && !strncmp(text + n, says + 3, strlen(says + 3));
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
		if (!is_said(err.text, m->says))
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
	assert_non_null(strstr(err.text, "holds no rule: expected a RULE.yaml"));
	buf_free(&path);
	buf_printf(&path, "%s/states.yaml", dir);
	assert_int_equal(rules_load(path.s, &rules, &err), -ENOTDIR);
	unlink(path.s);
	assert_int_equal(rules_load(dir, &rules, &err), -ENOENT);
	assert_non_null(strstr(err.text, "holds no rules: expected states.yaml in it"));
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

/* Subjects begin as the log of Linux has it. */
static void topics(void **state)
{
	static const char *const expected[][2] = {
		{"arch/x86/kvm/x86.c", "KVM: x86"},
		{"arch/x86/kvm/vmx/vmx.c", "KVM: VMX"},
		{"arch/x86/kvm/svm/svm.c", "KVM: SVM"},
		{"arch/x86/kernel/process.c", "x86"},
		{"arch/s390/kvm/kvm-s390.c", "KVM: s390"},
		{"arch/s390/kvm/vsie.c", "KVM: s390: vsie"},
		{"arch/s390/kvm/s390/s390.c", "KVM: s390"},
		{"arch/s390/kvmx/vsie.c", "s390"},
		{"arch/arm64/kvm/arm.c", "KVM: arm64"},
		{"arch/loongarch/kvm/vcpu.c", "LoongArch: KVM"},
		{"drivers/cpuidle/cpuidle-psci.c", "cpuidle"},
		{"drivers/idle/intel_idle.c", "intel_idle"},
		{"drivers/acpi/processor_idle.c", "ACPI"},
		{"kernel/entry/common.c", "entry"},
		{"kernel/softirq.c", "softirq"},
		{"virt/kvm/kvm_main.c", "KVM"},
		{"mm/slab.c", "mm"},
	};
	struct ruleset *rules;
	struct error err;

	(void)state;
	if (rules_load("rules", &rules, &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++)
		assert_string_equal(recipe_topic(rules, expected[i][0]), expected[i][1]);
	rules_free(rules);
	rules = load_good();
	assert_string_equal(recipe_topic(rules, "mm/slab.c"), "mm/slab.c");
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
		cmocka_unit_test(topics),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
