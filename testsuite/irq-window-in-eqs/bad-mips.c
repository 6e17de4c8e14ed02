/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: mips */
/*
 * Generated code calls the handler with the guest's EQS open; when it says
 * so, the guest goes on, and now lockdep believes that interrupts are off.
 */
#include "mips.h"

int kvm_mips_handle_exit(struct kvm_vcpu *vcpu)
{
	int ret = vcpu->reason ? RESUME_FLAG_HOST : RESUME_GUEST;

	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->reason = 0;
	local_irq_disable();
	return ret;
}

int mips_vcpu_run(struct kvm_vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	ret = vcpu->arch.vcpu_run(vcpu); /* WARN: lockdep-irq-mismatch */
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return ret;
}
