// SPDX-License-Identifier: GPL-2.0-or-later
/* While GIF is clear no interrupt is taken, and the raw form is used for the run alone. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	clgi();
	guest_state_enter_irqoff();
	raw_local_irq_enable();
	run_guest(vcpu);
	raw_local_irq_disable();
	guest_state_exit_irqoff();
	stgi();
	local_irq_enable();
	return 0;
}
