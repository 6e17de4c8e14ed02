// SPDX-License-Identifier: GPL-2.0-or-later
/* Without context tracking of guests the EQS is not real here: found, and said to be latent. */
#define NO_CONTEXT_TRACKING
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_enable(); /* LATENT: irq-window-in-eqs */
	vcpu->exits++;
	guest_exit();
	return 0;
}
