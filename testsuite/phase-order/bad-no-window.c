// SPDX-License-Identifier: GPL-2.0-or-later
/* Time is left though on no path the tick that ended the run was taken: it is accounted to the host. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	__vmx_vcpu_run(vcpu, vcpu->saved, 0);
	guest_state_exit_irqoff();
	if (vcpu->nested)
		vcpu->exits++;
	guest_timing_exit_irqoff(); /* WARN: phase-order */
	local_irq_enable();
	return 0;
}
