// SPDX-License-Identifier: GPL-2.0-or-later
/* A run loop that is reached through a table only, so one file is enough to know how it starts. */
#include "kernel.h"

static int run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}

struct run_ops {
	int (*run)(struct vcpu *vcpu);
};

const struct run_ops window_ops = {
	.run = run,
};
