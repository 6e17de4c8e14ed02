// SPDX-License-Identifier: GPL-2.0-or-later
/* guard(): whichever way the scope is left, the EQS was left before. */
#include "kernel.h"

DEFINE_LOCK_GUARD_0(irqsave, local_irq_save(_T->flags), local_irq_restore(_T->flags),
		    unsigned long flags)

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	guard(irqsave)();
	if (vcpu->nested)
		return -1;
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit_irqoff();
	if (vcpu->reason < 0)
		return -1;
	return 0;
}
