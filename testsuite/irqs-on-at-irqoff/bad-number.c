// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * As good-number.c, but the number that is asked for is one of those that a function
 * which lets interrupts in answers.  (It is far away, behind the wrapper.)
 */
#include "kernel.h"

#define NR_WINDOW 0x10
#define NR_SLOW 0x20
#define NR_LAST 0x3f

struct request {
	unsigned int number;
	unsigned long data;
};

static int window(struct vcpu *vcpu, struct request *request)
{
	local_irq_disable();
	request->data = (unsigned long)vcpu->exits;
	local_irq_enable();
	return 0;
}

static bool is_slow(unsigned int number)
{
	switch (number) {
	case NR_SLOW:
	case NR_SLOW + 1:
		return true;
	default:
		return false;
	}
}

static int get_slow(struct vcpu *vcpu, struct request *request)
{
	if (!is_slow(request->number))
		return 1;
	return window(vcpu, request);
}

static int get_quick(struct vcpu *vcpu, struct request *request)
{
	if (request->number == NR_WINDOW)
		return window(vcpu, request);
	request->data = 0;
	return 0;
}

static int get(struct vcpu *vcpu, struct request *request)
{
	if (vcpu->reason)
		return get_slow(vcpu, request);
	return get_quick(vcpu, request);
}

static int read_number(struct vcpu *vcpu, unsigned int number)
{
	struct request request;

	if (number > NR_LAST)
		return 1;
	request.number = number;
	return get(vcpu, &request);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	might_sleep();
	local_irq_disable();
	ret = read_number(vcpu, NR_SLOW + 1);
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	local_irq_enable();
	return ret;
}
