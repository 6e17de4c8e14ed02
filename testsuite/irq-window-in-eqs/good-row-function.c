// SPDX-License-Identifier: GPL-2.0-or-later
/* Whoever has no priority() is dequeued here, and such a one opens no window. */
#include "kernel.h"

struct sched_class {
	int (*priority)(struct vcpu *vcpu);
	void (*dequeue)(struct vcpu *vcpu);
};

static int deadline_priority(struct vcpu *vcpu)
{
	return vcpu->reason;
}

static void deadline_dequeue(struct vcpu *vcpu)
{
	local_irq_enable();
	vcpu->reason = 0;
	local_irq_disable();
}

static void fair_dequeue(struct vcpu *vcpu)
{
	vcpu->reason = 1;
}

const struct sched_class deadline = {.priority = deadline_priority, .dequeue = deadline_dequeue};
const struct sched_class fair = {.dequeue = fair_dequeue};

int run(struct vcpu *vcpu, const struct sched_class *class)
{
	local_irq_disable();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	if (!class->priority)
		class->dequeue(vcpu);
	guest_context_exit_irqoff();
	local_irq_enable();
	return 0;
}
