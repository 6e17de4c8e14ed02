/* window, refused: whether interrupts are off here is not known */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	spin_lock(&vcpu->lock);
	local_irq_disable();
	guest_enter_irqoff();
	run_vcpu(vcpu);
	spin_unlock_irq(&vcpu->lock);
	guest_exit();
	return 0;
}
