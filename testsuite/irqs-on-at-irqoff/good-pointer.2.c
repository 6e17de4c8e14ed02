/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kernel.h"

static void (*routine)(struct vcpu *vcpu);

static void window(struct vcpu *vcpu)
{
	local_irq_enable();
	vcpu->exits++;
}

void choose_other(void);
void run_other(struct vcpu *vcpu);

void choose_other(void)
{
	routine = window;
}

void run_other(struct vcpu *vcpu)
{
	local_irq_disable();
	routine(vcpu);
	local_irq_disable();
	local_irq_enable();
}
