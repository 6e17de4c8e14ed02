// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* The handler is to mask softly itself, and enables MSR.EE before that. */
#define CONFIG_PPC64 1
#define CONFIG_BOOKE 1
#include "powerpc.h"

static void kvmppc_fix_ee_after_exit(void)
{
	local_paca->irq_happened = PACA_IRQ_HARD_DIS;
	irq_soft_mask_set(IRQS_ALL_DISABLED);
	lockdep_hardirqs_off(0);
}

int kvmppc_handle_exit(struct vcpu *vcpu)
{
	/* the host's handler lets performance monitor interrupts in */
	__hard_irq_enable(); /* WARN: irq-window-in-eqs */
	kvmppc_fix_ee_after_exit();
	context_tracking_guest_exit();
	local_irq_enable();
	local_irq_disable();
	vtime_account_guest_exit();
	local_irq_enable();
	if (vcpu->reason)
		return RESUME_HOST;
	hard_irq_disable();
	guest_enter_irqoff();
	fix_ee_before_entry();
	return RESUME_GUEST;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	hard_irq_disable();
	guest_enter_irqoff();
	fix_ee_before_entry();
	return __kvmppc_vcpu_run(vcpu);
}
