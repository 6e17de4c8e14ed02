/* as loop.diff, window, to read: none: the run stands in a loop of its own between the two */
#include "linux/kvm_host.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	for (;;) {
		ret = run_vcpu(vcpu);
		if (ret)
			break;
		vcpu->exits++;
	}
	local_irq_enable();
	guest_exit();
	return ret;
}
