/* as renamed.diff, window: other names, a field for the result, and code between */
#include "linux/kvm_host.h"

static noinstr int go(struct vcpu *v, int n)
{
	run_vcpu(v);
	return n;
}

int run_loop(struct vcpu *v)
{
	int n = 0;

	do {
		local_irq_disable();
		guest_enter_irqoff();
		v->exits++;
		if (v->reason)
			v->saved[0] = 0;
		v->reason = go(v, n + 1);
		v->saved[1] = v->reason;
		local_irq_enable();
		guest_exit();
	} while (v->reason > n);
	return 0;
}
