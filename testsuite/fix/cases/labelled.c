/* as labelled.diff, window: a label stands before the enter */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
again:
	guest_enter_irqoff();
	run_vcpu(vcpu);
	if (vcpu->reason)
		vcpu->exits++;
	local_irq_enable();
	guest_exit();
	if (vcpu->reason) {
		local_irq_disable();
		goto again;
	}
	return 0;
}
