// SPDX-License-Identifier: GPL-2.0-or-later
/* Two fields: the one that is restored in the EQS was saved with interrupts off. */
#include "kernel.h"

struct frame {
	unsigned long outer, inner;
};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	struct frame frame;

	might_sleep();
	local_irq_save(frame.outer);
	guest_enter_irqoff();
	raw_local_irq_save(frame.inner);
	run_guest(vcpu);
	raw_local_irq_restore(frame.inner);
	guest_exit_irqoff();
	local_irq_restore(frame.outer);
	return 0;
}
