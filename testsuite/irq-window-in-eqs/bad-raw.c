// SPDX-License-Identifier: GPL-2.0-or-later
/* No form of the call makes a window right: raw, arch, or the instruction's own wrapper. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	raw_local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	raw_local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

int vcpu_run_arch(struct vcpu *vcpu);

int vcpu_run_arch(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	arch_local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	arch_local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
