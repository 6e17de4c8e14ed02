/* as switch.diff, window: the run stands in a switch */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret = 0;

	local_irq_disable();
	guest_enter_irqoff();
	switch (vcpu->reason) {
	case 1:
		ret = go(vcpu, 1);
		break;
	default:
		ret = -1;
	}
	local_irq_enable();
	guest_exit();
	return ret;
}
