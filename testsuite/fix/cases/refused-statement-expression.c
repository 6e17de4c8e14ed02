/* refused: would be evaluated in the wrapper */
#include "linux/kvm_host.h"

struct run_ops {
	int (*run)(struct vcpu *vcpu, int n);
};

static noinstr int run(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

static const struct run_ops ops = {.run = run};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int n = 0, ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = ops.run(vcpu, ({ n = vcpu->exits; n; }));
	local_irq_enable();
	guest_exit();
	return ret + n;
}
