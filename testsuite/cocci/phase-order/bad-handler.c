// SPDX-License-Identifier: GPL-2.0-or-later
/* Assembly calls the handler inside the state; what it enters again it enters in order. */
#include "kernel.h"

void handle_exit(struct vcpu *vcpu)
{
	guest_timing_exit_irqoff(); /* WARN: guest_timing_exit_irqoff() while RCU is not watching in handle_exit: guest_state_exit_irqoff() on line 8 */
	guest_state_exit_irqoff();
	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
}
