// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: loongarch */
/* Idle lets them in, and its handlers wake RCU; behind it they are off again. */
#include "loongarch.h"
#include "idle.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	ct_idle_enter();
	__arch_cpu_idle();
	raw_local_irq_disable();
	ct_idle_exit();
	local_irq_enable();
	return vcpu->reason;
}
