/* refused: &code would be that of a copy */
#include "linux/kvm_host.h"

struct run_ops {
	int (*run)(struct vcpu *vcpu, int *code);
};

static noinstr int run(struct vcpu *vcpu, int *code)
{
	run_vcpu(vcpu);
	*code = vcpu->reason;
	return 0;
}

static const struct run_ops ops = {.run = run};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int code = 0, ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = ops.run(vcpu, &code);
	local_irq_enable();
	guest_exit();
	return ret + code;
}
