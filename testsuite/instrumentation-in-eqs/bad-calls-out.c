/* SPDX-License-Identifier: GPL-2.0-or-later */
/* noinstr text that calls a function outside of it, itself and through an inline. */
#include "kernel.h"

static noinline void count_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
}

static __always_inline void count_twice(struct vcpu *vcpu)
{
	count_exit(vcpu); /* WARN: instrumentation-in-eqs */
}

noinstr int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	count_exit(vcpu); /* WARN: instrumentation-in-eqs */
	count_twice(vcpu);
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
