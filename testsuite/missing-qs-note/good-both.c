/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Both sides note it, one of them in a helper and with an early return. */
#define guest_context_exit_irqoff guest_context_exit_of_the_header
#include "kernel.h"
#undef guest_context_exit_irqoff

static __always_inline void note_exit(void)
{
	rcu_virt_note_context_switch();
}

static __always_inline void guest_context_exit_irqoff(void)
{
	if (context_tracking_guest_exit())
		return;
	note_exit();
}

noinstr void run_noinstr(struct vcpu *vcpu)
{
	guest_context_enter_irqoff();
	run_guest(vcpu);
	guest_context_exit_irqoff();
}
