// SPDX-License-Identifier: GPL-2.0-or-later
/* What a report looks like: text and JSON against files in testsuite/output/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "finding/identity.h"
#include "output/output.h"

/* "irq off, eqs GUEST": capitals are what the step changed */
static struct lane_vec lanes(const char *s)
{
	struct lane_vec v = {};
	char variable[16], value[16];
	int used;

	while (sscanf(s, " %15[a-z] %15[A-Za-z]%n", variable, value, &used) == 2) {
		struct lane l = {
			.variable = intern(variable), .changed = value[0] < 'a', .matters = true};

		for (char *c = value; *c; c++)
			*c |= 0x20;
		l.value = intern(value);
		vec_push(&v, l);
		s += used;
		s += *s == ',';
	}
	assert_int_equal(*s, 0);
	return v;
}

static void step(struct finding *f, const char *file, uint32_t line, const char *function,
		 const char *event, const char *state, const char *note)
{
	struct path_step s = {.file = file,
			      .line = line,
			      .column = line ? 3 : 0,
			      .function = function,
			      .event = event,
			      .note = note,
			      .lanes = lanes(state)};

	s.is_fault = file == f->file && line == f->line;
	vec_push(&f->path, s);
}

static struct finding arm_window(void)
{
	const char *file = "arch/arm64/kvm/arm.c", *fn = "kvm_arch_vcpu_ioctl_run";
	struct finding f = {.rule = "irq-window-in-eqs",
			    .severity = SEVERITY_ERROR,
			    .file = file,
			    .line = 818,
			    .column = 3,
			    .end_line = 818,
			    .end_column = 21,
			    .function = fn,
			    .message = "interrupts enabled while RCU is not watching",
			    .help = "leave the EQS before enabling interrupts",
			    .fix = "enter and leave the EQS in a wrapper around the run",
			    .origin = {.file = file, .line = 772, .function = fn}};

	step(&f, file, 772, fn, "guest_enter_irqoff", "irq off, eqs GUEST, time guest",
	     "EQS entered here");
	step(&f, file, 774, fn, "kvm_call_hyp_ret", "irq off, eqs guest, time guest", NULL);
	step(&f, file, 818, fn, "local_irq_enable", "irq ON, eqs guest, time guest",
	     "an interrupt taken here runs without RCU");
	step(&f, file, 828, fn, "guest_exit", "irq on, eqs OUT, time host", "EQS left here");
	f.path.v[1].left_out = 1;
	f.path.v[2].left_out = 55;
	return f;
}

/* Through a header's helper and back, latent, in a file that sorts behind. */
static struct finding s390_window(void)
{
	const char *file = "arch/s390/kvm/kvm-s390.c", *header = "include/linux/kvm_host.h";
	struct finding f = {
		.rule = "irq-window-in-eqs",
		.severity = SEVERITY_ERROR,
		.status = STATUS_LATENT,
		.file = file,
		.line = 4899,
		.column = 3,
		.function = "__vcpu_run",
		.fenced_option = "CONTEXT_TRACKING_USER",
		.message = "interrupts enabled while RCU is not watching",
		.help = "leave the EQS before enabling interrupts",
		.origin = {.file = header, .line = 470, .function = "guest_enter_irqoff"}};
	struct spot twin = {
		.file = file, .line = 5010, .function = "other_run", .what = "does it right"};

	step(&f, file, 4897, "__vcpu_run", "local_irq_disable", "irq OFF", NULL);
	step(&f, header, 470, "guest_enter_irqoff", "context_tracking_guest_enter",
	     "irq off, eqs GUEST", "EQS entered here");
	step(&f, file, 4899, "__vcpu_run", "local_irq_enable", "irq ON, eqs guest", NULL);
	step(&f, file, 0, "__vcpu_run", "return", "", "the state is left \033[2J like this");
	vec_push(&f.related, twin);
	return f;
}

static struct finding bare_note(void)
{
	return (struct finding){.rule = "phase-order",
				.severity = SEVERITY_NOTE,
				.file = "a.c",
				.function = "f",
				.message = "bad byte \xff, good \xc3\xa9"};
}

/* Somebody wrote down why it is harmless. */
static struct finding suppressed(int kind)
{
	bool source = kind == SUPPRESSION_SOURCE;
	struct finding f = {.rule = "phase-order",
			    .severity = SEVERITY_WARNING,
			    .status = STATUS_SUPPRESSED,
			    .file = "b.c",
			    .line = source ? 6 : 9,
			    .function = "f",
			    .message = "m",
			    .suppression = {.reason = "a mock",
					    .file = source ? "b.c" : "../known",
					    .line = source ? 5 : 2}};

	f.suppression.kind = kind;
	return f;
}

static const char *const arguments[] = {"scan", "--format=json", "../build", "arch/arm64/kvm"};

static void fill(struct report *r)
{
	struct assumption body = {.kind = "missing-body",
				  .file = "a.c",
				  .line = 7,
				  .function = "f",
				  .what = "g has no body"};
	struct assumption undecidable = {.kind = ASSUMPTION_UNDECIDABLE,
					 .what = "phase-order needs TRACE_IRQFLAGS, which is off"};
	struct assumption note = {
		.kind = NOTE_UNUSED, .file = "b.c", .line = 12, .what = "not needed"};
	struct unit_note waits = {.object = "arch/arm64/kvm/b.o", .why = "needs generated/x.h"};
	struct unit_note broken = {.object = "arch/arm64/kvm/c.o", .why = "c.c:1: error: no"};

	memset(r, 0, sizeof(*r));
	r->rules_hash = "1a2b3c4d5e6f";
	r->nargs = 4;
	r->args = arguments;
	r->release = "5.10.223";
	r->arch = "arm64";
	r->compiled = 3;
	r->checked = 2;
	vec_push(&r->findings, s390_window());
	vec_push(&r->findings, bare_note());
	vec_push(&r->findings, arm_window());
	vec_push(&r->findings, arm_window());
	vec_push(&r->findings, suppressed(SUPPRESSION_FILE));
	vec_push(&r->findings, suppressed(SUPPRESSION_SOURCE));
	r->findings.v[1].status = STATUS_BASELINE;
	vec_push(&r->assumptions, note);
	vec_push(&r->assumptions, body);
	vec_push(&r->assumptions, undecidable);
	vec_push(&r->assumptions, body);
	vec_push(&r->not_ready, waits);
	vec_push(&r->failed, broken);
	report_sort(r);
	r->exit = report_exit(r, false);
}

/* The bytes of testsuite/output/NAME; with EQSLINT_GOLDEN=write they become what was got. */
static void same_as_file(const struct buf *got, const char *name)
{
	const char *mode = getenv("EQSLINT_GOLDEN");
	struct buf want = {}, path = {};
	struct error err;

	buf_printf(&path, "testsuite/output/%s", name);
	if (mode && !strcmp(mode, "write") && buf_write_file(got, path.s, &err))
		fail_msg("%s", err.text);
	if (buf_read_file(&want, path.s, 1 << 20, &err))
		fail_msg("%s (run from the top of the source tree)", err.text);
	assert_string_equal(got->s, want.s);
	assert_int_equal(got->n, want.n);
	buf_free(&want);
	buf_free(&path);
}

static void text_is(const struct text_options *opt, const char *name)
{
	struct report r;
	struct buf out = {};

	fill(&r);
	output_text(&out, &r, opt);
	same_as_file(&out, name);
	buf_free(&out);
	report_free(&r);
}

static void test_text(void **state)
{
	(void)state;
	text_is(&(struct text_options){}, "plain.txt");
}

static void test_text_color(void **state)
{
	(void)state;
	text_is(&(struct text_options){.color = true}, "color.txt");
}

static void test_text_quiet(void **state)
{
	(void)state;
	text_is(&(struct text_options){.quiet = true}, "quiet.txt");
}

static void test_text_prefix_assumptions(void **state)
{
	(void)state;
	text_is(&(struct text_options){.prefix = "../linux/", .assumptions = true}, "prefix.txt");
}

static void test_json(void **state)
{
	struct report r;
	struct buf out = {};

	(void)state;
	fill(&r);
	output_json(&out, &r);
	same_as_file(&out, "report.json");
	buf_free(&out);
	report_free(&r);
}

static void test_empty(void **state)
{
	struct report r = {.rules_hash = "0011223344"};
	struct buf out = {};

	(void)state;
	report_sort(&r);
	output_text(&out, &r, &(struct text_options){.assumptions = true});
	assert_string_equal(out.s,
			    "0 findings; 0 units compiled, 0 checked, 0 not ready, 0 failed; "
			    "rules 00112233\n");
	buf_free(&out);
	report_free(&r);
}

/* A vector of FIPS 180-2's appendix B. */
static void test_hash(void **state)
{
	(void)state;
	assert_string_equal(identity_hash("abc", 3),
			    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void drop(struct finding *f)
{
	struct path_step *s;

	vec_for_each (s, &f->path)
		vec_free(&s->lanes);
	vec_free(&f->path);
	vec_free(&f->related);
}

/* Other lines, another file and a call passed through are the same finding; another event is not.
 */
static void test_identity(void **state)
{
	struct finding a = arm_window(), b = arm_window(), c = arm_window();
	struct path_step *s;

	(void)state;
	b.file = "elsewhere.c";
	vec_for_each (s, &b.path) {
		s->file = "elsewhere.c";
		s->line += 40;
	}
	b.path.v[1].event = "kvm_call_hyp_nvhe";
	c.path.v[0].event = "guest_state_enter_irqoff";
	identity_fingerprint(&a);
	identity_fingerprint(&b);
	identity_fingerprint(&c);
	assert_string_equal(a.fingerprint, b.fingerprint);
	assert_string_not_equal(a.fingerprint, c.fingerprint);
	drop(&a);
	drop(&b);
	drop(&c);
}

static void test_sorted(void **state)
{
	struct report r;

	(void)state;
	fill(&r);
	assert_string_equal(r.findings.v[0].file, "a.c");
	assert_string_equal(r.findings.v[3].file, "arch/s390/kvm/kvm-s390.c");
	assert_int_equal(strlen(r.findings.v[1].id), 12);
	assert_int_equal(strncmp(r.findings.v[1].id, r.findings.v[2].id, 12), 0);
	assert_string_equal(r.findings.v[2].id + 12, "-2");
	assert_int_equal(r.assumptions.n, 3);
	report_free(&r);
}

static void test_exit(void **state)
{
	struct report r = {};

	(void)state;
	assert_int_equal(report_exit(&r, true), 0);
	vec_push(&r.findings, bare_note());
	assert_int_equal(report_exit(&r, true), 0);
	vec_push(&r.findings, s390_window());
	assert_int_equal(report_exit(&r, false), 0);
	assert_int_equal(report_exit(&r, true), 1);
	vec_push(&r.findings, suppressed(SUPPRESSION_FILE));
	vec_push(&r.findings, arm_window());
	r.findings.v[3].status = STATUS_BASELINE;
	assert_int_equal(report_exit(&r, false), 0);
	r.findings.v[3].status = STATUS_NEW;
	assert_int_equal(report_exit(&r, false), 1);
	vec_push(&r.not_ready, (struct unit_note){.object = "a.o"});
	assert_int_equal(report_exit(&r, false), 1);
	vec_push(&r.failed, (struct unit_note){.object = "a.o"});
	assert_int_equal(report_exit(&r, false), 2);
	report_free(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),	   cmocka_unit_test(test_text_color),
		cmocka_unit_test(test_text_quiet), cmocka_unit_test(test_text_prefix_assumptions),
		cmocka_unit_test(test_json),	   cmocka_unit_test(test_empty),
		cmocka_unit_test(test_hash),	   cmocka_unit_test(test_identity),
		cmocka_unit_test(test_sorted),	   cmocka_unit_test(test_exit),
	};
	int ret = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return ret;
}
