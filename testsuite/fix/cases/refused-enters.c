/* refused: several places */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	if (vcpu->exits) {
		guest_enter_irqoff();
	} else {
		vcpu->exits = 1;
		guest_enter_irqoff();
	}
	run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
