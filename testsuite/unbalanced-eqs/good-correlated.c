// SPDX-License-Identifier: GPL-2.0-or-later
/* A flag of the state that is entered is kept in the vcpu, and nothing stores to it between. */
#include "kernel.h"

static noinline void count(struct vcpu *vcpu)
{
	vcpu->exits++;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	if (vcpu->nested)
		guest_enter_irqoff();
	count(vcpu);
	if (vcpu->nested)
		guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
