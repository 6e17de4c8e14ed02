/* as if-no-braces.diff, window: the run is one of two branches without braces */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->reason)
		run_vcpu(vcpu);
	else
		vcpu->exits++;
	local_irq_enable();
	guest_exit();
	return 0;
}
