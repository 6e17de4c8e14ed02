// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: arm64 */
/* The hypervisor runs the vCPU that it is given, and lockdep was not told. */
#include "kernel.h"

struct kvm_vcpu;

#define kvm_call_hyp_ret(f, a)                                                                     \
	({                                                                                         \
		register unsigned long r0 asm("r0") = (f);                                         \
		register typeof(a) r1 asm("r1") = (a);                                             \
		asm volatile("hvc #0" : "+r"(r0) : "r"(r1));                                       \
		r0;                                                                                \
	})

unsigned long run(struct kvm_vcpu *vcpu);

unsigned long run(struct kvm_vcpu *vcpu)
{
	unsigned long exit;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	exit = kvm_call_hyp_ret(1, vcpu); /* WARN: lockdep-irq-mismatch */
	guest_context_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return exit;
}
