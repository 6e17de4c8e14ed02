#ifndef RUN_H
#define RUN_H

int vcpu_ioctl_run(struct vcpu *vcpu);
int run_nested(struct vcpu *vcpu);

static inline int run_regs(struct vcpu *vcpu, unsigned long *regs)
{
	return __vmx_vcpu_run(vcpu, regs, 0);
}

#endif
