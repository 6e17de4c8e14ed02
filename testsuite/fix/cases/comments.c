/* as comments.diff, window, to read: 17 24 28: comments that name what moves: behind it, behind others, in the middle */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff(); /* guest_exit() takes it back */

	/* nothing that guest_exit() would have to undo stands between */
	ret = go(vcpu, 1); /* guest_exit() is not called by it */

	/*
	 * The counter is of no use to guest_enter_irqoff(), nor to
	 * guest_exit().
	 */
	vcpu->exits++; // as before guest_enter_irqoff()

	local_irq_enable();
	guest_exit();
	return ret; /* after guest_exit() and guest_enter_irqoff. */
}
