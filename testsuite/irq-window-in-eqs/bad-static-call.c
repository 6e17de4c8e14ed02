// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is behind a static call, whose target an ops table gives, as kvm_x86_ops does. */
#include "kernel.h"

static int loud_run(struct vcpu *vcpu)
{
	run_guest(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	local_irq_disable();
	return vcpu->reason;
}

static int quiet_run(struct vcpu *vcpu)
{
	run_guest(vcpu);
	return vcpu->reason;
}

static struct vcpu_ops loud_ops = { .run = loud_run };
struct vcpu_ops vcpu_x86_ops;

DEFINE_STATIC_CALL(vcpu_x86_run, quiet_run);

void vcpu_module_init(void);

void vcpu_module_init(void)
{
	vcpu_x86_ops = loud_ops;
	static_call_update(vcpu_x86_run, vcpu_x86_ops.run);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = static_call(vcpu_x86_run)(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return ret;
}
