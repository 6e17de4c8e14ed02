/* window, refused: interrupts would come on under a lock: spin_lock_irq() takes a lock */
#include "linux/kvm_host.h"

static noinline void begin(struct vcpu *vcpu)
{
	spin_lock_irq(&vcpu->lock);
}

static noinline void end(struct vcpu *vcpu)
{
	spin_unlock_irq(&vcpu->lock);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	local_irq_enable();
	begin(vcpu);
	run_vcpu(vcpu);
	end(vcpu);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
