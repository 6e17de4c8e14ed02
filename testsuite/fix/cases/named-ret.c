/* as named-ret.diff, window: an argument has the name of the wrapper's own local */
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
	int ret = 0, got;

	local_irq_disable();
	guest_enter_irqoff();
	got = ops.run(vcpu, ret);
	local_irq_enable();
	guest_exit();
	return ret + got;
}
