/* as unmasked.diff, unmasked: the run takes interrupts only where they are on, and their entry wakes RCU */
#include "linux/kvm_host.h"

#define CONFIG_S390 1
#define arch_in_rcu_eqs() true

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	local_irq_enable();
	run_vcpu(vcpu);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
