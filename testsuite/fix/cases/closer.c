/* as closer.diff, window, to read: 34: interrupts come on behind the enter and go off before the leave */
#include "linux/kvm_host.h"

struct block {
	unsigned long regs[16];
	int code;
};

struct block *block_of(struct vcpu *vcpu);
void copy_regs(unsigned long *to, const unsigned long *from);
int vcpu_run_regs(struct vcpu *vcpu, unsigned long *regs);

static void __disable_cpu_timer_accounting(struct vcpu *vcpu)
{
	vcpu->reason &= ~2;
}

static void __enable_cpu_timer_accounting(struct vcpu *vcpu)
{
	vcpu->reason |= 2;
}

static noinstr int run(struct vcpu *vcpu, unsigned long *regs, struct block *block)
{
	run_vcpu(vcpu);
	block->code = (int)regs[0];
	return block->code;
}

int vcpu_run_regs(struct vcpu *vcpu, unsigned long *regs)
{
	int code;

	/*
	 * Between guest_enter_irqoff and guest_exit_irqoff nothing of the user's is read.
	 */
	local_irq_disable();
	guest_enter_irqoff();
	__disable_cpu_timer_accounting(vcpu);
	local_irq_enable();
	if (vcpu->reason)
		copy_regs(block_of(vcpu)->regs, regs);
	code = run(vcpu, block_of(vcpu)->regs, block_of(vcpu));
	if (vcpu->reason)
		copy_regs(regs, block_of(vcpu)->regs);
	local_irq_disable();
	__enable_cpu_timer_accounting(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return code;
}
