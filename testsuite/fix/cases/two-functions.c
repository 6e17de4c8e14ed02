/* as two-functions.diff, window: two of one file */
#include "linux/kvm_host.h"

static int one_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 1;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	if (vcpu->nested)
		return one_run(vcpu);
	local_irq_disable();
	guest_enter_irqoff();
	run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
