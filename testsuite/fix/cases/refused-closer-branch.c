/* refused: it would be called on some ways only */
#include "linux/kvm_host.h"

void __disable_cpu_timer_accounting(struct vcpu *vcpu);
void __enable_cpu_timer_accounting(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	__disable_cpu_timer_accounting(vcpu);
	local_irq_enable();
	if (vcpu->reason)
		run_vcpu(vcpu);
	local_irq_disable();
	__enable_cpu_timer_accounting(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
