/* refused: part of a larger expression */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	(void)run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
