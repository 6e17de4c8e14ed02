// SPDX-License-Identifier: GPL-2.0-or-later
/// Guest time encloses the guest state: guest_timing_enter_irqoff(),
/// guest_state_enter_irqoff(), the run, guest_state_exit_irqoff(),
/// guest_timing_exit_irqoff().  The accounting of time uses sequence counts
/// and tracing, and may run only while RCU watches this CPU.
///
//# One function is looked at, without what it calls.
///
// Confidence: High
// Copyright: (C) 2026 The eqslint authors
// Options: --no-includes --include-headers
// Keywords: RCU, extended quiescent state, KVM, guest_timing_enter_irqoff, guest_state_enter_irqoff

virtual context
virtual org
virtual report

@inside exists@
identifier timing = {guest_timing_enter_irqoff, guest_timing_exit_irqoff};
position p1, p2;
@@

guest_state_enter_irqoff@p1(...)
... when != guest_state_exit_irqoff(...)
    when any
timing@p2(...)

// the state may have been entered elsewhere: assembly calls the function then
@before exists@
identifier timing = {guest_timing_enter_irqoff, guest_timing_exit_irqoff};
position p1, p2;
@@

timing@p2(...)
... when != guest_state_enter_irqoff(...)
    when any
guest_state_exit_irqoff@p1(...)

@depends on context@
identifier inside.timing;
position inside.p1, inside.p2;
@@

(
*guest_state_enter_irqoff@p1(...)
|
*timing@p2(...)
)

@depends on context@
identifier before.timing;
position before.p1, before.p2;
@@

(
*guest_state_exit_irqoff@p1(...)
|
*timing@p2(...)
)

@initialize:python depends on org || report@
@@
# a call is reported once, though it lies after one end of the state and before the other
seen = set()

def first(p):
    place = (p.file, p.line, p.column)
    new = place not in seen
    seen.add(place)
    return new

@script:python depends on org@
timing << inside.timing;
p1 << inside.p1;
p2 << inside.p2;
@@

if first(p2[0]):
    cocci.print_main(timing + "() while RCU is not watching", p2)
    cocci.print_secs("guest_state_enter_irqoff()", p1)

@script:python depends on org@
timing << before.timing;
p1 << before.p1;
p2 << before.p2;
@@

if first(p2[0]):
    cocci.print_main(timing + "() while RCU is not watching", p2)
    cocci.print_secs("guest_state_exit_irqoff()", p1)

@script:python depends on report@
timing << inside.timing;
p1 << inside.p1;
p2 << inside.p2;
@@

if first(p2[0]):
    msg = "ERROR: %s() while RCU is not watching in %s: guest_state_enter_irqoff() on line %s" % (
        timing, p2[0].current_element, p1[0].line)
    coccilib.report.print_report(p2[0], msg)

@script:python depends on report@
timing << before.timing;
p1 << before.p1;
p2 << before.p2;
@@

if first(p2[0]):
    msg = "ERROR: %s() while RCU is not watching in %s: guest_state_exit_irqoff() on line %s" % (
        timing, p2[0].current_element, p1[0].line)
    coccilib.report.print_report(p2[0], msg)
