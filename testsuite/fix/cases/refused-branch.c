/* refused: on some ways only */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_vcpu(vcpu);
	if (vcpu->reason)
		local_irq_enable();
	guest_exit();
	local_irq_enable();
	return 0;
}
