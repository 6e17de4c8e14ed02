/* window, refused: whether interrupts are off here is not known */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	local_irq_save(flags);
	guest_enter_irqoff();
	run_vcpu(vcpu);
	local_irq_restore(flags);
	guest_exit();
	return 0;
}
