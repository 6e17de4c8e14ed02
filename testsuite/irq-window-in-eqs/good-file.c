// SPDX-License-Identifier: GPL-2.0-or-later
/* Another file has a static function of the same name, and it is not the one that is called. */
#include "kernel.h"

void handle_exit(struct vcpu *vcpu);
void handle_request(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	handle_exit(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	handle_request(vcpu);
	return 0;
}
