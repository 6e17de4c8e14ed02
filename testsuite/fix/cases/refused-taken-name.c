/* refused: there is a vcpu_ioctl_run_enter_exit already */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

static noinstr void vcpu_ioctl_run_enter_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = go(vcpu, 0);
	vcpu_ioctl_run_enter_exit(vcpu);
	local_irq_enable();
	guest_exit();
	return ret;
}
