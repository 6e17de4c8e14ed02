// SPDX-License-Identifier: GPL-2.0-or-later
/* The EQS is left before interrupts are enabled, in each of its spellings. */
#include "kernel.h"

static void old(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
}

static void older(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit();
	local_irq_enable();
}

static void context(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	guest_context_exit_irqoff();
	local_irq_enable();
}

static void tracking(struct vcpu *vcpu)
{
	local_irq_disable();
	vcpu->nested = context_tracking_guest_enter();
	run_guest(vcpu);
	vcpu->nested = context_tracking_guest_exit();
	local_irq_enable();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	old(vcpu);
	older(vcpu);
	context(vcpu);
	tracking(vcpu);
	return 0;
}
