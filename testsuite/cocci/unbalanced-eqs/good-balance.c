// SPDX-License-Identifier: GPL-2.0-or-later
/* Balanced on every path, by whichever name; or half of a pair whose other half is elsewhere. */
#include "kernel.h"

static void enter(void)
{
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
}

static void leave(void)
{
	guest_state_exit_irqoff();
	guest_timing_exit_irqoff();
}

static void handle_exit(struct vcpu *vcpu)
{
	guest_state_exit_irqoff();
	vcpu->exits++;
	guest_state_enter_irqoff();
}

static int run(struct vcpu *vcpu)
{
	guest_enter_irqoff();
	if (vcpu->ops->run(vcpu) < 0)
		goto out;
	handle_exit(vcpu);
	if (vcpu->nested) {
		guest_exit_irqoff();
		return 1;
	}
out:
	guest_exit();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	while (vcpu->reason >= 0) {
		enter();
		run_guest(vcpu);
		leave();
		guest_timing_enter_irqoff();
		guest_state_enter_irqoff();
		run_guest(vcpu);
		guest_state_exit_irqoff();
		if (vcpu->nested) {
			guest_timing_exit_irqoff();
			continue;
		}
		guest_timing_exit_irqoff();
	}
	local_irq_enable();
	return run(vcpu);
}
