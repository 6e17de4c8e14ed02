// SPDX-License-Identifier: GPL-2.0-or-later
/* A record is copied to a global of its type: the one that was passed is another. */
#include "kernel.h"

struct frame {
	unsigned long flags, ip;
};

extern struct frame last_frame;
int handle(struct frame *f, struct vcpu *vcpu);

static noinline void show(struct frame *f)
{
	last_frame = *f;
}

int handle(struct frame *f, struct vcpu *vcpu)
{
	local_irq_disable();
	if (f->flags & 512)
		guest_context_enter_irqoff();
	show(f);
	if (f->flags & 512)
		guest_context_exit_irqoff();
	local_irq_enable();
	return vcpu->exits;
}
