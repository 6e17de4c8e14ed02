// SPDX-License-Identifier: GPL-2.0-or-later
#include "kernel.h"

int enter_exit(struct vcpu *vcpu);

int enter_exit(struct vcpu *vcpu)
{
	run_guest(vcpu);
	if (vcpu->reason < 0) {
		guest_exit_irqoff();
		return -1;
	}
	return 0;
}
