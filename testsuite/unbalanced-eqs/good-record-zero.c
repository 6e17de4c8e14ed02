// SPDX-License-Identifier: GPL-2.0-or-later
/* A record that begins as zeros. */
#include "kernel.h"

struct ctx {
	bool in;
	int n;
};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	struct ctx c = {};
	local_irq_disable();
	if (vcpu->exits > 3) {
		guest_enter_irqoff();
		c.in = true;
	}
	run_guest(vcpu);
	if (c.in)
		guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
