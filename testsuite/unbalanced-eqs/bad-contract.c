// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A primitive that callers do not look into does something else than they
 * rely on: the finding is in its own body.
 */
#define guest_timing_enter_irqoff the_right_one
#include "kernel.h"
#undef guest_timing_enter_irqoff

static __always_inline void guest_timing_enter_irqoff(void)
{
	vtime_account_guest_exit();
} /* WARN: unbalanced-eqs */

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	vcpu->exits++;
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}
