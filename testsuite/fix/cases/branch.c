/* as branch.diff, window: the same, and the run is one branch */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	vcpu->exits++;

	local_irq_disable();
	guest_enter_irqoff();
	local_irq_enable();

	vcpu->reason = 1;
	barrier();
	if (!vcpu->exits)
		run_vcpu(vcpu);
	barrier();
	vcpu->reason = 0;

	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();

	return 0;
}
