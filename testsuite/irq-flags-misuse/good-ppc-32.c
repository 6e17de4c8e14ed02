// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* 32 bit kernels have MSR.EE alone: nothing is noted, nothing is lost. */
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int trap;

	__might_sleep(__FILE__, __LINE__);
	local_irq_disable();
	hard_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	trap = kvmppc_p9_enter_guest(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return trap;
}
