// SPDX-License-Identifier: GPL-2.0-or-later
/* Of two entries of one function, the second is not always taken back. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	guest_context_exit_irqoff();
	if (!vcpu->nested)
		return 0;
	guest_context_enter_irqoff(); /* WARN: guest_context_enter_irqoff() is not taken back on every path of vcpu_ioctl_run */
	run_guest(vcpu);
	if (vcpu->reason < 0)
		return vcpu->reason;
	guest_context_exit_irqoff();
	return 0;
}
