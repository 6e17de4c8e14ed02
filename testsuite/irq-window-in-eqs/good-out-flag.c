// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee says by a pointer whether the EQS is open. */
#include "kernel.h"

static noinline int try_run(struct vcpu *vcpu, bool *entered)
{
	local_irq_disable();
	if (vcpu->exits > 9)
		return -1;
	guest_context_enter_irqoff();
	*entered = true;
	run_guest(vcpu);
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	bool entered = false;
	int ret = try_run(vcpu, &entered);
	if (entered)
		guest_context_exit_irqoff();
	local_irq_enable();
	return ret;
}
