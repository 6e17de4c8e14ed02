/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ARCH: mips */
/* An architecture that does not promise that noinstr text is not instrumented. */
#include "mips.h"

static noinline void count_exit(struct kvm_vcpu *vcpu)
{
	vcpu->reason++;
}

noinstr int mips_vcpu_run(struct kvm_vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	count_exit(vcpu); /* NOTE: instrumentation-in-eqs */
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
