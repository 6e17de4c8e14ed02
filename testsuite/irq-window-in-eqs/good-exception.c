// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An exception handler wakes RCU if it was user space that it interrupted, and
 * looks at that itself: twice is as good as once, and in the kernel it is nothing.
 */
#include "kernel.h"

void from_user(void);
void from_kernel(void);
int handle_fault(void);

static void handler(void)
{
	int prev = exception_enter();

	local_irq_enable();
	handle_fault();
	local_irq_disable();
	exception_exit(prev);
}

void from_user(void)
{
	local_irq_disable();
	user_enter_irqoff();
	handler();
	user_exit_irqoff();
	user_exit_irqoff();
	local_irq_enable();
}

void from_kernel(void)
{
	local_irq_disable();
	handler();
	local_irq_enable();
}
