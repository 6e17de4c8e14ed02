/* refused: the type of regs is not understood */
#include "linux/kvm_host.h"

struct run_ops {
	int (*run)(struct vcpu *vcpu, unsigned long *regs);
};

static noinstr int run(struct vcpu *vcpu, unsigned long *regs)
{
	run_vcpu(vcpu);
	regs[0] = 1;
	return 0;
}

static const struct run_ops ops = {.run = run};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long regs[4] = {};
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = ops.run(vcpu, regs);
	local_irq_enable();
	guest_exit();
	return ret + (int)regs[0];
}
