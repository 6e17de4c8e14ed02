// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: arm64 */
/* The hypervisor is asked for a register, on every CPU: no guest runs by that. */
#include "kernel.h"

#define kvm_call_hyp_ret(f)                                                                        \
	({                                                                                         \
		register unsigned long r0 asm("r0") = (f);                                         \
		asm volatile("hvc #0" : "+r"(r0));                                                 \
		r0;                                                                                \
	})

unsigned long debug_register(void);

unsigned long debug_register(void)
{
	unsigned long flags, value;

	local_irq_save(flags);
	value = kvm_call_hyp_ret(7);
	local_irq_restore(flags);
	return value;
}
