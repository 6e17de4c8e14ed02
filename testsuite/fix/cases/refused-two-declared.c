/* refused: part of a larger expression */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	int ret = go(vcpu, 0), other = vcpu->reason;

	local_irq_enable();
	guest_exit();
	return ret + other;
}
