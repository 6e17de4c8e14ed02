/* refused: a way leaves between the two ends */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->nested)
		goto skip;
	run_vcpu(vcpu);
skip:
	vcpu->exits++;
	local_irq_enable();
	guest_exit();
	return 0;
}
