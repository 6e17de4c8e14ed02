/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One finding for each kind, however often it stands there. */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);
int _printk(const char *fmt, ...);
void mutex_lock(void *m);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	rcu_read_lock(); /* WARN: instrumentation-in-eqs */
	spin_lock(&vcpu->lock); /* WARN: instrumentation-in-eqs */
	spin_unlock(&vcpu->lock);
	rcu_read_unlock();
	_printk("exit\n"); /* NOTE: instrumentation-in-eqs */
	if (vcpu->reason)
		mutex_lock(vcpu); /* WARN: instrumentation-in-eqs */
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
