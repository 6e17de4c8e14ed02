/* refused: several locals of vcpu_ioctl_run() are called n */
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
	int n = 0, ret = 0;

	local_irq_disable();
	guest_enter_irqoff();
	if (vcpu->nested) {
		long n = vcpu->saved[0];

		ret = ops.run(vcpu, n);
	}
	local_irq_enable();
	guest_exit();
	return ret + n;
}
