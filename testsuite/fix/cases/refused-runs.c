/* refused: the guest is run at several places */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->reason)
		run_vcpu(vcpu);
	else
		run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
