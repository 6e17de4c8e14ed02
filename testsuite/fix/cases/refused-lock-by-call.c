/* window, refused: interrupts would be let in under a lock */
#include "linux/kvm_host.h"

void table_lock(void);
void table_unlock(void);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	table_lock();
	guest_enter_irqoff();
	trace_entry(vcpu);
	run_vcpu(vcpu);
	guest_exit_irqoff();
	table_unlock();
	local_irq_enable();
	return 0;
}
