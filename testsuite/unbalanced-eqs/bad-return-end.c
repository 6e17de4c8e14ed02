// SPDX-License-Identifier: GPL-2.0-or-later
/* Nothing leaves the EQS at all: a function behind a table is a root too. */
#include "kernel.h"

static void handle(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
} /* WARN: unbalanced-eqs */

const struct vcpu_ops ops = { .handle = handle };
