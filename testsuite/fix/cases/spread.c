/* as spread.diff, to read: 25: vendors' wrappers write the enter and the leave out, and who runs them ends guest time */
#include "linux/kvm_host.h"

struct run_ops {
	int (*run)(struct vcpu *vcpu);
};

/*
 * guest_enter_irqoff() tells context tracking, and
 * context_tracking_guest_exit() takes it back.
 */
static noinstr void one_enter_exit(struct vcpu *vcpu)
{
	/* Here guest_enter_irqoff() is called. */
	instrumentation_begin();
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	instrumentation_end();

	guest_enter_irqoff();
	lockdep_hardirqs_on(CALLER_ADDR0);

	__vmx_vcpu_run(vcpu, vcpu->saved, 0);

	/*
	 * context_tracking_guest_exit() is what lets RCU watch.
	 */
	lockdep_hardirqs_off(CALLER_ADDR0);
	context_tracking_guest_exit();

	instrumentation_begin();
	trace_hardirqs_off_finish();
	instrumentation_end();
}

static int one_run(struct vcpu *vcpu)
{
again:
	one_enter_exit(vcpu);
	if (vcpu->reason)
		goto again;
	return 0;
}

static noinstr void other_enter_exit(struct vcpu *vcpu)
{
	instrumentation_begin();
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	instrumentation_end();
	guest_enter_irqoff();
	lockdep_hardirqs_on(CALLER_ADDR0);

	run_vcpu(vcpu);

	lockdep_hardirqs_off(CALLER_ADDR0);
	context_tracking_guest_exit();
	instrumentation_begin();
	trace_hardirqs_off_finish();
	instrumentation_end();
}

static int other_run(struct vcpu *vcpu)
{
	other_enter_exit(vcpu);
	return 1;
}

static const struct run_ops one = {.run = one_run};
static const struct run_ops other = {.run = other_run};

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	const struct run_ops *ops = vcpu->exits ? &one : &other;
	int ret;

	local_irq_disable();
	/* Back with an exit. */
	ret = ops->run(vcpu);

	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();

	/*
	 * vtime_account_guest_exit() comes when ticks were taken.
	 */
	vtime_account_guest_exit();
	local_irq_enable();
	return ret;
}
