// SPDX-License-Identifier: GPL-2.0-or-later
/* Printed before the kernel dies. */
#include "kernel.h"

int _printk(const char *fmt, ...);

void die(const char *str, void *regs, long err);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->reason == 0x200) {
		_printk("machine check\n"); /* NOTE: instrumentation-in-eqs */
		die("Machine check", vcpu, 7);
	}
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
