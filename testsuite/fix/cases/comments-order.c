/* as comments-order.diff, window, to read: 11 16 19: what comments say of order and of RCU may be true no more */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();

	/* guest_enter_irqoff() books the time of the guest */
	guest_enter_irqoff();

	/* RCU does not watch from guest_enter_irqoff() on */
	run_vcpu(vcpu);
	/* guest_exit_irqoff() has nothing to do with it */
	vcpu->exits++;

	/* guest_exit() must come after local_irq_enable() */
	local_irq_enable();
	guest_exit();
	/* Order: guest_exit() is first. */
	return 0;
}
