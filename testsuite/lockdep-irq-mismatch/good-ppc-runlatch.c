// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* MSR.EE is off inside the macro only, whatever its condition says. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	vcpu->reason = 0;
	local_irq_enable();
	ppc64_runlatch_off();
	while (!READ_ONCE(vcpu->reason))
		barrier();
	local_irq_disable();
	vcpu->exits++;
	local_irq_enable();
	return 0;
}
