/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Noted where context tracking is active, and not where it is not. */
#define guest_context_exit_irqoff guest_context_exit_of_the_header
#include "kernel.h"
#undef guest_context_exit_irqoff

static __always_inline void guest_context_exit_irqoff(void)
{
	if (context_tracking_guest_exit())
		rcu_virt_note_context_switch();
} /* WARN: missing-qs-note */

noinstr void run_noinstr(struct vcpu *vcpu)
{
	guest_context_enter_irqoff();
	run_guest(vcpu);
	guest_context_exit_irqoff();
}
