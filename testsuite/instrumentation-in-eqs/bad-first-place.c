/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of several places of one kind the one that stands first is shown, and not that which runs first. */
#include "kernel.h"

void rcu_read_lock(void);
void rcu_read_unlock(void);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	goto last;
first:
	rcu_read_lock(); /* WARN: instrumentation-in-eqs */
	run_guest(vcpu);
	goto out;
last:
	rcu_read_lock();
	if (vcpu->reason)
		goto first;
out:
	rcu_read_unlock();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
