/* refused: several places */
#include "linux/kvm_host.h"

/* A way goes on early, and leaves by itself. */
int vcpu_ioctl_run(struct vcpu *vcpu)
{
	for (;;) {
		local_irq_disable();
		guest_enter_irqoff();
		if (vcpu->reason == 2) {
			guest_exit_irqoff();
			local_irq_enable();
			continue;
		}
		run_vcpu(vcpu);
		local_irq_enable();
		guest_exit();
		if (vcpu->reason)
			return 0;
	}
}
