/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A window in a guest's EQS, and vectors that wake RCU whatever they interrupt. */
#include "kernel.h"

void ct_irq_enter(void);
void ct_irq_exit(void);
int generic_handle_irq(unsigned int irq);
void enter_guest(void);
void loop_once(void);
noinstr void vector(void);
noinstr void vector_of_user(void);
void user_exit_irqoff(void);

void loop_once(void)
{
	local_irq_disable();
	guest_enter_irqoff();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	enter_guest();
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
}

noinstr void vector(void)
{
	ct_irq_enter();
	generic_handle_irq(1);
	ct_irq_exit();
}

noinstr void vector_of_user(void)
{
	user_exit_irqoff();
	generic_handle_irq(1);
}
