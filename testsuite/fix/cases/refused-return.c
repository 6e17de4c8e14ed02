/* refused: a way leaves between the two ends */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->nested)
		return run_vcpu(vcpu);
	run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
