/* window, refused: perhaps under a lock: spin_lock() takes a lock or sleeps */
#include "linux/kvm_host.h"

static void hold(struct vcpu *vcpu)
{
	spin_lock(&vcpu->lock);
}

static noinline void note_entry(struct vcpu *vcpu)
{
	hold(vcpu);
	vcpu->exits++;
}

static noinline void note_exit(struct vcpu *vcpu)
{
	spin_unlock(&vcpu->lock);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	note_entry(vcpu);
	guest_enter_irqoff();
	run_vcpu(vcpu);
	guest_exit_irqoff();
	note_exit(vcpu);
	local_irq_enable();
	return 0;
}
