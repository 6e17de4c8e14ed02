/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a pointer in an object of the file stands for comes back as it was called; another file has a pointer of that name. */
#include "kernel.h"

static void (*routine)(struct vcpu *vcpu);

static void quiet(struct vcpu *vcpu)
{
	vcpu->exits++;
}

static void open(struct vcpu *vcpu)
{
	vcpu->exits--;
}

void choose(int which);
void run(struct vcpu *vcpu);

void choose(int which)
{
	if (which)
		routine = open;
	else
		routine = quiet;
}

void run(struct vcpu *vcpu)
{
	local_irq_disable();
	routine(vcpu);
	lockdep_assert_irqs_disabled();
	local_irq_enable();
}
