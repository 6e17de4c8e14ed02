// SPDX-License-Identifier: GPL-2.0-or-later
#include "kernel.h"

void handle_request(struct vcpu *vcpu);

static noinline void handle_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
	local_irq_enable();
}

void handle_request(struct vcpu *vcpu)
{
	handle_exit(vcpu);
}
