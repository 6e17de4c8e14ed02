// SPDX-License-Identifier: GPL-2.0-or-later
/// What tells RCU, or the accounting of time, that a guest runs must be taken
/// back on every path.  Reported is a function that does so on some paths and
/// returns without it on others; not one that only enters or only leaves,
/// whose other half is elsewhere.
///
//# One function is looked at, without what it calls.
///
// Confidence: Moderate
// Copyright: (C) 2026 The eqslint authors
// Options: --no-includes --include-headers
// Keywords: RCU, extended quiescent state, KVM, guest_enter_irqoff, guest_exit

virtual context
virtual org
virtual report

@state exists@
identifier enter = {guest_enter_irqoff, guest_state_enter_irqoff,
	guest_context_enter_irqoff, context_tracking_guest_enter};
identifier leave = {guest_exit, guest_exit_irqoff, guest_state_exit_irqoff,
	guest_context_exit_irqoff, context_tracking_guest_exit};
position p;
@@

enter@p(...)
...
leave(...)

@in_state exists@
identifier state.enter, f;
identifier leave = {guest_exit, guest_exit_irqoff, guest_state_exit_irqoff,
	guest_context_exit_irqoff, context_tracking_guest_exit};
position state.p;
position p1;
@@

f(...)
{
...
enter@p@p1(...)
... when != leave(...)
}

@time exists@
position p;
@@

guest_timing_enter_irqoff@p(...)
...
guest_timing_exit_irqoff(...)

@in_time exists@
identifier f;
position time.p;
position p1;
@@

f(...)
{
...
guest_timing_enter_irqoff@p@p1(...)
... when != guest_timing_exit_irqoff(...)
}

@depends on context@
identifier state.enter;
position in_state.p1;
@@

*enter@p1(...)

@depends on context@
position in_time.p1;
@@

*guest_timing_enter_irqoff@p1(...)

@script:python depends on org@
enter << state.enter;
p << in_state.p1;
@@

cocci.print_main(enter + "() is not taken back on every path", p)

@script:python depends on org@
p << in_time.p1;
@@

cocci.print_main("guest_timing_enter_irqoff() is not taken back on every path", p)

@script:python depends on report@
enter << state.enter;
f << in_state.f;
p << in_state.p1;
@@

msg = "ERROR: %s() is not taken back on every path of %s" % (enter, f)
coccilib.report.print_report(p[0], msg)

@script:python depends on report@
f << in_time.f;
p << in_time.p1;
@@

msg = "ERROR: guest_timing_enter_irqoff() is not taken back on every path of %s" % f
coccilib.report.print_report(p[0], msg)
