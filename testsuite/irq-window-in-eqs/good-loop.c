// SPDX-License-Identifier: GPL-2.0-or-later
/* The guest runs many times within one EQS; interrupts come on after the loop only. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int i;

	local_irq_disable();
	guest_enter_irqoff();
	for (i = 0; i < 4; i++) {
		run_guest(vcpu);
		if (vcpu->reason)
			break;
	}
	guest_exit_irqoff();
	local_irq_enable();
	for (i = 0; i < 4; i++)
		vcpu->saved[i & 1]++;
	return 0;
}
