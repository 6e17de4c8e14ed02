/* as on.diff, window: interrupts come on before the state is left */
#include "linux/kvm_host.h"

struct run_ops {
	int (*run)(struct vcpu *vcpu, unsigned long flags);
};

static noinstr int run(struct vcpu *vcpu, unsigned long flags)
{
	run_vcpu(vcpu);
	return flags ? 1 : 0;
}

static const struct run_ops own_ops = {.run = run};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	const struct run_ops *ops = &own_ops;
	unsigned long flags = 0;
	int ret = 1, tries = 0;

	while (ret > 0 && tries++ < 10) {
		local_irq_disable();
		if (vcpu->reason) {
			local_irq_enable();
			continue;
		}
		guest_enter_irqoff();

		ret = ops->run(vcpu, flags);

		vcpu->exits++;
		/*
		 * The interrupt that ended the run is taken here.
		 */
		local_irq_enable();

		/*
		 * This is before guest_exit(), so that a tick is the guest's.
		 */
		guest_exit();
		trace_exit(vcpu);
	}
	return ret;
}
