#include "linux/kvm_host.h"
#include "run.h"

int run_nested(struct vcpu *vcpu)
{
	unsigned long *regs = vcpu->saved;
	int code;

	local_irq_disable();
	guest_enter_irqoff();
	code = run_regs(vcpu, regs);
	guest_exit_irqoff();
	local_irq_enable();
	return code;
}
