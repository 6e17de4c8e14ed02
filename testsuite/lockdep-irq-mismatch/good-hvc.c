// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: arm64 */
/* The hypervisor is asked for a register, on every CPU: no guest runs by that. */
#include "kernel.h"

struct kvm_vcpu;

#define kvm_call_hyp_ret(...) call_hyp(__VA_ARGS__)
#define call_hyp(x, ...) pick(x, ##__VA_ARGS__, two, one)(x, ##__VA_ARGS__)
#define pick(a, b, name, ...) name
#define one(f)                                                                                     \
	({                                                                                         \
		register unsigned long r0 asm("r0") = (f);                                         \
		asm volatile("hvc #0" : "+r"(r0));                                                 \
		r0;                                                                                \
	})
#define two(f, a)                                                                                  \
	({                                                                                         \
		register unsigned long r0 asm("r0") = (f);                                         \
		register typeof(a) r1 asm("r1") = (a);                                             \
		asm volatile("hvc #0" : "+r"(r0) : "r"(r1));                                       \
		r0;                                                                                \
	})

unsigned long debug_register(void);
unsigned long run(struct kvm_vcpu *vcpu);

unsigned long debug_register(void)
{
	unsigned long flags, value;

	local_irq_save(flags);
	value = kvm_call_hyp_ret(7);
	local_irq_restore(flags);
	return value;
}

unsigned long run(struct kvm_vcpu *vcpu)
{
	unsigned long exit;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	exit = kvm_call_hyp_ret(1, vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return exit;
}
