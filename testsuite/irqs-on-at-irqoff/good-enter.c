// SPDX-License-Identifier: GPL-2.0-or-later
/* Off in the caller, which the callee does not see. */
#include "kernel.h"

static noinline void enter_exit(struct vcpu *vcpu)
{
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	enter_exit(vcpu);
	local_irq_enable();
	return 0;
}
