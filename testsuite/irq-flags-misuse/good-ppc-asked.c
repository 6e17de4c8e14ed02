// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* What was noted is asked for with MSR.EE off, where nothing more can come. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int trap;

	__might_sleep(__FILE__, __LINE__);
	local_irq_disable();
	hard_irq_disable();
	if (lazy_irq_pending() || vcpu->reason) {
		local_irq_enable();
		return 0;
	}
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
