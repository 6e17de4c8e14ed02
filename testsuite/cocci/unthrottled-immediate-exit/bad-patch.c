// SPDX-License-Identifier: GPL-2.0-or-later
/* What patch mode mends: bad-patch.res. */

struct loaded_vmcs {
	bool launched;
	bool hv_timer_soft_disabled;
	int cpu;
};

static void in_block(struct kvm_vcpu *vcpu, bool force)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (force) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: an immediate exit is armed, and nothing counts how often in in_block */
		vmx->loaded_vmcs->hv_timer_soft_disabled = false;
	}
}

static void alone(struct kvm_vcpu *vcpu)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (vmx->force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: an immediate exit is armed, and nothing counts how often in alone */
	else
		vmx->armed = false;
}

/* nothing to count at */
static void without_vcpu(struct vcpu_vmx *vmx)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: an immediate exit is armed, and nothing counts how often in without_vcpu */
}
