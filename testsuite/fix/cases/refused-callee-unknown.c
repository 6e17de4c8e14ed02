/* window, refused: perhaps under a lock: whether note_entry() takes a lock is not known */
#include "linux/kvm_host.h"

void note_entry(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	note_entry(vcpu);
	run_vcpu(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}
