// SPDX-License-Identifier: GPL-2.0-or-later
#include "kernel.h"

void handle_exit(struct vcpu *vcpu);

void handle_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
}
