/* as side-effect.diff, window: an argument has a side effect, which stays where it was */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int tries = 0, ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = go(vcpu, tries++);
	local_irq_enable();
	guest_exit();
	return ret + tries;
}
