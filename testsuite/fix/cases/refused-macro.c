/* refused: does not both enter and leave */
#include "linux/kvm_host.h"

#define ENTER() guest_enter_irqoff()

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	ENTER();
	run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
