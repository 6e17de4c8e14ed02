// SPDX-License-Identifier: GPL-2.0-or-later
/* Whoever waits for a mutex runs with interrupts on, under whatever name. */
#include "kernel.h"

struct mutex;

int _mutex_lock_killable(struct mutex *lock, unsigned int subclass, void *nest);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	if (_mutex_lock_killable((struct mutex *)vcpu, 0, NULL))
		return -1;
	if (irqs_disabled())
		raw_local_irq_disable();
	WARN_ON(irqs_disabled());
	return 0;
}
