/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Before the entry and behind the exit; in between RCU is woken for it. */
#include "kernel.h"
#include "trace.h"

void ct_irq_enter_irqson(void);
void ct_irq_exit_irqson(void);

noinstr int vcpu_ioctl_run(struct vcpu *vcpu)
{
	trace_vcpu_entry(vcpu->exits);
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	ct_irq_enter_irqson();
	trace_vcpu_entry(vcpu->exits);
	ct_irq_exit_irqson();
	guest_exit_irqoff();
	trace_vcpu_entry(vcpu->exits);
	local_irq_enable();
	return 0;
}
