// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An exception in an exception, as powerpc's program_check_exception() until 5.12:
 * what the outer one left, the inner one does not find.
 */
#include "kernel.h"

static noinline void step(struct vcpu *vcpu)
{
	int prev = exception_enter();

	vcpu->exits++;
	exception_exit(prev);
}

void program_check(struct vcpu *vcpu);
void program_check(struct vcpu *vcpu)
{
	int prev = exception_enter();

	local_irq_disable();
	step(vcpu);
	exception_exit(prev);
}
