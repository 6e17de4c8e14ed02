// SPDX-License-Identifier: GPL-2.0-or-later
/* Two capabilities are patched in: one may be there without the other. */
#include "kernel.h"

static __always_inline bool has_cap(void)
{
	asm goto("jmp %l1 # %c0" : : "i"(7) : : no);
	return true;
no:
	return false;
}

static __always_inline bool has_other(void)
{
	asm goto("jmp %l1 # %c0" : : "i"(8) : : no);
	return true;
no:
	return false;
}

unsigned long read_config(struct vcpu *vcpu)
{
	unsigned long flags = 0, config;

	if (has_cap())
		local_irq_save(flags);
	config = (unsigned long)vcpu->exits;
	if (config)
		vcpu->reason = 0;
	if (has_other())
		local_irq_restore(flags); /* WARN: irq-flags-misuse */
	return config; /* WARN: irq-flags-misuse */
}
