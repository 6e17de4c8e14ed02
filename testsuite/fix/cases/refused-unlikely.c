/* refused: the run is an argument of another call */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = unlikely(run_vcpu(vcpu));
	local_irq_enable();
	guest_exit();
	return ret;
}
