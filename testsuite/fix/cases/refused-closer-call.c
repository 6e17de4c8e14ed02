/* refused: would have to move */
#include "linux/kvm_host.h"

void load_regs(struct vcpu *vcpu);
int prepare(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	load_regs(vcpu);
	local_irq_enable();
	vcpu->reason = prepare(vcpu);
	run_vcpu(vcpu);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
