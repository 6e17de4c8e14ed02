// SPDX-License-Identifier: GPL-2.0-or-later
/* Each run has guest time of its own; within one, the guest may run many times. */
#include "kernel.h"

static void run_once(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	do {
		guest_state_enter_irqoff();
		__vmx_vcpu_run(vcpu, vcpu->saved, 0);
		guest_state_exit_irqoff();
	} while (vcpu->nested);
	local_irq_enable();
	++vcpu->exits;
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	do
		run_once(vcpu);
	while (vcpu->exits < 9);
	return 0;
}
