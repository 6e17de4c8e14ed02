// SPDX-License-Identifier: GPL-2.0-or-later
/* Without TRACE_IRQFLAGS local_irq_enable() is the raw form, and the window is there all the same. */
#define NO_TRACE_IRQFLAGS
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	guest_exit();
	return 0;
}
