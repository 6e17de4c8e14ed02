/* refused: would lose the comment */
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
	guest_enter_irqoff();
	ret = go(vcpu, /* whose registers are loaded */
		 /* how often it was tried */ vcpu->exits + /* once more */
			 1);
	local_irq_enable();
	guest_exit();
	return ret;
}
