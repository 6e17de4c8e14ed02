// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What a function returns that is not entered, as powerpc's
 * kvmppc_core_check_requests() does: through a local, handed on from another,
 * and behind the one test that lets it come back.
 */
#include "kernel.h"

static noinline int take_request(struct vcpu *vcpu)
{
	int r = 1;

	if (vcpu->reason == 5)
		vcpu->exits++;
	return r;
}

static noinline int check_requests(struct vcpu *vcpu)
{
	return take_request(vcpu);
}

static noinline int check_signals(struct vcpu *vcpu)
{
	int r = vcpu->reason;

	if (r < 0)
		return r;
	vcpu->exits++;
	return 1;
}

static noinline int prepare(struct vcpu *vcpu)
{
	int r;

	local_irq_disable();
	while (true) {
		r = vcpu->nested ? check_requests(vcpu) : check_signals(vcpu);
		if (r > 0 && vcpu->nested)
			continue;
		if (r <= 0)
			break;
		guest_enter_irqoff();
		return 1;
	}
	local_irq_enable();
	return r;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int r;

	__might_sleep(__FILE__, __LINE__);
	r = prepare(vcpu);
	if (r < 0)
		return r;
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
