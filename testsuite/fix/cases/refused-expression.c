/* refused: part of a larger expression */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int n = 0;

	local_irq_disable();
	guest_enter_irqoff();
	n = 1 + __vmx_vcpu_run(vcpu, NULL, 0);
	local_irq_enable();
	guest_exit();
	return n;
}
