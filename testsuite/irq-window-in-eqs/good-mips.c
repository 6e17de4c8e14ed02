/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: mips */
/* The handler leaves the EQS first, and enters it again where the guest goes on. */
#include "mips.h"

int kvm_mips_handle_exit(struct kvm_vcpu *vcpu)
{
	int ret;

	guest_state_exit_irqoff();
	local_irq_enable();
	ret = vcpu->reason ? RESUME_FLAG_HOST : RESUME_GUEST;
	local_irq_disable();
	if (ret == RESUME_GUEST)
		guest_state_enter_irqoff();
	return ret;
}

/* It comes back only when the handler said so: with the EQS left. */
int mips_vcpu_run(struct kvm_vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	ret = vcpu->arch.vcpu_run(vcpu);
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return ret;
}
