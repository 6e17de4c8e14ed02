// SPDX-License-Identifier: GPL-2.0-or-later
/* Both ends as a header spells them, in a condition; two ways in are one report. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	if (vcpu->nested)
		vcpu->exits += context_tracking_guest_enter();
	else if (!context_tracking_guest_enter())
		vcpu->exits++;
	run_guest(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: context_tracking_guest_enter() on line 9 */
	if (!context_tracking_guest_exit())
		vcpu->exits++;
	return 0;
}
