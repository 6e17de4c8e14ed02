// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A helper that is met in hundreds of states (each save of flags is one): what it
 * is asked for in the EQS is still told from what others ask of it.
 */
#include "kernel.h"

#define ASK(vcpu)                                                                                  \
	do {                                                                                       \
		unsigned long flags;                                                               \
		local_irq_save(flags);                                                             \
		helper(vcpu, WINDOW, flags);                                                       \
		local_irq_restore(flags);                                                          \
	} while (0)
/* clang-format off */
#define ASK4(vcpu) ASK(vcpu); ASK(vcpu); ASK(vcpu); ASK(vcpu)
#define ASK16(vcpu) ASK4(vcpu); ASK4(vcpu); ASK4(vcpu); ASK4(vcpu)
#define ASK64(vcpu) ASK16(vcpu); ASK16(vcpu); ASK16(vcpu); ASK16(vcpu)
/* clang-format on */

enum { QUIET, WINDOW };

static void helper(struct vcpu *vcpu, int how, unsigned long flags)
{
	if (how == WINDOW) {
		local_irq_enable();
		local_irq_disable();
	}
	vcpu->reason = (int)flags;
}

void vcpu_ask(struct vcpu *vcpu)
{
	ASK64(vcpu);
	ASK64(vcpu);
	ASK64(vcpu);
	ASK64(vcpu);
	ASK16(vcpu);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	vcpu_ask(vcpu);
	local_irq_disable();
	guest_context_enter_irqoff();
	helper(vcpu, QUIET, 0);
	run_guest(vcpu);
	guest_context_exit_irqoff();
	local_irq_enable();
	return 0;
}
