// SPDX-License-Identifier: GPL-2.0-or-later
/* Whatever is printed when the kernel dies, it dies. */
#include "kernel.h"

int _printk(const char *fmt, ...);

void die(const char *str, void *regs, long err);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->reason == 0x200) {
		die("Machine check", vcpu, 7);
		_printk("not here\n");
	}
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
