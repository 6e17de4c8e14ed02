/* refused: a way leaves between the two ends */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_vcpu(vcpu);
	if (vcpu->reason)
		goto out;
	local_irq_enable();
	guest_exit();
	return 0;
out:
	local_irq_enable();
	return 1;
}
