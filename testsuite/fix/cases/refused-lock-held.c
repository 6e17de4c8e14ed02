/* window, refused: interrupts would be let in under a lock */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	spin_lock(&vcpu->lock);
	guest_enter_irqoff();
	trace_entry(vcpu);
	run_vcpu(vcpu);
	guest_exit_irqoff();
	spin_unlock(&vcpu->lock);
	local_irq_enable();
	return 0;
}
