/* window, refused: increment of read-only parameter 'tries' */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *vcpu, int n)
{
	run_vcpu(vcpu);
	return n;
}

#define RUN(v, n) ((n)++, go(v, n))

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int tries = 0;

	local_irq_disable();
	guest_enter_irqoff();
	RUN(vcpu, tries);
	local_irq_enable();
	guest_exit();
	return tries;
}
