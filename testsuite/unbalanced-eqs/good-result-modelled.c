// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A model says that the function sleeps; that it returns 0 or an error says its
 * body, as since 5.16 kernel/entry/kvm.c does.
 */
#include "kernel.h"

int xfer_to_guest_mode_handle_work(struct vcpu *vcpu);
int xfer_to_guest_mode_handle_work(struct vcpu *vcpu)
{
	if (vcpu->reason == 5)
		return -4;
	vcpu->exits++;
	return 0;
}

static noinline int handle_work(struct vcpu *vcpu)
{
	int r = xfer_to_guest_mode_handle_work(vcpu);

	if (r == -4)
		vcpu->exits++;
	return r;
}

static noinline int prepare(struct vcpu *vcpu)
{
	int r;

	local_irq_disable();
	while (vcpu->nested) {
		local_irq_enable();
		r = vcpu->exits & 1 ? handle_work(vcpu) : xfer_to_guest_mode_handle_work(vcpu);
		if (r)
			return r;
		local_irq_disable();
	}
	guest_enter_irqoff();
	return 1;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int r;

	__might_sleep(__FILE__, __LINE__);
	r = prepare(vcpu);
	if (r <= 0)
		return r;
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
