/* refused: the run is an argument of another call */
#include "linux/kvm_host.h"

int decode(int code);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = decode(run_vcpu(vcpu));
	local_irq_enable();
	guest_exit();
	return ret;
}
