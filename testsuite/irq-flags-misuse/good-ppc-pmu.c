// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* Masked with performance monitor interrupts: the enabled mask was soft, and asked. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;
	int trap;

	__might_sleep(__FILE__, __LINE__);
	powerpc_local_irq_pmu_save(flags);
	hard_irq_disable();
	if (vcpu->reason || lazy_irq_pending()) {
		powerpc_local_irq_pmu_restore(flags);
		return 0;
	}
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	trap = kvmppc_p9_enter_guest(vcpu);
	guest_state_exit_irqoff();
	powerpc_local_irq_pmu_restore(flags);
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return trap;
}
