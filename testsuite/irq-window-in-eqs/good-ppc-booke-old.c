// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* The assembly has masked softly before it calls the handler. */
#define CONFIG_PPC64 1
#define CONFIG_BOOKE 1
#include "powerpc.h"

int kvmppc_handle_exit(struct vcpu *vcpu)
{
	/* the host's handler lets performance monitor interrupts in */
	__hard_irq_enable();
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
