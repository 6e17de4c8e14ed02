/* refused: it shares its line */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff(); run_vcpu(vcpu); local_irq_enable(); guest_exit();
	return 0;
}
