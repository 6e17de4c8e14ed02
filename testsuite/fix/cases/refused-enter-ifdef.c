/* refused: enters or leaves at several places */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
#ifdef CONFIG_X86_64
	guest_enter_irqoff();
#else
	guest_enter_irqoff();
#endif
	run_vcpu(vcpu);
	local_irq_enable();
	guest_exit();
	return 0;
}
