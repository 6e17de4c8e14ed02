/* as swap-tracepoint.diff: a tracepoint stands right behind the enter, its comment goes with it */
#include "linux/kvm_host.h"
#include "trace.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	/* How often it ran. */
	trace_vcpu_entry(vcpu->exits);
	run_vcpu(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}
