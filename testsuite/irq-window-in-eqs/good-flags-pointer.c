// SPDX-License-Identifier: GPL-2.0-or-later
/* The same helpers, around the EQS, and within it with interrupts off. */
#include "kernel.h"

static noinline void begin(unsigned long *flags)
{
	raw_local_irq_save(*flags);
}

static noinline void end(unsigned long *flags)
{
	raw_local_irq_restore(*flags);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long outer, inner;

	might_sleep();
	begin(&outer);
	guest_enter_irqoff();
	begin(&inner);
	run_guest(vcpu);
	end(&inner);
	guest_exit_irqoff();
	end(&outer);
	return 0;
}
