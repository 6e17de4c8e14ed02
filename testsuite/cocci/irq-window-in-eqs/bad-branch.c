// SPDX-License-Identifier: GPL-2.0-or-later
/* One of two paths leaves the EQS in time. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->nested)
		guest_context_exit_irqoff();
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_context_enter_irqoff() on line 8 */
	vcpu->exits++;
	if (!vcpu->nested)
		guest_context_exit_irqoff();
	return 0;
}
