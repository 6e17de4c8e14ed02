// SPDX-License-Identifier: GPL-2.0-or-later
/* The static call in the EQS is quiet; the loud one stands after it. */
#include "kernel.h"

static int run(struct vcpu *vcpu)
{
	run_guest(vcpu);
	return vcpu->reason;
}

static void handle(struct vcpu *vcpu)
{
	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();
}

static struct vcpu_ops ops = { .run = run, .handle = handle };

DEFINE_STATIC_CALL(vcpu_run, run);
DEFINE_STATIC_CALL(vcpu_handle, handle);

void vcpu_module_init(void);

void vcpu_module_init(void)
{
	static_call_update(vcpu_run, ops.run);
	static_call_update(vcpu_handle, ops.handle);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	ret = static_call(vcpu_run)(vcpu);
	guest_state_exit_irqoff();
	static_call(vcpu_handle)(vcpu);
	guest_timing_exit_irqoff();
	local_irq_enable();
	return ret;
}
