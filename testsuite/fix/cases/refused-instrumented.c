/* refused: noinstr text calls out of itself */
#include "linux/kvm_host.h"

static int go(struct vcpu *vcpu)
{
	vcpu->exits++;
	return run_vcpu(vcpu);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = go(vcpu);
	local_irq_enable();
	guest_exit();
	return ret;
}
