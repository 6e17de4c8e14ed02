// SPDX-License-Identifier: GPL-2.0-or-later
/// Interrupts must stay disabled from the call that tells RCU that a guest
/// runs to the call that takes it back.  In between, in an extended quiescent
/// state (EQS), RCU does not watch this CPU, and what an interrupt handler
/// reads may be freed under it.
///
//# One function is looked at, without what it calls.  Flags are taken to say
//# "enabled" unless they were saved inside the EQS.  raw_local_irq_enable()
//# is left out: SVM uses it there, while its GIF keeps interrupts away.
//#
//# Patch mode mends one shape alone, and leaves all others as they are:
//#	guest_enter_irqoff();
//#	ret = run(vcpu);	or without ret
//#	local_irq_enable();
//#	guest_exit();
//# right behind each other, where run is a function of the file, vcpu a local
//# struct kvm_vcpu * and ret a local int.  The EQS moves into a noinstr
//# function around the run; guest time lasts until interrupts were let in.
//# By hand: run must be noinstr too; arm64 needs an isb() in the window, x86 an
//# instruction; and the new function may stand between the other and its
//# comment.
///
// Confidence: Moderate
// Copyright: (C) 2026 The eqslint authors
// Options: --no-includes --include-headers
// Keywords: RCU, extended quiescent state, KVM, guest_enter_irqoff, local_irq_enable

virtual context
virtual org
virtual patch
virtual report

@window exists@
identifier enter = {guest_enter_irqoff, guest_state_enter_irqoff,
	guest_context_enter_irqoff, context_tracking_guest_enter};
identifier leave = {guest_exit, guest_exit_irqoff, guest_state_exit_irqoff,
	guest_context_exit_irqoff, context_tracking_guest_exit};
identifier enable = {local_irq_enable, spin_unlock_irq, raw_spin_unlock_irq,
	read_unlock_irq, write_unlock_irq};
position p1, p2;
@@

enter@p1(...)
... when != leave(...)
    when any
enable@p2(...)

@restored exists@
identifier enter = {guest_enter_irqoff, guest_state_enter_irqoff,
	guest_context_enter_irqoff, context_tracking_guest_enter};
identifier leave = {guest_exit, guest_exit_irqoff, guest_state_exit_irqoff,
	guest_context_exit_irqoff, context_tracking_guest_exit};
expression flags;
position p1, p2;
@@

enter@p1(...)
... when != leave(...)
    when != local_irq_save(flags)
    when any
local_irq_restore@p2(flags)

@depends on context@
identifier window.enter, window.enable;
position window.p1, window.p2;
@@

(
*enter@p1(...)
|
*enable@p2(...)
)

@depends on context@
identifier restored.enter;
position restored.p1, restored.p2;
@@

(
*enter@p1(...)
|
*local_irq_restore@p2(...)
)

@has_run@
identifier run;
@@

run(...) { ... }

@valued depends on patch@
identifier f, has_run.run;
idexpression int ret;
idexpression struct kvm_vcpu *vcpu;
type T;
parameter list ps;
fresh identifier wrapper = f ## "_enter_exit";
@@

T f(ps)
{
<+...
-	guest_enter_irqoff();
-	ret = run(vcpu);
-	local_irq_enable();
-	guest_exit();
+	guest_timing_enter_irqoff();
+	ret = wrapper(vcpu);
+	local_irq_enable();
+	local_irq_disable();
+	guest_timing_exit_irqoff();
+	local_irq_enable();
...+>
}

@depends on patch@
identifier valued.f, has_run.run, valued.wrapper;
type valued.T;
parameter list valued.ps;
attribute name noinstr;
@@

+static noinstr int wrapper(struct kvm_vcpu *vcpu)
+{
+	int ret;
+
+	guest_state_enter_irqoff();
+	ret = run(vcpu);
+	guest_state_exit_irqoff();
+
+	return ret;
+}
+
 T f(ps)
 {
 ...
 }

@plain depends on patch@
identifier f, has_run.run;
idexpression struct kvm_vcpu *vcpu;
type T;
parameter list ps;
fresh identifier wrapper = f ## "_enter_exit";
@@

T f(ps)
{
<+...
-	guest_enter_irqoff();
-	run(vcpu);
-	local_irq_enable();
-	guest_exit();
+	guest_timing_enter_irqoff();
+	wrapper(vcpu);
+	local_irq_enable();
+	local_irq_disable();
+	guest_timing_exit_irqoff();
+	local_irq_enable();
...+>
}

@depends on patch@
identifier plain.f, has_run.run, plain.wrapper;
type plain.T;
parameter list plain.ps;
attribute name noinstr;
@@

+static noinstr void wrapper(struct kvm_vcpu *vcpu)
+{
+	guest_state_enter_irqoff();
+	run(vcpu);
+	guest_state_exit_irqoff();
+}
+
 T f(ps)
 {
 ...
 }

@initialize:python depends on org || report@
@@
# a call is reported once, from however many places the EQS was entered
seen = set()

def first(p):
    place = (p.file, p.line, p.column)
    new = place not in seen
    seen.add(place)
    return new

@script:python depends on org@
enter << window.enter;
enable << window.enable;
p1 << window.p1;
p2 << window.p2;
@@

if first(p2[0]):
    cocci.print_main(enable + "() while RCU is not watching", p2)
    cocci.print_secs(enter + "()", p1)

@script:python depends on org@
enter << restored.enter;
p1 << restored.p1;
p2 << restored.p2;
@@

if first(p2[0]):
    cocci.print_main("local_irq_restore() while RCU is not watching", p2)
    cocci.print_secs(enter + "()", p1)

@script:python depends on report@
enter << window.enter;
enable << window.enable;
p1 << window.p1;
p2 << window.p2;
@@

if first(p2[0]):
    msg = "ERROR: %s() while RCU is not watching in %s: %s() on line %s" % (
        enable, p2[0].current_element, enter, p1[0].line)
    coccilib.report.print_report(p2[0], msg)

@script:python depends on report@
enter << restored.enter;
p1 << restored.p1;
p2 << restored.p2;
@@

if first(p2[0]):
    msg = "ERROR: local_irq_restore() while RCU is not watching in %s: %s() on line %s" % (
        p2[0].current_element, enter, p1[0].line)
    coccilib.report.print_report(p2[0], msg)
