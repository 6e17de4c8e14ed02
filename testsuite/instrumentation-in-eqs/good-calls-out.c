/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The callee is noinstr, or inlined, or called while RCU watches; a copy is none of these. */
#include "kernel.h"

void *memcpy(void *to, const void *from, unsigned long n);

static noinstr void count_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
}

static __always_inline void count_inline(struct vcpu *vcpu)
{
	vcpu->exits++;
	count_exit(vcpu);
}

static noinline void count_late(struct vcpu *vcpu)
{
	vcpu->exits++;
}

noinstr int run_copy(struct vcpu *vcpu, struct vcpu *copy, unsigned long n)
{
	local_irq_disable();
	guest_enter_irqoff();
	count_exit(vcpu);
	count_inline(vcpu);
	memcpy(copy, vcpu, n);
	run_guest(vcpu);
	guest_exit_irqoff();
	count_late(vcpu);
	local_irq_enable();
	return 0;
}
