// SPDX-License-Identifier: GPL-2.0-or-later
/* No return stands at the end that is reached inside of the EQS. */
#include "kernel.h"

void enter_exit(struct vcpu *vcpu)
{
	guest_enter_irqoff(); /* WARN: guest_enter_irqoff() is not taken back on every path of enter_exit */
	run_guest(vcpu);
	if (vcpu->reason)
		guest_exit_irqoff();
}

void tracking(struct vcpu *vcpu)
{
	vcpu->nested = context_tracking_guest_enter(); /* WARN: context_tracking_guest_enter() is not taken back on every path of tracking */
	run_guest(vcpu);
	if (vcpu->reason)
		vcpu->nested = context_tracking_guest_exit();
}
