// SPDX-License-Identifier: GPL-2.0-or-later
/* The flag is changed between the two tests of it, by a callee. */
#include "kernel.h"

static noinline void set_nested(struct vcpu *vcpu)
{
	vcpu->nested = vcpu->reason > 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	if (vcpu->nested)
		guest_enter_irqoff();
	set_nested(vcpu);
	if (vcpu->nested)
		guest_exit_irqoff(); /* WARN: unbalanced-eqs */
	return 0; /* WARN: unbalanced-eqs */
}
