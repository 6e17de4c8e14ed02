/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The same calls where RCU watches, and a WARN, which is judged by its condition alone. */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);
int _printk(const char *fmt, ...);
void mutex_lock(void *m);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	mutex_lock(vcpu);
	rcu_read_lock();
	_printk("entry\n");
	rcu_read_unlock();
	local_irq_disable();
	spin_lock(&vcpu->lock);
	spin_unlock(&vcpu->lock);
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
