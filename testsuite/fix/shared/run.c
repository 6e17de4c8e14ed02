#include "linux/kvm_host.h"
#include "run.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = run_regs(vcpu, vcpu->saved);
	guest_exit_irqoff();
	local_irq_enable();
	return ret;
}
