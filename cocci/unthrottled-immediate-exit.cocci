// SPDX-License-Identifier: GPL-2.0-or-later
/// A preemption timer that is armed with 0 leaves the guest before it executes
/// an instruction.  Where that is asked for at each entry, as with a level
/// interrupt that the guest raises anew at every EOI, the guest hangs and the
/// host is busy with it.  What is forced must be counted, and delayed past a
/// bound.
///
//# One function is looked at, without what it calls.  Taken for a throttle is
//# a count that is advanced where the timer is armed, on that side of a
//# comparison of it on which it is below its bound.  That the count is kept
//# from one entry to the next, and not reset in between, is not looked at.
//#
//# Patch mode counts in struct loaded_vmcs how often an exit was forced at one
//# RIP, and arms the timer with a delay past a bound: where the function has a
//# parameter struct kvm_vcpu * and begins with a local struct vcpu_vmx * of it.
//# Other places are left as they are.  The record is a header's, which is
//# changed whether a place was or not: give the directory of both, and only
//# one that has a report.
///
// Confidence: Moderate
// Copyright: (C) 2026 The eqslint authors
// Options: --no-includes --include-headers
// Keywords: KVM, VMX, preemption timer, immediate exit, throttle

virtual context
virtual org
virtual patch
virtual report

@counted@
expression count, bound;
statement S;
position p;
@@

(
if (\(count > bound\|count >= bound\|bound < count\|bound <= count\)) S
else {
<+...
vmcs_write32@p(VMX_PREEMPTION_TIMER_VALUE, 0)
...+>
}
|
if (\(count < bound\|count <= bound\|bound > count\|bound >= count\)) {
<+...
vmcs_write32@p(VMX_PREEMPTION_TIMER_VALUE, 0)
...+>
}
)

@before exists@
expression counted.count;
position counted.p;
position q;
@@

(
count++;
|
 ++count;
|
count += 1;
)
...
vmcs_write32@p@q(VMX_PREEMPTION_TIMER_VALUE, 0);

@behind exists@
expression counted.count;
position counted.p;
position q;
@@

vmcs_write32@p@q(VMX_PREEMPTION_TIMER_VALUE, 0);
...
(
count++;
|
 ++count;
|
count += 1;
)

@armed@
identifier f;
position p1 != {before.q, behind.q};
@@

f(...)
{
<+...
vmcs_write32@p1(VMX_PREEMPTION_TIMER_VALUE, 0)
...+>
}

@depends on context@
position armed.p1;
@@

*vmcs_write32@p1(...)

@depends on patch@
identifier f, vcpu, vmx;
position armed.p1;
@@

f(..., struct kvm_vcpu *vcpu, ...)
{
	...
	struct vcpu_vmx *vmx = to_vmx(vcpu);
<+...
-	vmcs_write32@p1(VMX_PREEMPTION_TIMER_VALUE, 0);
+	if (vmx->loaded_vmcs->forced_exit_rip != kvm_rip_read(vcpu)) {
+		vmx->loaded_vmcs->forced_exit_rip = kvm_rip_read(vcpu);
+		vmx->loaded_vmcs->forced_exits = 0;
+	}
+	if (vmx->loaded_vmcs->forced_exits > 100) {
+		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
+	} else {
+		vmx->loaded_vmcs->forced_exits++;
+		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
+	}
...+>
}

@counts@
@@

struct loaded_vmcs {
	...
	unsigned long forced_exit_rip;
	...
};

@depends on patch && !counts@
@@

struct loaded_vmcs {
	...
	bool hv_timer_soft_disabled;
+	unsigned long forced_exit_rip;
+	unsigned int forced_exits;
	...
};

@script:python depends on org@
p << armed.p1;
@@

cocci.print_main("an immediate exit is armed, and nothing counts how often", p)

@script:python depends on report@
f << armed.f;
p << armed.p1;
@@

msg = "ERROR: an immediate exit is armed, and nothing counts how often in %s" % f
coccilib.report.print_report(p[0], msg)
