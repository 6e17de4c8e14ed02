// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: loongarch */
/* Guest time ends behind the EQS, when the ticks of the run were let in. */
#include "loongarch.h"

int kvm_handle_exit(struct vcpu *vcpu)
{
	int ret;

	guest_state_exit_irqoff();
	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	ret = pre_enter_again(vcpu);
	if (ret != RESUME_GUEST)
		return ret;
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	return RESUME_GUEST;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret = pre_enter_guest(vcpu);

	if (ret != RESUME_GUEST)
		return ret;
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	ret = kvm_loongarch_ops->enter_guest(vcpu);
	local_irq_enable();
	return ret;
}
