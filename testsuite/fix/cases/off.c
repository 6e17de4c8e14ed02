/* as off.diff, outputs, window, to read: 10: interrupts stay off from end to end */
#include "linux/kvm_host.h"


#define TRIES 3 /* belongs to the function */
/* Runs the guest: guest_exit_irqoff() is called here and not by callees. */
int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	/* guest_enter_irqoff() first, since an interrupt in between would be accounted wrongly */
	guest_enter_irqoff();
	trace_entry(vcpu);
	vcpu->reason = 1;

	run_vcpu(vcpu);

	trace_exit(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return TRIES;
}
