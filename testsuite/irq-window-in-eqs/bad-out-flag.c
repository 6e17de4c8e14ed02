// SPDX-License-Identifier: GPL-2.0-or-later
/* A callee may set the local by its pointer: the exit is left out then. */
#include "kernel.h"

static noinline int inject(struct vcpu *vcpu, bool *req)
{
	if (vcpu->reason < 0)
		return -1;
	if (vcpu->nested)
		*req = true;
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	bool req = false;
	int ret;
	might_sleep();
	ret = inject(vcpu, &req);
	if (ret)
		return ret;
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	__vmx_vcpu_run(vcpu, vcpu->saved, 0);
	if (!req)
		guest_state_exit_irqoff();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}
