/* refused: would have to move */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	vcpu->exits++;
	local_irq_enable();
	run_vcpu(vcpu);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
