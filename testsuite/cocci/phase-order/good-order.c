// SPDX-License-Identifier: GPL-2.0-or-later
/* In order, in a loop with two ways out of an iteration, and in two functions. */
#include "kernel.h"

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
}

static void handle_exit(struct vcpu *vcpu)
{
	guest_state_exit_irqoff();
	guest_timing_exit_irqoff();
	vcpu->exits++;
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	while (vcpu->reason >= 0) {
		local_irq_disable();
		guest_timing_enter_irqoff();
		guest_state_enter_irqoff();
		run_guest(vcpu);
		handle_exit(vcpu);
		guest_state_exit_irqoff();
		if (vcpu->nested) {
			guest_timing_exit_irqoff();
			local_irq_enable();
			continue;
		}
		local_irq_enable();
		local_irq_disable();
		guest_timing_exit_irqoff();
		guest_timing_enter_irqoff();
		enter_exit(vcpu);
		guest_timing_exit_irqoff();
		local_irq_enable();
	}
	return 0;
}
