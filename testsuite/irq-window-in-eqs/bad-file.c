// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is in another file's callee. */
#include "kernel.h"

void handle_exit(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	handle_exit(vcpu);
	guest_exit();
	return 0;
}
