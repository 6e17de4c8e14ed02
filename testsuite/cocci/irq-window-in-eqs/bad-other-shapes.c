// SPDX-License-Identifier: GPL-2.0-or-later
/* Near to what patch mode mends, and not exact: left as it is. */
#include "kernel.h"

#define RUN(vcpu) ((vcpu)->mode++)

static noinstr int enter_guest(struct kvm_vcpu *vcpu)
{
	return vcpu->mode;
}

/* a macro: what it does with its words is not known */
static void by_macro(struct kvm_vcpu *vcpu)
{
	guest_enter_irqoff();
	RUN(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_macro: guest_enter_irqoff() on line 15 */
	guest_exit();
}

/* not of the file */
static void by_another(struct kvm_vcpu *vcpu)
{
	guest_enter_irqoff();
	enter_elsewhere(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_another: guest_enter_irqoff() on line 24 */
	guest_exit();
}

/* another type for the result, another argument, and one more */
static void by_types(struct kvm_vcpu *vcpu, struct list *list)
{
	long ret;

	guest_enter_irqoff();
	ret = enter_guest(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_types: guest_enter_irqoff() on line 35 */
	guest_exit();
	guest_enter_irqoff();
	enter_guest(list->vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_types: guest_enter_irqoff() on line 39 */
	guest_exit();
}

/* something between that may need either state */
static int by_code(struct kvm_vcpu *vcpu)
{
	int ret;

	guest_enter_irqoff();
	ret = enter_guest(vcpu);
	vcpu->mode = ret;
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_code: guest_enter_irqoff() on line 50 */
	guest_exit();
	return ret;
}

/* a way around the run */
static int by_jump(struct kvm_vcpu *vcpu)
{
	guest_enter_irqoff();
	if (vcpu->mode)
		enter_guest(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_jump: guest_enter_irqoff() on line 61 */
	guest_exit();
	return 0;
}

/* called in the arguments, and in a condition */
static int by_nesting(struct kvm_vcpu *vcpu)
{
	int ret;

	guest_enter_irqoff();
	ret = unlikely(enter_guest(vcpu));
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_nesting: guest_enter_irqoff() on line 74 */
	guest_exit();
	guest_enter_irqoff();
	if (enter_guest(vcpu))
		local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in by_nesting: guest_enter_irqoff() on line 78 */
	guest_exit();
	return ret;
}
