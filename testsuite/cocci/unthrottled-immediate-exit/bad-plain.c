// SPDX-License-Identifier: GPL-2.0-or-later
/* Armed whenever it is asked for. */

static void plain(struct vcpu *vcpu, bool force)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (force) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: an immediate exit is armed, and nothing counts how often in plain */
		vmx->disabled = false;
	} else if (vmx->deadline != -1) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, vmx->delta);
	}
}

/* Alone behind its condition; what is counted is another thing. */
static void statistics(struct vcpu *vcpu)
{
	++vcpu->stat.exits;
	if (vcpu->request)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: an immediate exit is armed, and nothing counts how often in statistics */
}

/* It is compared, and never advanced. */
static void not_advanced(struct vcpu_vmx *vmx)
{
	if (vmx->forced > 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
	} else {
		vmx->exits++;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: an immediate exit is armed, and nothing counts how often in not_advanced */
	}
}
