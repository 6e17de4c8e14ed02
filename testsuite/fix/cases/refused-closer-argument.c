/* refused: its argument changes on the way to the run */
#include "linux/kvm_host.h"

void __disable_cpu_timer_accounting(struct vcpu *vcpu);
struct vcpu *next_of(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	struct vcpu *cur = vcpu;

	local_irq_disable();
	guest_enter_irqoff();
	__disable_cpu_timer_accounting(cur);
	local_irq_enable();
	cur = next_of(vcpu);
	run_vcpu(cur);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
