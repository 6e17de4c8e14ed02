/* refused: it shares its line */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int seen;

	local_irq_disable();
	guest_enter_irqoff();
	local_irq_enable();
	run_vcpu(vcpu);
	vcpu->exits++;
	seen = vcpu->exits; local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return seen;
}
