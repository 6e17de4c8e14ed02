// SPDX-License-Identifier: GPL-2.0-or-later
/* The two conditions are not the same one: there is a path with both. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	bool tracked = vcpu->reason > 0;
	bool slow = vcpu->exits > 100;

	local_irq_disable();
	if (tracked)
		guest_enter_irqoff();
	run_guest(vcpu);
	if (slow)
		local_irq_enable(); /* WARN: irq-window-in-eqs */
	if (tracked)
		guest_exit();
	if (!slow)
		local_irq_enable();
	return 0;
}
