/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An interrupt to this CPU takes longer, and there is no timer to lengthen: a note. */
#include "guest-exit.h"

static void interrupt_self(struct vcpu_vmx *vmx, bool force)
{
	bool exit_now = force;

	if (vmx->single_step)
		exit_now = true;
	if (exit_now)
		smp_send_reschedule(vmx->vcpu.cpu); /* NOTE: unthrottled-immediate-exit */
}

RUN_LOOP(run_interrupt, interrupt_self)

/* The function that is called through the pointer sends it. */
static void request(struct kvm_vcpu *vcpu)
{
	smp_send_reschedule(vcpu->cpu); /* NOTE: unthrottled-immediate-exit */
}

struct kvm_x86_ops kvm_x86_ops = {
	.request_immediate_exit = request,
};

int run_ops(struct kvm_vcpu *vcpu);
int run_ops(struct kvm_vcpu *vcpu)
{
	int ret = 0;

	while (!ret) {
		if (event_is_blocked(vcpu))
			kvm_x86_ops.request_immediate_exit(vcpu);
		ret = enter_guest(vcpu);
	}
	return ret;
}
