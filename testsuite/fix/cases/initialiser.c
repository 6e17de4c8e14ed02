/* as initialiser.diff, window: what the run gives back is declared there */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	int ret = run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return ret;
}
