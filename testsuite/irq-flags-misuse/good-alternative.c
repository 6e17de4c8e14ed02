// SPDX-License-Identifier: GPL-2.0-or-later
/* A capability of the CPU is patched in once and for all: asked twice, it says the same. */
#include "kernel.h"

static __always_inline bool cap_is_set(int cap)
{
	if (!__builtin_constant_p(cap))
		return false;
	asm goto("jmp %l1 # %c0" : : "i"(7) : : no);
	return true;
no:
	return false;
}

static __always_inline bool has_cap(void)
{
	if (cap_is_set(1))
		return cap_is_set(7);
	asm volatile("ud2");
	__builtin_unreachable();
}

unsigned long read_config(struct vcpu *vcpu)
{
	unsigned long flags = 0, config;

	if (has_cap())
		local_irq_save(flags);
	config = (unsigned long)vcpu->exits;
	if (config)
		vcpu->reason = 0;
	if (has_cap())
		local_irq_restore(flags);
	return config;
}
