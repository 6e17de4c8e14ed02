/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same vector where no window stands in a guest's EQS: it is right. */
#include "kernel.h"

struct task;

bool is_idle(struct task *task);
void ct_irq_enter(void);
void ct_irq_exit(void);
int generic_handle_irq(unsigned int irq);
void enter_guest(void);
void loop_once(void);
noinstr void vector(struct task *task);

void loop_once(void)
{
	local_irq_disable();
	guest_enter_irqoff();
	enter_guest();
	guest_exit_irqoff();
	local_irq_enable();
}

noinstr void vector(struct task *task)
{
	bool woken = false;

	if (is_idle(task)) {
		ct_irq_enter();
		woken = true;
	}
	generic_handle_irq(1);
	if (woken)
		ct_irq_exit();
}
