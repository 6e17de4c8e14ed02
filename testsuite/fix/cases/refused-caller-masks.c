/* window, refused: interrupts were masked by a caller */
#include "linux/kvm_host.h"

static void enter(struct vcpu *vcpu)
{
	guest_enter_irqoff();
	trace_entry(vcpu);
	run_vcpu(vcpu);
	guest_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	spin_lock_irqsave(&vcpu->lock, flags);
	enter(vcpu);
	spin_unlock_irqrestore(&vcpu->lock, flags);
	return 0;
}
