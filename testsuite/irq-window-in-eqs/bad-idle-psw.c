/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A wait with interrupts open belongs into the idle loop's EQS, not into a guest's. */
#include "idle.h"

void guest_halts(unsigned long mask);

void guest_halts(unsigned long mask)
{
	local_irq_disable();
	guest_state_enter_irqoff();
	psw_idle(mask); /* WARN: irq-window-in-eqs */
	guest_state_exit_irqoff();
	local_irq_enable();
}
