/* as for-head.diff, window: an argument is declared in the head of a loop */
#include "linux/kvm_host.h"

struct run_ops {
	int (*run)(struct vcpu *vcpu, long n);
};

static noinstr int run(struct vcpu *vcpu, long n)
{
	run_vcpu(vcpu);
	return (int)n;
}

static const struct run_ops ops = {.run = run};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret = 0;

	local_irq_disable();
	guest_enter_irqoff();
	for (long n = vcpu->exits; n < 3; n++)
		ret = ops.run(vcpu, n);
	local_irq_enable();
	guest_exit();
	return ret;
}
