// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* MSR.EE is left off, and nobody is told: neither the soft mask nor lockdep. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	vcpu->reason = 0;
	local_irq_enable();
	ppc64_runlatch_off();
	__hard_irq_disable();
	vcpu->exits++;
	local_irq_enable(); /* WARN: lockdep-irq-mismatch */
	return 0;
}
