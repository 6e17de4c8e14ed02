/* refused: the run is an argument of another call */
#include "linux/kvm_host.h"

static noinstr int decode(struct vcpu *vcpu, int code)
{
	return run_vcpu(vcpu) + code;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = decode(vcpu, decode(vcpu, 1));
	local_irq_enable();
	guest_exit();
	return ret;
}
