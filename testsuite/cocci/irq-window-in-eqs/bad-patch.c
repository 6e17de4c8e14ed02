// SPDX-License-Identifier: GPL-2.0-or-later
/* What patch mode mends: bad-patch.res. */
#include "kernel.h"

static noinstr int enter_guest(struct kvm_vcpu *vcpu)
{
	return vcpu->mode;
}

int vcpu_ioctl_run(struct kvm_vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = enter_guest(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 15 */
	guest_exit();
	return ret;
}

static void run_loop(struct kvm_vcpu *v)
{
	while (v->requests) {
		local_irq_disable();
		guest_enter_irqoff();
		enter_guest(v);
		local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in run_loop: guest_enter_irqoff() on line 26 */
		guest_exit();
		v->requests--;
	}
}
