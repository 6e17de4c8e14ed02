// SPDX-License-Identifier: GPL-2.0-or-later
/* The flags are saved and restored by helpers, through a pointer. */
#include "kernel.h"

static noinline void begin(unsigned long *flags)
{
	local_irq_save(*flags);
}

static noinline void end(unsigned long *flags)
{
	local_irq_restore(*flags); /* WARN: irq-window-in-eqs */
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	begin(&flags);
	guest_enter_irqoff();
	run_guest(vcpu);
	end(&flags);
	guest_exit();
	return 0;
}
