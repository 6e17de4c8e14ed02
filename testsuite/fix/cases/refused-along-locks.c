/* window, refused: called elsewhere: spin_lock() takes a lock or sleeps */
#include "linux/kvm_host.h"

static void __disable_cpu_timer_accounting(struct vcpu *vcpu)
{
	spin_lock(&vcpu->lock);
	vcpu->exits--;
	spin_unlock(&vcpu->lock);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	__disable_cpu_timer_accounting(vcpu);
	local_irq_enable();
	run_vcpu(vcpu);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
