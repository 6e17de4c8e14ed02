// SPDX-License-Identifier: GPL-2.0-or-later
/* What exception_enter() found it left, exception_exit() goes back to. */
#include "kernel.h"

void go_to_user(void);
int handle_fault(void);

void go_to_user(void)
{
	int prev;

	local_irq_disable();
	user_enter_irqoff();
	prev = exception_enter();
	handle_fault();
	exception_exit(prev);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
}
