// SPDX-License-Identifier: GPL-2.0-or-later
/* A claim at the beginning of a root tells how it is entered, and is no finding. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	lockdep_assert_irqs_disabled();
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit_irqoff();
	return 0;
}
