/* refused: conditional */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_vcpu(vcpu);
#ifdef CONFIG_X86_64
	local_irq_enable();
#endif
	guest_exit();
	return 0;
}
