// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: loongarch */
/* The idle instruction needs interrupts on, and turns them on itself. */
#include "loongarch.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	__arch_cpu_idle(); /* WARN: irq-window-in-eqs */
	raw_local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return vcpu->reason;
}
